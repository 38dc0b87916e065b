package dev.tributary.schemas.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.tributary.schemas.payload.PayloadException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bytes that nobody wrote: refused, or read as values that are all there and all finite. Never anything else. */
class DecoderFuzzTest {

    private static final int ROUNDS = 20_000;
    private static final int PARAMETERS = 600;

    static Stream<PayloadCodec> codecs() {
        return Stream.of(PayloadCodecs.FLOAT16, PayloadCodecs.INT8, PayloadCodecs.TOP_K);
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void shouldRefuseOrReadWhenBytesAreRandom(PayloadCodec codec) {
        SplittableRandom random = new SplittableRandom(17);
        for (int i = 0; i < ROUNDS; i++) {
            byte[] bytes = new byte[random.nextInt(64)];
            random.nextBytes(bytes);
            requireRefusedOrFinite(codec, ByteBuffer.wrap(bytes), random.nextInt(1, 32));
        }
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void shouldRefuseOrReadWhenBytesAreAlmostRight(PayloadCodec codec) {
        SplittableRandom random = new SplittableRandom(19);
        byte[] good = goodPayload(codec, random);
        int refused = 0;
        for (int i = 0; i < ROUNDS; i++) {
            byte[] bytes = good.clone();
            for (int flips = random.nextInt(1, 4); flips > 0; flips--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            refused += requireRefusedOrFinite(codec, ByteBuffer.wrap(bytes), PARAMETERS) ? 1 : 0;
        }
        // Were none refused, the test would not reach the checks; were all, not what comes after them.
        assertThat(refused).isBetween(1, ROUNDS - 1);
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void shouldRefuseWhenPayloadIsCutOrLongerByAny(PayloadCodec codec) {
        byte[] good = goodPayload(codec, new SplittableRandom(23));
        for (int length = 0; length < good.length + 9; length++) {
            ByteBuffer bytes = ByteBuffer.wrap(Arrays.copyOf(good, length));
            boolean isGood = length == good.length;
            assertThat(requireRefusedOrFinite(codec, bytes, PARAMETERS))
                    .as("%s of %s bytes", length, good.length)
                    .isEqualTo(!isGood);
        }
    }

    @Test
    void shouldAllocateNothingWhenDecoding() throws Exception {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        float[] target = new float[PARAMETERS * 100];
        float[] values = new float[target.length];
        Arrays.fill(values, 0.5f);
        for (PayloadCodec codec :
                List.of(PayloadCodecs.FLOAT32, PayloadCodecs.FLOAT16, PayloadCodecs.INT8, PayloadCodecs.topK(1))) {
            ByteBuffer payload = codec.encode(values);
            codec.decode(payload, target);
            long before = threads.getCurrentThreadAllocatedBytes();
            codec.decode(payload, target);
            long allocated = threads.getCurrentThreadAllocatedBytes() - before;
            // A few views of the buffer; 60,000 values would be 240,000 bytes.
            assertThat(allocated).as("%s", codec.encoding()).isLessThan(4096);
        }
    }

    @Test
    void shouldAllocateNothingWhenCountIsHuge() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        ByteBuffer payload = ByteBuffer.wrap(new byte[] {-1, -1, -1, -1, 0, 0, 0, 0, 0});
        float[] target = new float[1];
        assertThatThrownBy(() -> PayloadCodecs.TOP_K.decode(payload, target)).isInstanceOf(PayloadException.class);
        long before = threads.getCurrentThreadAllocatedBytes();

        boolean isRefused = requireRefusedOrFinite(PayloadCodecs.TOP_K, payload, 1);

        assertThat(isRefused).isTrue();
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(64 * 1024);
    }

    /** Says whether the bytes were refused. Any exception but the one for that fails the test. */
    private static boolean requireRefusedOrFinite(PayloadCodec codec, ByteBuffer bytes, int parameters) {
        float[] target = new float[parameters];
        Arrays.fill(target, Float.NaN);
        try {
            codec.decode(bytes, target);
        } catch (PayloadException e) {
            assertThat(e.getMessage()).doesNotContain("\n");
            return true;
        }
        for (float value : target) {
            assertThat(Float.isFinite(value)).isTrue();
        }
        return false;
    }

    private static byte[] goodPayload(PayloadCodec codec, SplittableRandom random) {
        float[] values = new float[PARAMETERS];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble(-1, 1);
        }
        ByteBuffer payload = codec.encode(values, random);
        byte[] bytes = new byte[payload.remaining()];
        payload.get(bytes);
        return bytes;
    }
}
