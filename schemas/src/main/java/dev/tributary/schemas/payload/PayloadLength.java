package dev.tributary.schemas.payload;

import dev.tributary.schemas.avro.PayloadEncoding;
import dev.tributary.schemas.payload.PayloadException.Flaw;
import java.nio.ByteBuffer;

/** The length of a payload whose encoding leaves no choice. */
final class PayloadLength {

    private PayloadLength() {}

    static void require(PayloadEncoding encoding, ByteBuffer payload, int parameterCount, long expected)
            throws PayloadException {
        require(encoding, payload.remaining(), parameterCount, expected);
    }

    static void require(PayloadEncoding encoding, long bytes, int parameterCount, long expected)
            throws PayloadException {
        if (bytes != expected) {
            throw new PayloadException(
                    Flaw.LENGTH,
                    encoding + " payload of " + parameterCount + " parameters must have " + expected + " bytes, had "
                            + bytes);
        }
    }
}
