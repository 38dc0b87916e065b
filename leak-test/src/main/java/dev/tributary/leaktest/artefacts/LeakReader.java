package dev.tributary.leaktest.artefacts;

import dev.tributary.schemas.avro.MaskedUpdate;
import dev.tributary.schemas.avro.ModelUpdate;
import dev.tributary.schemas.avro.PayloadChunk;
import dev.tributary.schemas.codec.PayloadCodecs;
import dev.tributary.schemas.framing.RecordFraming;
import dev.tributary.schemas.framing.UndecodableRecordException;
import dev.tributary.schemas.payload.PayloadAssembly;
import dev.tributary.schemas.payload.PayloadException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.avro.specific.SpecificRecord;

/**
 * Numbers that anybody reads out of leaked records with the published schemas. Those of a clear update are its delta; those of a
 * masked one its words, read as signed integers, which is all that there is to read.
 *
 * <p>Not thread-safe.
 */
public final class LeakReader {

    private final RecordFraming framing = new RecordFraming();

    /**
     * Reads an update.
     *
     * @param leaked its records
     * @return one number a parameter, owned by the caller
     * @throws IllegalStateException if they are no whole update
     */
    public float[] read(LeakedUpdate leaked) {
        try {
            SpecificRecord manifest = framing.decode(leaked.records().get(0));
            return manifest instanceof ModelUpdate clear
                    ? readClear(clear, leaked)
                    : readMasked((MaskedUpdate) manifest, leaked);
        } catch (UndecodableRecordException | PayloadException e) {
            throw new IllegalStateException("records that were just written must be readable", e);
        }
    }

    private float[] readClear(ModelUpdate manifest, LeakedUpdate leaked)
            throws UndecodableRecordException, PayloadException {
        PayloadAssembly assembly = new PayloadAssembly(
                manifest.getPayloadBytes(),
                manifest.getChunkCount(),
                manifest.getPayloadDigest().bytes());
        assembly.add(0, manifest.getPayloadCrc32c(), manifest.getPayload());
        float[] delta = new float[Math.toIntExact(manifest.getParameterCount())];
        PayloadCodecs.of(manifest.getEncoding()).orElseThrow().decode(whole(assembly, leaked), delta);
        return delta;
    }

    private float[] readMasked(MaskedUpdate manifest, LeakedUpdate leaked)
            throws UndecodableRecordException, PayloadException {
        ByteBuffer words = payload(manifest, leaked).order(ByteOrder.LITTLE_ENDIAN);
        float[] numbers = new float[Math.toIntExact(manifest.getWordCount())];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = words.getInt();
        }
        return numbers;
    }

    /** Words of a masked update as bytes. */
    ByteBuffer payload(MaskedUpdate manifest, LeakedUpdate leaked) throws UndecodableRecordException, PayloadException {
        PayloadAssembly assembly = new PayloadAssembly(
                manifest.getPayloadBytes(),
                manifest.getChunkCount(),
                manifest.getPayloadDigest().bytes());
        assembly.add(0, manifest.getPayloadCrc32c(), manifest.getPayload());
        return whole(assembly, leaked).duplicate();
    }

    private ByteBuffer whole(PayloadAssembly assembly, LeakedUpdate leaked)
            throws UndecodableRecordException, PayloadException {
        for (int i = 1; i < leaked.records().size(); i++) {
            PayloadChunk chunk = framing.decode(leaked.records().get(i), PayloadChunk.class);
            assembly.add(chunk.getIndex(), chunk.getPayloadCrc32c(), chunk.getPayload());
        }
        return assembly.whole();
    }
}
