package dev.tributary.client.update;

import dev.tributary.schemas.codec.PayloadCodec;
import dev.tributary.schemas.layout.ParameterLayout;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Writes deltas as payloads: codec, rounding and error feedback in one. Not thread-safe. */
public final class DeltaWriter {

    private static final Runnable NOTHING = () -> {};

    private final PayloadCodec codec;
    private final RandomGenerator rounding;
    private final Optional<ErrorFeedback> feedback;

    /**
     * @param codec    how the numbers are written
     * @param rounding which way they are rounded, where the encoding rounds at random
     * @param feedback keeps the residual of each payload, or empty to let it go
     */
    public DeltaWriter(PayloadCodec codec, RandomGenerator rounding, Optional<ErrorFeedback> feedback) {
        this.codec = codec;
        this.rounding = rounding;
        this.feedback = feedback;
    }

    /**
     * A payload, and the step that follows its arrival.
     *
     * @param bytes      the payload from position 0 to limit
     * @param onArrival  to be run once, when every record of the update is acknowledged
     */
    record Written(ByteBuffer bytes, Runnable onArrival) {}

    PayloadCodec codec() {
        return codec;
    }

    /** Writes a delta, all finite, which is neither kept nor changed. */
    Written write(ParameterLayout layout, float[] delta) {
        if (feedback.isEmpty()) {
            return new Written(codec.encode(delta, rounding), NOTHING);
        }
        float[] compensated = feedback.get().compensate(layout, delta);
        ByteBuffer payload = codec.encode(compensated, rounding);
        return new Written(payload, feedback.get().leftOver(layout, compensated, codec, payload));
    }
}
