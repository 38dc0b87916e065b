package dev.tributary.aggregator.control;

import dev.tributary.aggregator.control.Command.ChangeSettings;
import dev.tributary.aggregator.control.Command.Evaluated;
import dev.tributary.aggregator.control.Command.Parameters;
import dev.tributary.aggregator.control.Command.PublishModel;
import dev.tributary.aggregator.control.Command.Refused;
import dev.tributary.aggregator.control.Command.RollBack;
import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.avro.ModelProposal;
import dev.tributary.schemas.avro.PayloadChunk;
import dev.tributary.schemas.avro.RollbackCommand;
import dev.tributary.schemas.avro.SettingsChange;
import dev.tributary.schemas.avro.VersionEvaluation;
import dev.tributary.schemas.codec.PayloadCodec;
import dev.tributary.schemas.codec.PayloadCodecs;
import dev.tributary.schemas.framing.RecordFraming;
import dev.tributary.schemas.framing.UndecodableRecordException;
import dev.tributary.schemas.payload.ManifestPayload;
import dev.tributary.schemas.payload.PayloadAssembly;
import dev.tributary.schemas.payload.PayloadException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.avro.specific.SpecificRecord;

/**
 * Reads commands from the records of {@code control}. A model comes in several records; one at a time is put together,
 * and one that begins before the last is whole takes its place. Nothing that a record holds makes it throw.
 *
 * <p>Not thread-safe.
 */
public final class ControlIntake {

    /** Greatest length of a reason, an answer or a note. */
    public static final int MAX_TEXT = 300;

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9-]{1,64}");

    private final RecordFraming framing;
    private final int parameterCount;
    private Optional<Incoming> incoming = Optional.empty();

    private record Incoming(ModelProposal manifest, PayloadAssembly assembly, long offset) {}

    /**
     * @param framing        used by this instance only
     * @param parameterCount parameters of the federation's model: no more are put together
     */
    public ControlIntake(RecordFraming framing, int parameterCount) {
        this.framing = framing;
        this.parameterCount = parameterCount;
    }

    /**
     * Takes the next record.
     *
     * @param value  its value, may be null
     * @param offset its offset
     * @return the command that it completes, or empty if more records must come
     */
    public Optional<Command> accept(byte[] value, long offset) {
        try {
            return accept(framing.decode(value), offset);
        } catch (UndecodableRecordException e) {
            return refused("", e.getMessage());
        }
    }

    private Optional<Command> accept(SpecificRecord record, long offset) {
        if (record instanceof SettingsChange change) {
            return settings(change);
        }
        if (record instanceof RollbackCommand rollback) {
            return Optional.of(
                    hasId(rollback.getCommandId())
                            ? new RollBack(
                                    rollback.getCommandId(), rollback.getToVersion(), shorten(rollback.getReason()))
                            : new Refused("", "commandId must be 1 to 64 characters of A-Z, a-z, 0-9 and '-'"));
        }
        if (record instanceof VersionEvaluation evaluation) {
            return Optional.of(new Evaluated(evaluation));
        }
        if (record instanceof ModelProposal proposal) {
            return begin(proposal, offset);
        }
        if (record instanceof PayloadChunk chunk) {
            return proceed(chunk);
        }
        return refused(
                "",
                "record on control must be a command, was a "
                        + record.getSchema().getName());
    }

    private static Optional<Command> settings(SettingsChange change) {
        if (!hasId(change.getCommandId())) {
            return refused("", "commandId must be 1 to 64 characters of A-Z, a-z, 0-9 and '-'");
        }
        try {
            return Optional.of(
                    new ChangeSettings(change.getCommandId(), FederationSettings.parse(change.getSettings())));
        } catch (FederationException e) {
            return refused(change.getCommandId(), e.getMessage());
        }
    }

    private Optional<Command> begin(ModelProposal proposal, long offset) {
        incoming = Optional.empty();
        Optional<PayloadCodec> codec = PayloadCodecs.of(proposal.getEncoding());
        if (!hasId(proposal.getCommandId())) {
            return refused("", "commandId must be 1 to 64 characters of A-Z, a-z, 0-9 and '-'");
        }
        if (codec.isEmpty() || proposal.getParameterCount() != parameterCount) {
            return refused(
                    proposal.getCommandId(),
                    "model must have " + parameterCount + " parameters in a known encoding, had "
                            + proposal.getParameterCount() + " as " + proposal.getEncoding());
        }
        if (proposal.getPayloadBytes() < 0
                || proposal.getPayloadBytes() > codec.get().maxPayloadBytes(parameterCount)) {
            return refused(
                    proposal.getCommandId(),
                    "payloadBytes must be at most " + codec.get().maxPayloadBytes(parameterCount) + ", was "
                            + proposal.getPayloadBytes());
        }
        PayloadAssembly assembly = ManifestPayload.of(proposal).assembly();
        incoming = Optional.of(new Incoming(proposal, assembly, offset));
        return add(0, proposal.getPayloadCrc32c(), proposal.getPayload());
    }

    private Optional<Command> proceed(PayloadChunk chunk) {
        boolean isAwaited = incoming.filter(
                        model -> model.manifest().getCommandId().equals(chunk.getPayloadId()))
                .isPresent();
        // The tail of a model that was refused, or replaced by another, is passed over.
        return isAwaited ? add(chunk.getIndex(), chunk.getPayloadCrc32c(), chunk.getPayload()) : Optional.empty();
    }

    private Optional<Command> add(int index, int crc32c, ByteBuffer chunk) {
        ModelProposal manifest = incoming.orElseThrow().manifest();
        PayloadAssembly assembly = incoming.orElseThrow().assembly();
        try {
            assembly.add(index, crc32c, chunk);
            if (!assembly.isComplete()) {
                return Optional.empty();
            }
            incoming = Optional.empty();
            float[] parameters = new float[parameterCount];
            PayloadCodecs.of(manifest.getEncoding()).orElseThrow().decode(assembly.whole(), parameters);
            return Optional.of(publish(manifest, parameters));
        } catch (PayloadException e) {
            incoming = Optional.empty();
            return refused(manifest.getCommandId(), e.getMessage());
        }
    }

    private static Command publish(ModelProposal manifest, float[] parameters) {
        for (int i = 0; i < parameters.length; i++) {
            if (!Float.isFinite(parameters[i])) {
                return new Refused(
                        manifest.getCommandId(), "parameters must be finite, was " + parameters[i] + " at " + i);
            }
        }
        return new PublishModel(
                manifest.getCommandId(),
                manifest.getLayoutFingerprint(),
                new Parameters(parameters),
                shorten(manifest.getReason()));
    }

    /**
     * Says from where the topic must be read again after a crash.
     *
     * @param otherwise the answer when no model is being put together
     * @return offset of the first record of the model that is
     */
    public long firstOffsetOr(long otherwise) {
        return incoming.map(Incoming::offset).orElse(otherwise);
    }

    private static boolean hasId(String id) {
        return ID.matcher(id).matches();
    }

    private static Optional<Command> refused(String commandId, String why) {
        return Optional.of(new Refused(commandId, shorten(why)));
    }

    /**
     * Makes a text fit.
     *
     * @param text any text
     * @return its first line, of at most {@link #MAX_TEXT} characters
     */
    public static String shorten(String text) {
        String line = text.lines().findFirst().orElse("");
        return line.length() <= MAX_TEXT ? line : line.substring(0, MAX_TEXT);
    }
}
