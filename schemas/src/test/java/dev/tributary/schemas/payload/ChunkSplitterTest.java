package dev.tributary.schemas.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.schemas.avro.ModelUpdate;
import dev.tributary.schemas.avro.PayloadEncoding;
import dev.tributary.schemas.avro.Sha256;
import dev.tributary.schemas.framing.RecordFraming;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ChunkSplitterTest {

    /** Bytes of a record batch before its first record (Kafka documentation, "Record Batch"). */
    private static final int BATCH_OVERHEAD = 61;

    /** Most bytes of a record beside key, value and headers. */
    private static final int MAX_RECORD_OVERHEAD = 21;

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 50);
    }

    @ParameterizedTest
    @CsvSource({
        "16384, 8192",
        "17000, 8192",
        "17408, 9216",
        "1048576, 1040384",
        // Kafka's default for a topic, and one that is raised: a producer with default settings could not send more.
        "1048588, 1040384",
        "10485760, 1040384",
    })
    void shouldLeaveRoomInARecord(int maxMessageBytes, int chunkBytes) {
        assertThat(ChunkSplitter.chunkBytes(maxMessageBytes)).isEqualTo(chunkBytes);
    }

    @Test
    void shouldRefuseWhenRecordsWouldBeMostlyOverhead() {
        assertThatThrownBy(() -> ChunkSplitter.chunkBytes(16_383))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("max.message.bytes must be at least 16384, was 16383");
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldCutWithoutLossAndNeverExceedWhenSizesAreRandom(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] bytes = new byte[random.nextInt(5000)];
        random.nextBytes(bytes);
        int firstBytes = random.nextInt(300);
        int chunkBytes = 1 + random.nextInt(300);

        List<ByteBuffer> chunks = ChunkSplitter.split(ByteBuffer.wrap(bytes), firstBytes, chunkBytes);

        assertThat(chunks.get(0).remaining()).isLessThanOrEqualTo(firstBytes);
        assertThat(chunks.subList(1, chunks.size()))
                .allSatisfy(chunk -> assertThat(chunk.remaining()).isBetween(1, chunkBytes));
        ByteBuffer joined = ByteBuffer.allocate(bytes.length);
        chunks.forEach(joined::put);
        assertThat(joined.array()).isEqualTo(bytes);
    }

    @Test
    void shouldCutToTheFullLengthWhenPayloadIsAMultiple() {
        assertThat(lengths(12, 4, 4)).containsExactly(4, 4, 4);
        assertThat(lengths(13, 4, 4)).containsExactly(4, 4, 4, 1);
        assertThat(lengths(3, 4, 4)).containsExactly(3);
    }

    @Test
    void shouldBeginWithAnEmptyChunkWhenManifestLeavesNoRoom() {
        assertThat(lengths(5, 0, 4)).containsExactly(0, 4, 1);
    }

    @Test
    void shouldMakeOneEmptyChunkWhenPayloadIsEmpty() {
        assertThat(lengths(0, 4, 4)).containsExactly(0);
    }

    @Test
    void shouldNotOverflowWhenChunksMayBeHuge() {
        assertThat(lengths(10, 1, Integer.MAX_VALUE)).containsExactly(1, 9);
    }

    @Test
    void shouldLeaveThePayloadAsItWas() {
        ByteBuffer payload = ByteBuffer.allocate(10).position(2).limit(9);

        List<ByteBuffer> chunks = ChunkSplitter.split(payload, 3, 3);

        assertThat(chunks).extracting(ByteBuffer::remaining).containsExactly(3, 3, 1);
        assertThat(payload.position()).isEqualTo(2);
        assertThat(payload.limit()).isEqualTo(9);
    }

    @ParameterizedTest
    @CsvSource({"16384", "65536", "1048588"})
    void shouldFitInTheTopicWhenManifestIsTheLargest(int maxMessageBytes) {
        ByteBuffer chunk = ByteBuffer.allocate(ChunkSplitter.chunkBytes(maxMessageBytes));
        byte[] record = new RecordFraming().encode(largestManifest(chunk));

        assertThat(BATCH_OVERHEAD + MAX_RECORD_OVERHEAD + 64 + record.length).isLessThanOrEqualTo(maxMessageBytes);
    }

    private static List<Integer> lengths(int payloadBytes, int firstBytes, int chunkBytes) {
        return ChunkSplitter.split(ByteBuffer.allocate(payloadBytes), firstBytes, chunkBytes).stream()
                .map(ByteBuffer::remaining)
                .toList();
    }

    private static ModelUpdate largestManifest(ByteBuffer chunk) {
        Map<String, Double> metrics = new HashMap<>();
        for (int i = 0; i < 16; i++) {
            metrics.put(String.format("%064d", i), 1.0);
        }
        return ModelUpdate.newBuilder()
                .setUpdateId("u".repeat(64))
                .setClientId("c".repeat(64))
                .setBaseVersion(Long.MAX_VALUE)
                .setLayoutFingerprint("f".repeat(64))
                .setExampleCount(Long.MAX_VALUE)
                .setEncoding(PayloadEncoding.FLOAT32)
                .setParameterCount(Long.MAX_VALUE)
                .setPayloadBytes(Long.MAX_VALUE)
                .setChunkCount(Integer.MAX_VALUE)
                .setPayloadDigest(new Sha256(new byte[32]))
                .setDeltaL2Norm(Double.MAX_VALUE)
                .setMetrics(metrics)
                .setPayloadCrc32c(Integer.MIN_VALUE)
                .setPayload(chunk)
                .build();
    }
}
