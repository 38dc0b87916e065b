package dev.tributary.schemas.payload;

import dev.tributary.schemas.avro.PayloadEncoding;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The codecs of this release. A new codec is one class and one line here. */
public final class PayloadCodecs {

    /** Four bytes a value, exact. */
    public static final PayloadCodec FLOAT32 = new Float32Codec();

    private static final Map<PayloadEncoding, PayloadCodec> BY_ENCODING = new EnumMap<>(PayloadEncoding.class);

    static {
        List.of(FLOAT32).forEach(codec -> BY_ENCODING.put(codec.encoding(), codec));
    }

    private PayloadCodecs() {}

    /**
     * Finds the codec of an encoding.
     *
     * @param encoding as a manifest names it
     * @return the codec, or empty if this release has none for it
     */
    public static Optional<PayloadCodec> of(PayloadEncoding encoding) {
        return Optional.ofNullable(BY_ENCODING.get(encoding));
    }
}
