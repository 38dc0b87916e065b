package dev.tributary.schemas.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.avro.PayloadEncoding;
import dev.tributary.schemas.payload.PayloadException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for any values: how far they move, how many bytes they take, what is refused. */
class EncodingPropertiesTest {

    private static final List<PayloadCodec> CODECS =
            List.of(PayloadCodecs.FLOAT32, PayloadCodecs.FLOAT16, PayloadCodecs.INT8, PayloadCodecs.TOP_K);
    private static final int SEEDS = 40;

    static Stream<PayloadCodec> codecs() {
        return CODECS.stream();
    }

    static Stream<PayloadCodec> roundingCodecs() {
        return CODECS.stream().skip(1);
    }

    static Stream<Arguments> codecsAndSeeds() {
        return CODECS.stream()
                .flatMap(codec -> LongStream.range(0, SEEDS).mapToObj(seed -> Arguments.of(codec.encoding(), seed)));
    }

    static LongStream seeds() {
        return LongStream.range(0, SEEDS);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldMoveByHalfAStepAtMostWhenHalfPrecisionIsRead(long seed) throws Exception {
        float[] values = values(seed);

        float[] read = read(PayloadCodecs.FLOAT16, PayloadCodecs.FLOAT16.encode(values), values.length);

        for (int i = 0; i < values.length; i++) {
            double bound = Math.max(Math.abs(values[i]) * 0x1p-11, 0x1p-25);
            float nearest = Math.max(-Float16.MAX_VALUE, Math.min(Float16.MAX_VALUE, values[i]));
            assertThat(Math.abs((double) read[i] - nearest))
                    .as("value %s", values[i])
                    .isLessThanOrEqualTo(bound);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldMoveByLessThanAStepWhenBytesAreRead(long seed) throws Exception {
        float[] values = values(seed);

        float[] nearest = read(PayloadCodecs.INT8, PayloadCodecs.INT8.encode(values), values.length);
        ByteBuffer payload = PayloadCodecs.INT8.encode(values, new SplittableRandom(seed));
        float[] random = read(PayloadCodecs.INT8, payload, values.length);

        for (int i = 0; i < values.length; i++) {
            double step = step(values, i);
            // The product of scale and byte is rounded to binary32 once, and so is the scale.
            double slack = 128 * step * 0x1p-23 + Float.MIN_VALUE;
            assertThat(Math.abs((double) nearest[i] - values[i])).isLessThanOrEqualTo(step / 2 + slack);
            assertThat(Math.abs((double) random[i] - values[i])).isLessThanOrEqualTo(step + slack);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldKeepTheGreatestExactlyWhenTheyAreTheTop(long seed) throws Exception {
        float[] values = values(seed);
        double fraction = new SplittableRandom(seed).nextDouble(0.001, 1);
        float[] magnitudes = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            magnitudes[i] = Math.abs(values[i]);
        }
        Arrays.sort(magnitudes);
        int kept = (int) Math.ceil(fraction * values.length);

        float[] read = read(PayloadCodecs.TOP_K, PayloadCodecs.topK(fraction).encode(values), values.length);

        float least = magnitudes[values.length - kept];
        int found = 0;
        for (int i = 0; i < values.length; i++) {
            found += read[i] == 0 ? 0 : 1;
            assertThat(read[i]).isIn(values[i], 0f);
            assertThat(Math.abs(values[i]) > least && read[i] == 0)
                    .as("left out %s", values[i])
                    .isFalse();
            assertThat(Math.abs(values[i]) < least && read[i] != 0)
                    .as("kept %s", values[i])
                    .isFalse();
        }
        assertThat(found).isEqualTo(least == 0 ? countNonZero(values) : kept);
    }

    @Test
    void shouldKeepTheFirstOfEqualMagnitudesWhenNotAllFit() throws Exception {
        float[] values = {1, -1, 1, -2, 1};

        float[] read = read(PayloadCodecs.TOP_K, PayloadCodecs.topK(0.6).encode(values), 5);

        assertThat(read).containsExactly(1, -1, 0, -2, 0);
    }

    @ParameterizedTest(name = "{0}, seed {1}")
    @MethodSource("codecsAndSeeds")
    void shouldBeReadFromAnyPlaceOfABufferAndStayInItsBound(PayloadEncoding encoding, long seed) throws Exception {
        PayloadCodec codec = PayloadCodecs.of(encoding).orElseThrow();
        float[] values = values(seed);
        ByteBuffer payload = codec.encode(values, new SplittableRandom(seed));
        ByteBuffer within = ByteBuffer.allocateDirect(payload.remaining() + 8);
        within.position(3);
        within.put(payload.duplicate()).flip().position(3);

        float[] read = read(codec, within.asReadOnlyBuffer(), values.length);

        assertThat(read).isEqualTo(read(codec, payload, values.length));
        assertThat((long) payload.remaining()).isLessThanOrEqualTo(codec.maxPayloadBytes(values.length));
        assertThat(within.position()).isEqualTo(3);
    }

    @ParameterizedTest
    @MethodSource("roundingCodecs")
    void shouldReadTheSameWhenWhatWasReadIsWrittenAgain(PayloadCodec codec) throws Exception {
        float[] values = values(3);
        float[] once = read(codec, codec.encode(values), values.length);

        float[] twice = read(codec, codec.encode(once), values.length);

        for (int i = 0; i < once.length; i++) {
            // INT8's scale is rounded a second time.
            assertThat(twice[i]).isCloseTo(once[i], within(Math.abs(once[i]) * 1e-6f));
        }
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void shouldReadZerosWhenAllAreZero(PayloadCodec codec) throws Exception {
        float[] read = new float[1000];
        Arrays.fill(read, 7);

        codec.decode(codec.encode(new float[1000], new SplittableRandom(1)), read);

        assertThat(read).containsOnly(0);
    }

    @Test
    void shouldTakeTheShareOfTheBytesThatIsPromised() {
        float[] values = new float[1_000_000];
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble(-1, 1);
        }
        double whole = PayloadCodecs.FLOAT32.encode(values).remaining();

        assertThat(PayloadCodecs.FLOAT16.encode(values).remaining() / whole).isEqualTo(0.5);
        assertThat(PayloadCodecs.INT8.encode(values, random).remaining() / whole)
                .isLessThan(0.2540);
        assertThat(PayloadCodecs.TOP_K.encode(values).remaining() / whole).isBetween(0.0625, 0.0635);
    }

    @Test
    void shouldTakeTheShareOfTheBytesThatIsPromisedWhenGapsAreTheWorst() {
        // Every 128th parameter is kept, so that each gap takes two bytes as long as there are any to keep.
        float[] values = new float[1_000_000];
        int kept = values.length / 20;
        for (int i = 0; i < kept; i++) {
            int spread = i < values.length / 129 ? i * 129 + 128 : i - values.length / 129;
            values[Math.min(spread, values.length - 1)] = 1 + i;
        }

        assertThat(PayloadCodecs.TOP_K.encode(values).remaining() / 4e6).isLessThan(0.08);
    }

    @ParameterizedTest
    @MethodSource("roundingCodecs")
    void shouldRefuseToWriteWhenAValueIsNotFinite(PayloadCodec codec) {
        for (float value : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            assertThatThrownBy(() -> codec.encode(new float[] {1, value}))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("values to be written as " + codec.encoding() + " must be finite, was " + value
                            + " at parameter 1");
        }
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void shouldWriteWhatCanBeReadWhenValuesAreExtreme(PayloadCodec codec) throws Exception {
        float[] values = {Float.MAX_VALUE, -Float.MAX_VALUE, Float.MIN_VALUE, -Float.MIN_VALUE, 0, -0.0f};

        float[] read = read(codec, codec.encode(values, new SplittableRandom(1)), values.length);

        for (float value : read) {
            assertThat(value).isFinite();
        }
        assertThat(read[0]).isGreaterThan(65_000);
    }

    @Test
    void shouldKeepTheLeastMagnitudesWhenBlockIsSubnormal() throws Exception {
        float[] values = {Float.MIN_VALUE, -3 * Float.MIN_VALUE, 0};

        assertThat(read(PayloadCodecs.INT8, PayloadCodecs.INT8.encode(values), 3))
                .containsExactly(values);
    }

    @Test
    void shouldDrawNothingWhenRoundingToTheNearest() throws Exception {
        float[] values = values(9);

        assertThat(PayloadCodecs.INT8.encode(values)).isEqualTo(PayloadCodecs.INT8.encode(values));
        assertThat(PayloadCodecs.INT8.encode(values, new SplittableRandom(1)))
                .isNotEqualTo(PayloadCodecs.INT8.encode(values, new SplittableRandom(2)))
                .isEqualTo(PayloadCodecs.INT8.encode(values, new SplittableRandom(1)));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -0.1, 1.01, Double.NaN})
    void shouldRefuseWhenFractionIsOutOfBounds(double fraction) {
        assertThatThrownBy(() -> PayloadCodecs.topK(fraction))
                .isInstanceOf(FederationException.class)
                .hasMessage("top-k fraction must be above 0 and at most 1, was " + fraction);
    }

    @Test
    void shouldFindEncodingsByTheNamesThatPeopleWrite() {
        assertThat(PayloadCodecs.parse("--encoding", "top_k")).isEqualTo(PayloadEncoding.TOP_K);
        assertThat(PayloadCodecs.parse("--encoding", "FLOAT16")).isEqualTo(PayloadEncoding.FLOAT16);
        assertThatThrownBy(() -> PayloadCodecs.parse("--encoding", "float64"))
                .isInstanceOf(FederationException.class)
                .hasMessage("--encoding must be float32, float16, int8, top_k, was float64");
    }

    private static float[] read(PayloadCodec codec, ByteBuffer payload, int length) throws PayloadException {
        float[] read = new float[length];
        Arrays.fill(read, Float.NaN);
        codec.decode(payload, read);
        return read;
    }

    /** 1 to 1,500 values of very different sizes, some of them zero or beyond what half precision has. */
    private static float[] values(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[random.nextInt(1, 1500)];
        for (int i = 0; i < values.length; i++) {
            double size = Math.pow(2, random.nextInt(-40, 20));
            values[i] = random.nextInt(10) == 0 ? 0 : (float) (random.nextDouble(-1, 1) * size);
        }
        return values;
    }

    private static int countNonZero(float[] values) {
        int count = 0;
        for (float value : values) {
            count += value == 0 ? 0 : 1;
        }
        return count;
    }

    private static double step(float[] values, int index) {
        int from = index - index % Int8Codec.BLOCK_VALUES;
        double greatest = 0;
        for (int i = from; i < Math.min(from + Int8Codec.BLOCK_VALUES, values.length); i++) {
            greatest = Math.max(greatest, Math.abs(values[i]));
        }
        return greatest / 127;
    }
}
