package dev.tributary.client.dl4j;

import dev.tributary.arithmetic.Finiteness;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A client's own state for one model, as flat vectors of the network. Both arrays belong to this object. */
final class PersonalValues {

    private final float[] parameters;
    private final float[] control;

    /**
     * @param parameters the network as it was last trained here; only its local layers are used
     * @param control    the client's control variate {@code cᵢ}, as long; 0 where there is none
     */
    PersonalValues(float[] parameters, float[] control) {
        this.parameters = parameters;
        this.control = control;
    }

    float[] parameters() {
        return parameters;
    }

    float[] control() {
        return control;
    }

    boolean isFinite() {
        return Finiteness.firstNonFinite(parameters).isEmpty()
                && Finiteness.firstNonFinite(control).isEmpty();
    }

    /** Bytes of the values of a network with so many parameters. */
    static int byteCount(int networkLength) {
        return Math.toIntExact(2L * Float.BYTES * networkLength);
    }

    /** Writes both, little-endian, the parameters first. */
    void writeTo(ByteBuffer target) {
        target.order(ByteOrder.LITTLE_ENDIAN);
        for (float value : parameters) {
            target.putFloat(value);
        }
        for (float value : control) {
            target.putFloat(value);
        }
    }

    /** Reads bytes of {@link #writeTo}. */
    static PersonalValues readFrom(ByteBuffer source, int networkLength) {
        source.order(ByteOrder.LITTLE_ENDIAN);
        float[] parameters = new float[networkLength];
        float[] control = new float[networkLength];
        source.asFloatBuffer().get(parameters).get(control);
        return new PersonalValues(parameters, control);
    }
}
