package dev.tributary.schemas.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.schemas.avro.PayloadEncoding;
import dev.tributary.schemas.payload.PayloadException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ChunkwiseDecodingTest {

    private static final int PARAMETERS = 1001;

    static Stream<Arguments> codecsAndSeeds() {
        return Stream.of(PayloadEncoding.values())
                .map(PayloadCodecs::of)
                .flatMap(codec -> codec.stream())
                .flatMap(codec -> LongStream.range(0, 50).mapToObj(seed -> Arguments.of(codec.encoding(), seed)));
    }

    @ParameterizedTest(name = "{0}, seed {1}")
    @MethodSource("codecsAndSeeds")
    void shouldReadTheSameFromChunksCutAnywhereAsFromTheWhole(PayloadEncoding encoding, long seed)
            throws PayloadException {
        // Given
        PayloadCodec codec = PayloadCodecs.of(encoding).orElseThrow();
        SplittableRandom random = new SplittableRandom(seed);
        ByteBuffer payload = codec.encode(values(random));
        float[] fromWhole = new float[PARAMETERS];
        codec.decode(payload, fromWhole);

        // When
        float[] fromChunks = new float[PARAMETERS];
        codec.decode(cutAnywhere(payload, random), fromChunks);

        // Then
        assertThat(fromChunks).containsExactly(fromWhole);
    }

    private static float[] values(SplittableRandom random) {
        float[] values = new float[PARAMETERS];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat() - 0.5f;
        }
        return values;
    }

    /** Empty chunks, chunks of a byte or two, and longer ones: none of them aligned to anything. */
    private static List<ByteBuffer> cutAnywhere(ByteBuffer payload, SplittableRandom random) {
        List<ByteBuffer> chunks = new ArrayList<>();
        int from = 0;
        while (from < payload.limit()) {
            int wanted = random.nextBoolean() ? random.nextInt(6) : random.nextInt(900);
            int length = Math.min(wanted, payload.limit() - from);
            chunks.add(payload.slice(from, length));
            from += length;
        }
        return chunks;
    }

    @Test
    void shouldRefuseWhenChunksHoldTooMuchOrTooLittle() {
        float[] target = new float[2];
        List<ByteBuffer> tooMuch = List.of(ByteBuffer.allocate(5), ByteBuffer.allocate(4));
        List<ByteBuffer> tooLittle = List.of(ByteBuffer.allocate(5), ByteBuffer.allocate(2));
        assertThatThrownBy(() -> PayloadCodecs.FLOAT32.decode(tooMuch, target)).isInstanceOf(PayloadException.class);
        assertThatThrownBy(() -> PayloadCodecs.FLOAT32.decode(tooLittle, target))
                .isInstanceOf(PayloadException.class);
    }
}
