package dev.tributary.aggregator.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.arithmetic.Clipping;
import dev.tributary.arithmetic.L2Norm;
import dev.tributary.arithmetic.MeasuredDelta;
import dev.tributary.schemas.avro.PayloadEncoding;
import dev.tributary.schemas.codec.PayloadCodecs;
import dev.tributary.schemas.payload.PayloadException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ArrivingValuesTest {

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 40);
    }

    private static float[] values(SplittableRandom random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextDouble(-1, 1);
        }
        return values;
    }

    /** Cuts anywhere, in the middle of values too, some chunks being empty. */
    private static List<ByteBuffer> cut(ByteBuffer payload, SplittableRandom random, int mostBytes) {
        List<ByteBuffer> chunks = new ArrayList<>();
        int from = 0;
        while (from < payload.limit()) {
            int length = Math.min(random.nextInt(mostBytes), payload.limit() - from);
            chunks.add(payload.slice(from, length));
            from += length;
        }
        return chunks;
    }

    private static MeasuredDelta arrive(List<ByteBuffer> chunks, int count) throws PayloadException {
        ArrivingValues<MeasuredDelta> arriving = ArrivingValues.of(PayloadEncoding.FLOAT32);
        chunks.forEach(arriving::add);
        return arriving.finish(chunks, count);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldGiveSameBitsAsTheWholeWhenItComesInPieces(long seed) throws PayloadException {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = values(random, random.nextInt(1, 20_000));
        int mostBytes = new int[] {2, 7, 1000, 50_000}[random.nextInt(4)];
        List<ByteBuffer> chunks = cut(PayloadCodecs.FLOAT32.encode(values), random, mostBytes);
        MeasuredDelta delta = arrive(chunks, values.length);

        assertThat(delta.values().toArray()).containsExactly(values);
        assertThat(delta.norm()).isEqualTo(L2Norm.of(values));
        int from = random.nextInt(values.length);
        float[] part = new float[values.length - from];
        delta.values().read(from, part, part.length);
        for (int i = 0; i < part.length; i++) {
            assertThat(part[i]).isEqualTo(values[from + i]);
        }
    }

    @Test
    void shouldClipAsTheWholeWouldBe() throws PayloadException {
        SplittableRandom random = new SplittableRandom(1);
        float[] values = values(random, 5000);
        List<ByteBuffer> chunks = cut(PayloadCodecs.FLOAT32.encode(values), random, 100);
        MeasuredDelta delta = arrive(chunks, values.length);
        float[] clipped = values.clone();
        Clipping.scale(clipped, L2Norm.of(values), 0.5);

        assertThat(delta.clippedTo(0.5).toArray()).containsExactly(clipped);
        assertThat(delta.clippedTo(0)).isSameAs(delta.values());
        assertThat(delta.clippedTo(1e9)).isSameAs(delta.values());
    }

    @Test
    void shouldHaveNoFiniteNormWhenAValueIsNotFinite() throws PayloadException {
        float[] values = new float[9000];
        values[8999] = Float.NaN;
        List<ByteBuffer> chunks = cut(PayloadCodecs.FLOAT32.encode(values), new SplittableRandom(1), 10_000);

        assertThat(arrive(chunks, values.length).norm()).isNaN();
    }

    @Test
    void shouldRefuseWhenValuesAreMoreOrFewerOrCut() {
        for (int bytes : new int[] {36, 39, 41, 44}) {
            assertThatThrownBy(() -> arrive(List.of(ByteBuffer.allocate(bytes)), 10))
                    .isInstanceOf(PayloadException.class)
                    .hasMessage("FLOAT32 payload of 10 parameters must have 40 bytes, had " + bytes);
        }
    }
}
