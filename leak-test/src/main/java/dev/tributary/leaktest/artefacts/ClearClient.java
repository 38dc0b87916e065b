package dev.tributary.leaktest.artefacts;

import dev.tributary.client.training.LocalUpdate;
import dev.tributary.client.update.EncodedUpdate;
import dev.tributary.client.update.UpdateEncoder;
import dev.tributary.schemas.codec.PayloadCodecs;
import dev.tributary.schemas.framing.RecordFraming;
import dev.tributary.schemas.layout.ParameterLayout;
import dev.tributary.schemas.payload.ChunkSplitter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A client of a federation without masks: the client library's own encoder writes its updates. Not thread-safe. */
public final class ClearClient {

    private static final int CHUNK_BYTES = ChunkSplitter.chunkBytes(ChunkSplitter.DEFAULT_MAX_REQUEST_BYTES);

    private final UpdateEncoder encoder;
    private final RecordFraming framing = new RecordFraming();

    /**
     * @param parties keys of the federation
     * @param member  which user it is
     * @param seed    of update ids
     */
    public ClearClient(Parties parties, int member, long seed) {
        encoder = new UpdateEncoder(
                parties.clientId(member), PayloadCodecs.FLOAT32, CHUNK_BYTES, SeededBytes.generator(seed, member));
    }

    /**
     * Writes an update.
     *
     * @param baseVersion version that it comes from
     * @param layout      layout of the model
     * @param delta       trained minus received parameters; not changed
     * @return its records
     */
    public LeakedUpdate write(long baseVersion, ParameterLayout layout, float[] delta) {
        EncodedUpdate update = encoder.encode(baseVersion, layout, new LocalUpdate(delta, 1, Map.of()));
        List<byte[]> records = new ArrayList<>();
        for (int i = 0; i < update.recordCount(); i++) {
            records.add(update.record(i, framing));
        }
        return new LeakedUpdate(records, List.of());
    }
}
