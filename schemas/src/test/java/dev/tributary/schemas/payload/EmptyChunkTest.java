package dev.tributary.schemas.payload;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Writers leave chunk 0 alone empty; readers take any. */
class EmptyChunkTest {

    @Test
    void shouldBeWholeWhenAChunkInTheMiddleIsEmpty() throws PayloadException {
        // Given
        ByteBuffer bytes = ByteBuffer.wrap(new byte[] {1, 2, 3});
        ByteBuffer none = ByteBuffer.allocate(0);
        ChunkSequence chunks = new ChunkSequence(3, 3);

        // When
        chunks.add(0, Checksums.crc32c(none), none);
        chunks.add(1, Checksums.crc32c(bytes), bytes);
        chunks.add(2, Checksums.crc32c(none), none);

        // Then
        assertThat(chunks.whole()).isEqualTo(List.of(none, bytes, none));
    }
}
