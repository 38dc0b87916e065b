package dev.tributary.client.update;

import dev.tributary.arithmetic.Finiteness;
import dev.tributary.arithmetic.L2Norm;
import dev.tributary.client.training.LocalUpdate;
import dev.tributary.schemas.avro.ModelUpdate;
import dev.tributary.schemas.avro.Sha256;
import dev.tributary.schemas.codec.PayloadCodec;
import dev.tributary.schemas.layout.ParameterLayout;
import dev.tributary.schemas.payload.Checksums;
import dev.tributary.schemas.payload.ChunkSplitter;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes model updates in the clear. Not thread-safe. */
public final class UpdateEncoder implements UpdateMaker {

    private static final Logger LOG = LoggerFactory.getLogger(UpdateEncoder.class);

    /** Bounds of the manifest's metrics; the aggregator refuses an update that exceeds them. */
    private static final int MAX_METRICS = 16;

    private static final Pattern METRIC_NAME = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

    /** 16 bytes, and the client's pseudonym before them: two updates share an id with a probability below 1e-20. */
    private static final int RANDOM_ID_BYTES = 16;

    private static final int PSEUDONYM_DIGITS = 8;

    private final ClientId clientId;
    private final DeltaWriter deltas;
    private final int chunkBytes;
    private final RandomGenerator idSource;

    /**
     * Writes deltas without error feedback.
     *
     * @param clientId   who sends the updates
     * @param codec      how the numbers are written
     * @param chunkBytes greatest length of a chunk in bytes, see {@link ChunkSplitter#chunkBytes}
     * @param random     makes update ids and rounds; must not repeat itself after a restart
     */
    public UpdateEncoder(ClientId clientId, PayloadCodec codec, int chunkBytes, RandomGenerator random) {
        this(clientId, new DeltaWriter(codec, random, Optional.empty()), chunkBytes, random);
    }

    /**
     * @param clientId   who sends the updates
     * @param deltas     how the numbers are written
     * @param chunkBytes greatest length of a chunk in bytes, see {@link ChunkSplitter#chunkBytes}
     * @param idSource   makes update ids; must not repeat itself after a restart, so no fixed seed outside tests
     */
    public UpdateEncoder(ClientId clientId, DeltaWriter deltas, int chunkBytes, RandomGenerator idSource) {
        this.clientId = clientId;
        this.deltas = deltas;
        this.chunkBytes = chunkBytes;
        this.idSource = idSource;
    }

    @Override
    public Optional<OutgoingUpdate> make(long baseVersion, ParameterLayout layout, LocalUpdate update) {
        return Optional.of(encode(baseVersion, layout, update));
    }

    /**
     * Makes the update, under an id of its own.
     *
     * @param baseVersion model version that was trained from
     * @param layout      that version's layout
     * @param update      delta, example count and metrics; not kept
     * @return the update, which holds its payload and, with error feedback, its residual
     * @throws NonFiniteDeltaException  if a value of the delta is not finite
     * @throws IllegalArgumentException if the delta is not as long as the layout says
     */
    public EncodedUpdate encode(long baseVersion, ParameterLayout layout, LocalUpdate update) {
        float[] delta = update.delta();
        double norm = L2Norm.of(delta);
        requireFit(delta, norm, layout);
        DeltaWriter.Written written = deltas.write(layout, delta);
        ByteBuffer payload = written.bytes();
        List<ByteBuffer> chunks = ChunkSplitter.split(payload, chunkBytes, chunkBytes);
        ModelUpdate manifest = ModelUpdate.newBuilder()
                .setUpdateId(newUpdateId())
                .setClientId(clientId.value())
                .setBaseVersion(baseVersion)
                .setLayoutFingerprint(layout.fingerprint())
                .setExampleCount(update.exampleCount())
                .setEncoding(deltas.codec().encoding())
                .setParameterCount(delta.length)
                .setPayloadBytes(payload.remaining())
                .setChunkCount(chunks.size())
                .setPayloadDigest(new Sha256(Checksums.sha256(payload)))
                .setDeltaL2Norm(norm)
                .setMetrics(sendable(update.metrics()))
                .setPayloadCrc32c(Checksums.crc32c(chunks.get(0)))
                .setPayload(chunks.get(0))
                .build();
        return new EncodedUpdate(manifest, chunks, written.onArrival());
    }

    /**
     * Checks that a delta can be sent.
     *
     * @param delta  the delta; not changed
     * @param norm   its L2 norm
     * @param layout layout of the model that was trained from
     * @throws NonFiniteDeltaException  if a value is not finite
     * @throws IllegalArgumentException if it is not as long as the layout says
     */
    public static void requireFit(float[] delta, double norm, ParameterLayout layout) {
        if (delta.length != layout.parameterCount()) {
            throw new IllegalArgumentException("delta must have " + layout.parameterCount()
                    + " values as the model's layout says, had " + delta.length);
        }
        if (!Double.isFinite(norm)) {
            int index = Finiteness.firstNonFinite(delta).orElseThrow();
            throw new NonFiniteDeltaException(delta[index], index);
        }
    }

    private String newUpdateId() {
        return newUpdateId(clientId, idSource);
    }

    /**
     * Draws an id.
     *
     * @param clientId who sends the update
     * @param idSource random bytes, those of two runs never the same
     * @return beginning of the pseudonym and 16 random bytes in hex
     */
    public static String newUpdateId(ClientId clientId, RandomGenerator idSource) {
        byte[] random = new byte[RANDOM_ID_BYTES];
        idSource.nextBytes(random);
        String pseudonym = clientId.value();
        return pseudonym.substring(0, Math.min(PSEUDONYM_DIGITS, pseudonym.length())) + "-"
                + HexFormat.of().formatHex(random);
    }

    /** Metrics are for people: one that cannot be sent is left out, and the update goes on its way. */
    private static Map<String, Double> sendable(Map<String, Double> metrics) {
        Map<String, Double> kept = new TreeMap<>();
        new TreeMap<>(metrics).forEach((name, value) -> {
            boolean isWellFormed = METRIC_NAME.matcher(name).matches() && Double.isFinite(value);
            if (isWellFormed && kept.size() < MAX_METRICS) {
                kept.put(name, value);
            } else {
                LOG.debug("metric {} is left out: value {}, already {} others", name, value, kept.size());
            }
        });
        return kept;
    }
}
