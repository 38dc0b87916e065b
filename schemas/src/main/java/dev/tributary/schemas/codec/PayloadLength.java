package dev.tributary.schemas.codec;

import dev.tributary.schemas.avro.PayloadEncoding;
import dev.tributary.schemas.payload.PayloadException;
import dev.tributary.schemas.payload.PayloadException.Flaw;
import java.nio.ByteBuffer;

/** The length of a payload whose encoding leaves no choice. */
public final class PayloadLength {

    private PayloadLength() {}

    static void require(PayloadEncoding encoding, ByteBuffer payload, int parameterCount, long expected)
            throws PayloadException {
        require(encoding, payload.remaining(), parameterCount, expected);
    }

    /**
     * Checks a length.
     *
     * @param encoding       named in the message
     * @param bytes          length of the payload
     * @param parameterCount number of values that it stands for
     * @param expected       length that so many values take
     * @throws PayloadException if it is another one
     */
    public static void require(PayloadEncoding encoding, long bytes, int parameterCount, long expected)
            throws PayloadException {
        if (bytes != expected) {
            throw new PayloadException(
                    Flaw.LENGTH,
                    encoding + " payload of " + parameterCount + " parameters must have " + expected + " bytes, had "
                            + bytes);
        }
    }
}
