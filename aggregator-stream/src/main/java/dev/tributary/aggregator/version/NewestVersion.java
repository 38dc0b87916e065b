package dev.tributary.aggregator.version;

import dev.tributary.schemas.avro.FederationState;
import dev.tributary.schemas.avro.RoundResult;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Stage 1's knowledge of the newest model, and of the federation's state since it was published.
 *
 * @param version           its version, 0 or more
 * @param parameterCount    its parameters
 * @param layoutFingerprint fingerprint of its layout
 * @param settings          text of the settings in force, empty while those of the file are
 * @param samplingRate      part of all clients in its cohort, in sync mode; {@link #RATE_OF_SETTINGS} until it is widened
 * @param isStopped         whether the federation is done
 * @param rollbacks         which earlier versions led nowhere
 * @param closedPartials    by partition of {@code updates}: number of its last partial sum that is in no open round
 */
public record NewestVersion(
        long version,
        long parameterCount,
        String layoutFingerprint,
        String settings,
        double samplingRate,
        boolean isStopped,
        List<Rollback> rollbacks,
        Map<Integer, Long> closedPartials) {

    /** Stands for the rate that the settings give. */
    public static final double RATE_OF_SETTINGS = 0;

    /** Versions after which a rollback is forgotten: no setting admits an update as stale as that. */
    private static final long REMEMBERED_VERSIONS = 1000;

    /**
     * A rollback.
     *
     * @param to      version that was published again
     * @param version version that it became; those between led nowhere
     */
    public record Rollback(long to, long version) {

        boolean hasDropped(long other) {
            return other > to && other < version;
        }
    }

    /**
     * Makes a version of a federation that goes by the settings of its file.
     *
     * @param version           its version, 0 or more
     * @param parameterCount    its parameters
     * @param layoutFingerprint fingerprint of its layout
     */
    public NewestVersion(long version, long parameterCount, String layoutFingerprint) {
        this(version, parameterCount, layoutFingerprint, "", RATE_OF_SETTINGS, false, List.of(), Map.of());
    }

    /** Copies the collections. */
    public NewestVersion {
        rollbacks = List.copyOf(rollbacks);
        closedPartials = Map.copyOf(closedPartials);
    }

    /**
     * Takes a round's result, when nothing is known of earlier ones.
     *
     * @param result a round that published a version
     * @return that version
     */
    public static NewestVersion of(RoundResult result) {
        return of(result, List.of());
    }

    /**
     * Takes the result of a later round.
     *
     * @param result a round that published a version
     * @return that version
     */
    public NewestVersion followedBy(RoundResult result) {
        return of(result, rollbacks);
    }

    private static NewestVersion of(RoundResult result, List<Rollback> before) {
        List<Rollback> rollbacks = new ArrayList<>(before);
        rollbacks.removeIf(old -> old.version() < result.getVersion() - REMEMBERED_VERSIONS);
        if (result.getRolledBackTo() >= 0) {
            rollbacks.add(new Rollback(result.getRolledBackTo(), result.getVersion()));
        }
        return new NewestVersion(
                result.getVersion(),
                result.getParameterCount(),
                result.getLayoutFingerprint(),
                result.getSettings(),
                RATE_OF_SETTINGS,
                false,
                rollbacks,
                result.getClosedPartials().entrySet().stream()
                        .collect(Collectors.toMap(entry -> Integer.valueOf(entry.getKey()), Map.Entry::getValue)));
    }

    /**
     * Takes a change since the version was published.
     *
     * @param state the state that the federation's clients are told
     * @return the same version with it
     */
    public NewestVersion with(FederationState state) {
        return new NewestVersion(
                version,
                parameterCount,
                layoutFingerprint,
                settings,
                state.getSamplingRate(),
                state.getIsStopped(),
                rollbacks,
                closedPartials);
    }

    /**
     * Says whether a version was rolled back.
     *
     * @param other a version
     * @return whether it led nowhere
     */
    public boolean hasDropped(long other) {
        return rollbacks.stream().anyMatch(rollback -> rollback.hasDropped(other));
    }

    /**
     * Says which partial sums of a partition are done with.
     *
     * @param partition partition of {@code updates}
     * @return number of its last partial sum that is in no open round, 0 if there is none
     */
    public long closedThrough(int partition) {
        return closedPartials.getOrDefault(partition, 0L);
    }

    /**
     * Writes it for a state store.
     *
     * @return bytes that {@link #fromBytes} reads
     */
    public byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeLong(version);
            out.writeLong(parameterCount);
            writeText(out, layoutFingerprint);
            writeText(out, settings);
            out.writeDouble(samplingRate);
            out.writeBoolean(isStopped);
            out.writeInt(rollbacks.size());
            for (Rollback rollback : rollbacks) {
                out.writeLong(rollback.to());
                out.writeLong(rollback.version());
            }
            out.writeInt(closedPartials.size());
            for (Map.Entry<Integer, Long> closed : new TreeMap<>(closedPartials).entrySet()) {
                out.writeInt(closed.getKey());
                out.writeLong(closed.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /**
     * Reads it from a state store.
     *
     * @param bytes as {@link #toBytes} wrote them
     * @return the version
     */
    public static NewestVersion fromBytes(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            long version = in.readLong();
            long parameterCount = in.readLong();
            String layoutFingerprint = readText(in);
            String settings = readText(in);
            double samplingRate = in.readDouble();
            boolean isStopped = in.readBoolean();
            List<Rollback> rollbacks = new ArrayList<>();
            for (int left = in.readInt(); left > 0; left--) {
                rollbacks.add(new Rollback(in.readLong(), in.readLong()));
            }
            Map<Integer, Long> closed = new HashMap<>();
            // What earlier releases wrote ends here.
            for (int left = in.available() > 0 ? in.readInt() : 0; left > 0; left--) {
                closed.put(in.readInt(), in.readLong());
            }
            return new NewestVersion(
                    version, parameterCount, layoutFingerprint, settings, samplingRate, isStopped, rollbacks, closed);
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
