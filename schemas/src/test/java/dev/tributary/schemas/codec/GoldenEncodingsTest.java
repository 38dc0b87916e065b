package dev.tributary.schemas.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.schemas.GoldenFiles;
import dev.tributary.schemas.payload.PayloadException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The encodings write and read what the Python implementation beside the golden files does, bit for bit. */
class GoldenEncodingsTest {

    private static final JsonNode VECTORS = GoldenFiles.json("vectors");

    static Stream<Arguments> encodings() {
        return Stream.of(
                Arguments.of("float16", PayloadCodecs.FLOAT16),
                Arguments.of("int8", PayloadCodecs.INT8),
                Arguments.of(
                        "topK",
                        PayloadCodecs.topK(VECTORS.get("topK").get("fraction").doubleValue())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("encodings")
    void shouldWriteGoldenBytesWhenRoundingToTheNearest(String name, PayloadCodec codec) throws Exception {
        ByteBuffer payload = codec.encode(floats(name, "values"));

        assertThat(HexFormat.of().formatHex(bytesOf(payload)))
                .isEqualTo(VECTORS.get(name).get("payload").textValue());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("encodings")
    void shouldReadEveryBitWhenPayloadIsGolden(String name, PayloadCodec codec) throws Exception {
        float[] expected = floats(name, "read");
        float[] read = new float[expected.length];

        codec.decode(bytes(name, "payload"), read);

        // As bytes, since a negative zero equals a positive one.
        assertThat(PayloadCodecs.FLOAT32.encode(read)).isEqualTo(PayloadCodecs.FLOAT32.encode(expected));
    }

    private static float[] floats(String name, String part) throws PayloadException {
        ByteBuffer payload = bytes(name, part);
        float[] values = new float[payload.remaining() / Float.BYTES];
        PayloadCodecs.FLOAT32.decode(payload, values);
        return values;
    }

    private static ByteBuffer bytes(String name, String part) {
        return ByteBuffer.wrap(
                HexFormat.of().parseHex(VECTORS.get(name).get(part).textValue()));
    }

    private static byte[] bytesOf(ByteBuffer payload) {
        byte[] bytes = new byte[payload.remaining()];
        payload.duplicate().get(bytes);
        return bytes;
    }
}
