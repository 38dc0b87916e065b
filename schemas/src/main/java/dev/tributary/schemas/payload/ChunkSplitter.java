package dev.tributary.schemas.payload;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Cuts a payload into chunks that fit in records of a topic, and joins them again. */
public final class ChunkSplitter {

    /**
     * Bytes kept free in a record beside its payload: field values, Avro lengths, key, batch header. The largest of
     * those, a manifest with 16 metrics of 64 characters, takes about 2 KiB.
     */
    static final int RECORD_OVERHEAD = 8 * 1024;

    /** Least value of {@code max.message.bytes} that makes sense: half of the record is then payload. */
    public static final int MIN_MAX_MESSAGE_BYTES = 2 * RECORD_OVERHEAD;

    /** Kafka's default for {@code max.request.size} of a producer: a record must fit in it uncompressed. */
    public static final int DEFAULT_MAX_REQUEST_BYTES = 1024 * 1024;

    private static final int ALIGNMENT = 1024;

    private ChunkSplitter() {}

    /**
     * Finds how many payload bytes fit in one record.
     *
     * @param maxMessageBytes the topic's {@code max.message.bytes}, at least {@link #MIN_MAX_MESSAGE_BYTES}
     * @return bytes of a chunk, a multiple of 1,024; never more than a producer with default settings may send
     * @throws IllegalArgumentException if the bound is too small
     */
    public static int chunkBytes(int maxMessageBytes) {
        if (maxMessageBytes < MIN_MAX_MESSAGE_BYTES) {
            throw new IllegalArgumentException(
                    "max.message.bytes must be at least " + MIN_MAX_MESSAGE_BYTES + ", was " + maxMessageBytes);
        }
        int room = Math.min(maxMessageBytes, DEFAULT_MAX_REQUEST_BYTES) - RECORD_OVERHEAD;
        return room - room % ALIGNMENT;
    }

    /**
     * Cuts a payload.
     *
     * @param payload    from position to limit; position and limit are as before afterwards
     * @param firstBytes greatest length of chunk 0, at least 0
     * @param chunkBytes greatest length of each further chunk, at least 1
     * @return the chunks in order, views of the payload; at least one, chunk 0 alone may be empty
     */
    public static List<ByteBuffer> split(ByteBuffer payload, int firstBytes, int chunkBytes) {
        List<ByteBuffer> chunks = new ArrayList<>();
        int from = payload.position();
        int to = from + Math.min(firstBytes, payload.remaining());
        chunks.add(view(payload, from, to));
        while (to < payload.limit()) {
            from = to;
            to = (int) Math.min((long) from + chunkBytes, payload.limit());
            chunks.add(view(payload, from, to));
        }
        return chunks;
    }

    /**
     * Joins chunks.
     *
     * @param chunks the payload in order, each chunk from position to limit; at least one; not changed
     * @return the whole from position 0 to limit: a view of the only chunk, or a copy of several
     */
    public static ByteBuffer join(List<ByteBuffer> chunks) {
        if (chunks.size() == 1) {
            return chunks.get(0).slice();
        }
        int bytes = chunks.stream().mapToInt(ByteBuffer::remaining).reduce(0, Math::addExact);
        ByteBuffer whole = ByteBuffer.allocate(bytes);
        chunks.forEach(chunk -> whole.put(chunk.duplicate()));
        return whole.flip();
    }

    private static ByteBuffer view(ByteBuffer payload, int from, int to) {
        return payload.slice(from, to - from);
    }
}
