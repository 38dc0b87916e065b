package dev.tributary.schemas.codec;

import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.avro.PayloadEncoding;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The codecs of this release. A new codec is one class and one line here. */
public final class PayloadCodecs {

    /** Share of the values that {@link #TOP_K} keeps. */
    public static final double DEFAULT_TOP_K_FRACTION = 0.05;

    /** Four bytes a value, exact. */
    public static final PayloadCodec FLOAT32 = new Float32Codec();

    /** Two bytes a value, rounded to the nearest. */
    public static final PayloadCodec FLOAT16 = new Float16Codec();

    /** A little more than one byte a value; rounds at random where it may, else to the nearest. */
    public static final PayloadCodec INT8 = new Int8Codec();

    /** The 5 % of the values that are greatest in magnitude, exact; the others become zero. */
    public static final PayloadCodec TOP_K = new TopKCodec(DEFAULT_TOP_K_FRACTION);

    private static final Map<PayloadEncoding, PayloadCodec> BY_ENCODING = new LinkedHashMap<>();

    static {
        List.of(FLOAT32, FLOAT16, INT8, TOP_K).forEach(codec -> BY_ENCODING.put(codec.encoding(), codec));
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

    /**
     * Makes a {@code TOP_K} codec that keeps another share of the values. It reads the same payloads.
     *
     * @param fraction share of the values that is written, above 0 and at most 1
     * @return the codec
     * @throws FederationException if the fraction is out of bounds
     */
    public static PayloadCodec topK(double fraction) {
        return new TopKCodec(fraction);
    }

    /**
     * Reads the name of an encoding, as people write it: {@code float32}, {@code float16}, {@code int8}, {@code top_k}.
     *
     * @param setting name of the setting, for the message
     * @param name    the name, in either case
     * @return the encoding, which has a codec
     * @throws FederationException if no codec has that name
     */
    public static PayloadEncoding parse(String setting, String name) {
        return BY_ENCODING.keySet().stream()
                .filter(encoding -> encoding.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new FederationException(setting + " must be "
                        + BY_ENCODING.keySet().stream()
                                .map(encoding -> encoding.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", "))
                        + ", was " + name));
    }
}
