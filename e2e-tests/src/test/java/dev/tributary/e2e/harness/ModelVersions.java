package dev.tributary.e2e.harness;

import dev.tributary.schemas.avro.FederationState;
import dev.tributary.schemas.avro.GlobalModelHead;
import dev.tributary.schemas.avro.PayloadChunk;
import dev.tributary.schemas.avro.Rejection;
import dev.tributary.schemas.framing.RecordFraming;
import dev.tributary.schemas.framing.UndecodableRecordException;
import dev.tributary.schemas.payload.Checksums;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Puts the versions of the model topic together, as protocol.md describes it and without the code that clients use for
 * it: chunks in order, then the head, which names the digest. What breaks that is an {@link IllegalStateException}, which
 * no wait asks again.
 */
final class ModelVersions {

    private final RecordFraming framing;
    private final TreeMap<Long, float[]> parameters = new TreeMap<>();
    private final ByteArrayOutputStream open = new ByteArrayOutputStream();
    private int openChunks;

    ModelVersions(RecordFraming framing) {
        this.framing = framing;
    }

    /** Parameters by version of all versions that the topic holds. */
    static TreeMap<Long, float[]> read(TopicLog log, RecordFraming framing) {
        ModelVersions versions = new ModelVersions(framing);
        log.takeNew().forEach(versions::accept);
        return versions.parameters;
    }

    /** Versions that are whole, as read so far; the caller may remove what it has seen. */
    TreeMap<Long, float[]> whole() {
        return parameters;
    }

    /** Takes the next record. */
    void accept(ConsumerRecord<String, byte[]> record) {
        if (record.value() == null) {
            // A version beyond model.keepVersions is taken away.
            return;
        }
        try {
            SpecificRecord decoded = framing.decode(record.value());
            if (decoded instanceof PayloadChunk chunk) {
                require(chunk.getIndex() == openChunks, "chunks must come in order, came " + record.key());
                openChunks++;
                open.writeBytes(bytes(chunk.getPayload()));
            } else if (decoded instanceof GlobalModelHead head) {
                close(head);
            } else {
                require(
                        decoded instanceof FederationState || decoded instanceof Rejection,
                        "record must be of the model topic, was " + record.key());
            }
        } catch (UndecodableRecordException e) {
            throw new IllegalStateException("the model topic holds what is not a record of ours: " + record.key(), e);
        }
    }

    private void close(GlobalModelHead head) {
        byte[] payload = open.toByteArray();
        byte[] digest = Checksums.sha256(ByteBuffer.wrap(payload));
        require(head.getChunkCount() == openChunks, "head of version " + head.getVersion() + " must follow its chunks");
        require(
                Arrays.equals(digest, head.getPayloadDigest().bytes()),
                "digest of version " + head.getVersion() + " must match");
        float[] values = new float[Math.toIntExact(head.getParameterCount())];
        ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        require(
                parameters.put(head.getVersion(), values) == null,
                "version " + head.getVersion() + " must be published once, was again");
        open.reset();
        openChunks = 0;
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalStateException(message);
        }
    }
}
