package dev.tributary.schemas.framing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.schemas.avro.PayloadChunk;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlicingDecoderTest {

    private final RecordFraming framing = new RecordFraming();

    private static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        new SplittableRandom(3).nextBytes(bytes);
        return bytes;
    }

    @ParameterizedTest(name = "payload of {0} bytes")
    @ValueSource(ints = {0, 1, 7, 64, 8191, 8192, 1 << 20})
    void shouldGiveThePayloadAsAViewOfTheRecord(int length) throws UndecodableRecordException {
        // Given
        byte[] payload = bytes(length);
        byte[] record = framing.encode(new PayloadChunk("p", 3, -7, ByteBuffer.wrap(payload)));

        // When
        PayloadChunk chunk = framing.decode(record, PayloadChunk.class);

        // Then
        assertThat(chunk.getIndex()).isEqualTo(3);
        assertThat(chunk.getPayloadCrc32c()).isEqualTo(-7);
        assertThat(chunk.getPayload().position()).isZero();
        assertThat(chunk.getPayload()).isEqualTo(ByteBuffer.wrap(payload));
        assertThat(chunk.getPayload().array()).isSameAs(record);
    }

    @ParameterizedTest(name = "length field says {0} too many")
    @ValueSource(ints = {1, 2, 30})
    void shouldRefuseWhenTheLengthExceedsWhatIsThere(int excess) {
        byte[] record = framing.encode(new PayloadChunk("p", 0, 0, ByteBuffer.wrap(bytes(20))));
        // The length is a zig-zag varint of one byte just before the payload.
        record[record.length - 21] += (byte) (2 * excess);
        assertThatThrownBy(() -> framing.decode(record))
                .isInstanceOf(UndecodableRecordException.class)
                .hasMessageContaining("bytes must have a length of 0 to 20, had " + (20 + excess));
    }

    @ParameterizedTest(name = "length field says {0} too few")
    @ValueSource(ints = {1, 20})
    void shouldRefuseWhenBytesAreLeftOver(int missing) {
        byte[] record = framing.encode(new PayloadChunk("p", 0, 0, ByteBuffer.wrap(bytes(20))));
        record[record.length - 21] -= (byte) (2 * missing);
        assertThatThrownBy(() -> framing.decode(record))
                .isInstanceOf(UndecodableRecordException.class)
                .hasMessageContaining("left over");
    }
}
