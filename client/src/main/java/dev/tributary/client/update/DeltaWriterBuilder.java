package dev.tributary.client.update;

import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.avro.PayloadEncoding;
import dev.tributary.schemas.codec.PayloadCodec;
import dev.tributary.schemas.codec.PayloadCodecs;
import java.nio.file.Path;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Settings of a {@link DeltaWriter}: the encoding of deltas, and whether its rounding is made up for later.
 *
 * <p>Not thread-safe.
 */
public final class DeltaWriterBuilder {

    private PayloadEncoding encoding = PayloadEncoding.FLOAT32;
    private double topKFraction = PayloadCodecs.DEFAULT_TOP_K_FRACTION;
    private Optional<Boolean> errorFeedback = Optional.empty();
    private Optional<Path> stateDirectory = Optional.empty();

    /** Begins with FLOAT32, and error feedback with TOP_K alone, in memory. */
    public DeltaWriterBuilder() {}

    /**
     * Sets the encoding.
     *
     * @param payloadEncoding checked when the writer is built
     */
    public void encoding(PayloadEncoding payloadEncoding) {
        encoding = payloadEncoding;
    }

    /**
     * Sets the share of a delta that {@link PayloadEncoding#TOP_K} sends at a time.
     *
     * @param fraction above 0 and at most 1
     * @throws FederationException if the fraction is out of bounds; nothing is changed then
     */
    public void topKFraction(double fraction) {
        PayloadCodecs.topK(fraction);
        topKFraction = fraction;
    }

    /**
     * Says whether the rest that an encoding leaves out is kept and added to the next delta.
     *
     * @param isOn without effect on {@link PayloadEncoding#FLOAT32}, which leaves nothing out
     */
    public void errorFeedback(boolean isOn) {
        errorFeedback = Optional.of(isOn);
    }

    /**
     * Has the residual of error feedback kept in a directory.
     *
     * @param directory made if it is not there; clients may share it
     */
    public void stateDirectory(Path directory) {
        stateDirectory = Optional.of(directory);
    }

    /**
     * Refuses an encoding of numbers that masked words do not have.
     *
     * @throws FederationException if the encoding is another than FLOAT32
     */
    public void requirePlain() {
        if (encoding != PayloadEncoding.FLOAT32) {
            throw new FederationException("encoding must be FLOAT32 with masking, was " + encoding
                    + "; masked updates are whole numbers: privacy.wordBits: 16 halves their bytes");
        }
    }

    /**
     * Makes the writer of one client.
     *
     * @param clientId names the residual's file
     * @param random   decides the direction of rounding; used by the writer's thread alone
     * @return a writer
     * @throws FederationException if this release cannot write the encoding
     */
    public DeltaWriter build(ClientId clientId, RandomGenerator random) {
        PayloadCodec known = PayloadCodecs.of(encoding)
                .orElseThrow(() ->
                        new FederationException("encoding must be one that this release can write, was " + encoding));
        boolean isTopK = encoding == PayloadEncoding.TOP_K;
        boolean isOn = errorFeedback.orElse(isTopK) && encoding != PayloadEncoding.FLOAT32;
        return new DeltaWriter(
                isTopK ? PayloadCodecs.topK(topKFraction) : known,
                random,
                isOn ? Optional.of(feedback(clientId)) : Optional.empty());
    }

    private ErrorFeedback feedback(ClientId clientId) {
        return stateDirectory
                .map(directory -> ErrorFeedback.keptIn(new ResidualFile(directory, clientId)))
                .orElseGet(ErrorFeedback::inMemory);
    }
}
