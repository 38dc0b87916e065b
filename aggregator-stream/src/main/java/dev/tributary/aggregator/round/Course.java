package dev.tributary.aggregator.round;

import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.federation.settings.Mode;
import dev.tributary.schemas.avro.FederationState;
import dev.tributary.schemas.avro.RoundMode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * What holds for the open round beside its sums, as kept in the store of stage 2. Once a federation runs, its settings
 * are these: a file is only where they came from first, and {@code tributary federation apply} is how they change.
 *
 * @param settings     settings in force
 * @param waiting      settings that hold from the next version on
 * @param samplingRate part of all clients in the cohort of the newest version, above 0 and at most 1; 1 in async mode
 * @param stopReason   why the federation is done; empty while it is not
 * @param isAnnounced  whether clients have been told
 */
record Course(
        FederationSettings settings,
        Optional<Waiting> waiting,
        double samplingRate,
        String stopReason,
        boolean isAnnounced) {

    private static final String KEY = "course";

    /** How much wider a cohort becomes each time that the deadline passes below the quorum. */
    private static final double WIDENING = 2;

    /**
     * Settings that an operator has asked for.
     *
     * @param commandId id of the command
     * @param settings  the settings
     */
    record Waiting(String commandId, FederationSettings settings) {}

    static Course begun(FederationSettings settings) {
        return new Course(settings, Optional.empty(), settings.round().samplingRate(), "", false);
    }

    boolean isStopped() {
        return !stopReason.isEmpty();
    }

    /** Settings that hold from the version on that is published next. */
    FederationSettings nextSettings() {
        return waiting.map(Waiting::settings).orElse(settings);
    }

    /** The course from the version on that is published now. */
    Course next() {
        return begun(nextSettings()).announced();
    }

    Course asked(Waiting next) {
        return new Course(settings, Optional.of(next), samplingRate, stopReason, isAnnounced);
    }

    Course announced() {
        return new Course(settings, waiting, samplingRate, stopReason, true);
    }

    Course stopped(String reason) {
        return new Course(settings, waiting, samplingRate, reason, false);
    }

    /** The same with a wider cohort; those who were in it stay in it. */
    Course widened() {
        return new Course(settings, waiting, Math.min(1, samplingRate * WIDENING), stopReason, false);
    }

    /** What clients, and stage 1, have to know of it. */
    FederationState announcement(long version, long nowMs) {
        RoundMode mode = settings.round().mode() == Mode.SYNC ? RoundMode.SYNC : RoundMode.ASYNC;
        return new FederationState(version, mode, samplingRate, isStopped(), stopReason, nowMs);
    }

    void save(KeyValueStore<String, byte[]> store) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            writeText(out, settings.text());
            out.writeDouble(samplingRate);
            writeText(out, stopReason);
            out.writeBoolean(isAnnounced);
            out.writeBoolean(waiting.isPresent());
            if (waiting.isPresent()) {
                writeText(out, waiting.get().commandId());
                writeText(out, waiting.get().settings().text());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        store.put(KEY, bytes.toByteArray());
    }

    static Optional<Course> load(KeyValueStore<String, byte[]> store) {
        return Optional.ofNullable(store.get(KEY)).map(Course::fromBytes);
    }

    private static Course fromBytes(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            FederationSettings settings = FederationSettings.parse(readText(in));
            double samplingRate = in.readDouble();
            String stopReason = readText(in);
            boolean isAnnounced = in.readBoolean();
            Optional<Waiting> waiting = in.readBoolean()
                    ? Optional.of(new Waiting(readText(in), FederationSettings.parse(readText(in))))
                    : Optional.empty();
            return new Course(settings, waiting, samplingRate, stopReason, isAnnounced);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void writeText(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static String readText(DataInputStream in) throws IOException {
        return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
    }
}
