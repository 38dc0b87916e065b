package dev.tributary.client.update;

/** A delta holds a NaN or an infinity, as after training with too high a learning rate. Its message says where. */
public final class NonFiniteDeltaException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    NonFiniteDeltaException(float value, int index) {
        super("delta must be finite, was " + value + " at parameter " + index);
    }
}
