package dev.tributary.schemas.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.schemas.avro.Sha256;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class ManifestPayloadTest {

    private static final byte[] BYTES = {1, 2, 3, 4, 5};

    private static ManifestPayload payload(int chunkCount, ByteBuffer first) {
        return new ManifestPayload(
                BYTES.length,
                chunkCount,
                new Sha256(Checksums.sha256(ByteBuffer.wrap(BYTES))),
                Checksums.crc32c(first),
                first);
    }

    @Test
    void shouldBeWholeAtOnceWhenThereIsOneChunk() throws PayloadException {
        PayloadAssembly assembly = payload(1, ByteBuffer.wrap(BYTES)).begin();

        assertThat(assembly.isComplete()).isTrue();
        assertThat(assembly.whole()).isEqualTo(ByteBuffer.wrap(BYTES));
    }

    @Test
    void shouldWaitForTheSecondChunkWhenThereAreTwo() throws PayloadException {
        PayloadAssembly assembly = payload(2, ByteBuffer.wrap(BYTES, 0, 2)).begin();
        ByteBuffer rest = ByteBuffer.wrap(BYTES, 2, 3);

        assertThat(assembly.isComplete()).isFalse();
        assembly.add(1, Checksums.crc32c(rest), rest);

        assertThat(assembly.whole()).isEqualTo(ByteBuffer.wrap(BYTES));
    }

    @Test
    void shouldExpectTheFirstChunkWhenOnlyTheSequenceIsBegun() throws PayloadException {
        ManifestPayload payload = payload(1, ByteBuffer.wrap(BYTES));
        ChunkSequence sequence = payload.sequence();

        assertThat(sequence.size()).isZero();
        sequence.add(0, payload.firstCrc32c(), payload.first());

        assertThat(sequence.isComplete()).isTrue();
    }

    @Test
    void shouldRefuseToBeginWhenTheFirstChunkIsNotWhatItsChecksumSays() {
        ByteBuffer first = ByteBuffer.wrap(BYTES);
        ManifestPayload corrupt = new ManifestPayload(
                BYTES.length, 1, new Sha256(Checksums.sha256(first)), Checksums.crc32c(first) + 1, first);

        assertThatThrownBy(corrupt::begin)
                .isInstanceOf(PayloadException.class)
                .hasMessageContaining("CRC-32C of chunk 0");
    }
}
