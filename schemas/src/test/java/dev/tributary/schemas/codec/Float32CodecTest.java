package dev.tributary.schemas.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.schemas.GoldenFiles;
import dev.tributary.schemas.avro.PayloadEncoding;
import dev.tributary.schemas.payload.PayloadException;
import dev.tributary.schemas.payload.PayloadException.Flaw;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Float32CodecTest {

    private final PayloadCodec codec = PayloadCodecs.FLOAT32;

    @Test
    void shouldWriteGoldenBytesWhenValuesAreGolden() {
        assertThat(codec.encode(goldenValues())).isEqualTo(ByteBuffer.wrap(goldenPayload()));
    }

    @Test
    void shouldReadEveryBitWhenValuesAreGolden() throws Exception {
        float[] expected = goldenValues();
        float[] read = new float[expected.length];

        codec.decode(ByteBuffer.wrap(goldenPayload()), read);

        for (int i = 0; i < read.length; i++) {
            assertThat(Float.floatToRawIntBits(read[i]))
                    .as("bits of value %s", i)
                    .isEqualTo(Float.floatToRawIntBits(expected[i]));
        }
    }

    @Test
    void shouldReadFromThePositionWhenPayloadIsAView() throws Exception {
        ByteBuffer record = ByteBuffer.allocate(3 + 8 + 5);
        record.position(3).limit(11);
        record.put(3, codec.encode(new float[] {1.5f, -2}).array());
        float[] read = new float[2];

        codec.decode(record, read);

        assertThat(read).containsExactly(1.5f, -2);
        assertThat(record.position()).isEqualTo(3);
        assertThat(record.limit()).isEqualTo(11);
    }

    @Test
    void shouldReturnWhatWasWrittenWhenVectorIsLong() throws Exception {
        SplittableRandom random = new SplittableRandom(11);
        float[] values = new float[54_321];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble(-1e3, 1e3);
        }
        float[] read = new float[values.length];

        ByteBuffer payload = codec.encode(values);
        codec.decode(payload, read);

        assertThat(read).isEqualTo(values);
        assertThat(payload.remaining()).isEqualTo(4 * values.length);
        assertThat((long) payload.remaining()).isEqualTo(codec.maxPayloadBytes(values.length));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4, 11, 13, 16})
    void shouldRefuseWhenLengthDoesNotFitTheParameters(int bytes) {
        assertThatThrownBy(() -> codec.decode(ByteBuffer.allocate(bytes), new float[3]))
                .isInstanceOfSatisfying(
                        PayloadException.class, e -> assertThat(e.flaw()).isEqualTo(Flaw.LENGTH))
                .hasMessage("FLOAT32 payload of 3 parameters must have 12 bytes, had " + bytes);
    }

    @Test
    void shouldBoundThePayloadWhenParametersExceedAnInt() {
        assertThat(codec.maxPayloadBytes(3_000_000_000L)).isEqualTo(12_000_000_000L);
    }

    @Test
    void shouldFindOnlyCodecsOfThisRelease() {
        assertThat(PayloadCodecs.of(PayloadEncoding.FLOAT32)).containsSame(codec);
        assertThat(codec.encoding()).isEqualTo(PayloadEncoding.FLOAT32);
        assertThat(PayloadCodecs.of(PayloadEncoding.UNKNOWN)).isEmpty();
        // FLOAT64 is for partial sums, which clients do not write.
        assertThat(PayloadCodecs.of(PayloadEncoding.FLOAT64)).isEmpty();
    }

    private static byte[] goldenPayload() {
        return HexFormat.of().parseHex(golden().get("payload").textValue());
    }

    private static float[] goldenValues() {
        JsonNode bits = golden().get("bits");
        float[] values = new float[bits.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] =
                    Float.intBitsToFloat(Integer.parseUnsignedInt(bits.get(i).textValue(), 16));
        }
        return values;
    }

    private static JsonNode golden() {
        return GoldenFiles.json("vectors").get("float32");
    }
}
