package dev.tributary.schemas.globalmodel;

import dev.tributary.schemas.avro.FederationState;
import dev.tributary.schemas.avro.GlobalModelHead;
import dev.tributary.schemas.avro.PayloadChunk;
import dev.tributary.schemas.avro.PayloadEncoding;
import dev.tributary.schemas.codec.PayloadCodec;
import dev.tributary.schemas.codec.PayloadCodecs;
import dev.tributary.schemas.framing.RecordFraming;
import dev.tributary.schemas.framing.UndecodableRecordException;
import dev.tributary.schemas.layout.ParameterLayout;
import dev.tributary.schemas.payload.PayloadAssembly;
import dev.tributary.schemas.payload.PayloadException;
import dev.tributary.schemas.topic.RecordKeys;
import dev.tributary.schemas.topic.RecordKeys.ModelKey;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts versions together from the records of the model topic, read in the order of their offsets.
 *
 * <p>Not thread-safe.
 */
public final class ModelAssembler {

    private static final Logger LOG = LoggerFactory.getLogger(ModelAssembler.class);

    private final RecordFraming framing;
    private final LongPredicate isWanted;
    private final TreeMap<Long, GlobalModelHead> heads = new TreeMap<>();
    private final TreeMap<Long, Map<Integer, PayloadChunk>> chunks = new TreeMap<>();

    /** Versions that were put together in vain: not tried (and logged) again before another record of theirs comes. */
    private final Set<Long> broken = new HashSet<>();

    private FederationState state;

    public ModelAssembler(RecordFraming framing) {
        this(framing, version -> true);
    }

    /**
     * @param isWanted says of which versions chunks are kept; those of the others are passed over undecoded
     */
    public ModelAssembler(RecordFraming framing, LongPredicate isWanted) {
        this.framing = framing;
        this.isWanted = isWanted;
    }

    /** Takes one record; a record that is not ours is logged and passed over. */
    public void accept(String key, byte[] value) {
        if (RecordKeys.STATE.equals(key)) {
            acceptState(value);
            return;
        }
        if (RecordKeys.isRefusal(key)) {
            // For the client whose update it was, and of no version.
            return;
        }
        Optional<ModelKey> place = RecordKeys.parseModelKey(key);
        if (place.isEmpty()) {
            LOG.warn("record on the model topic has the unknown key '{}' and is passed over", key);
            return;
        }
        try {
            accept(place.get(), value);
        } catch (UndecodableRecordException e) {
            LOG.warn("record {} of the model topic is passed over: {}", key, e.getMessage());
        }
    }

    private void acceptState(byte[] value) {
        try {
            state = value == null ? null : framing.decode(value, FederationState.class);
        } catch (UndecodableRecordException e) {
            LOG.warn("record {} of the model topic is passed over: {}", RecordKeys.STATE, e.getMessage());
        }
    }

    /** The newest state of the federation among the records seen so far. */
    public Optional<FederationState> state() {
        return Optional.ofNullable(state);
    }

    private void accept(ModelKey place, byte[] value) throws UndecodableRecordException {
        broken.remove(place.version());
        if (value == null) {
            forget(place);
        } else if (place.isHead()) {
            acceptHead(place, framing.decode(value, GlobalModelHead.class));
        } else if (isWanted.test(place.version())) {
            chunks.computeIfAbsent(place.version(), version -> new HashMap<>())
                    .put(place.chunk(), framing.decode(value, PayloadChunk.class));
        }
    }

    private void acceptHead(ModelKey place, GlobalModelHead head) {
        if (head.getVersion() != place.version()) {
            LOG.warn("head of version {} under the key of {} is passed over", head.getVersion(), place.version());
            return;
        }
        heads.put(place.version(), head);
    }

    private void forget(ModelKey place) {
        if (place.isHead()) {
            heads.remove(place.version());
        } else {
            chunks.computeIfPresent(place.version(), (version, parts) -> {
                parts.remove(place.chunk());
                return parts.isEmpty() ? null : parts;
            });
        }
    }

    /** The head of the greatest version seen so far, whether or not its chunks are there. */
    public Optional<GlobalModelHead> newestHead() {
        return heads.isEmpty()
                ? Optional.empty()
                : Optional.of(heads.lastEntry().getValue());
    }

    /** All heads seen so far, whether or not their chunks are there, in the order of their versions. */
    public List<GlobalModelHead> heads() {
        return List.copyOf(heads.values());
    }

    /** The greatest version that is whole. */
    public Optional<GlobalModel> newest() {
        return newestAmong(heads);
    }

    /** The greatest version above the given one that is whole; forgets all versions up to it. */
    public Optional<GlobalModel> takeNewerThan(long version) {
        Optional<GlobalModel> newest = newestAmong(heads.tailMap(version, false));
        long done = newest.map(GlobalModel::version).orElse(version);
        heads.headMap(done, true).clear();
        broken.removeIf(gone -> gone <= done);
        chunks.headMap(done, true).clear();
        return newest;
    }

    /** One version, if it is whole. */
    public Optional<GlobalModel> version(long version) {
        return Optional.ofNullable(heads.get(version)).flatMap(this::assemble);
    }

    private Optional<GlobalModel> newestAmong(NavigableMap<Long, GlobalModelHead> candidates) {
        return candidates.descendingMap().values().stream()
                .map(this::assemble)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<GlobalModel> assemble(GlobalModelHead head) {
        Map<Integer, PayloadChunk> parts = chunks.getOrDefault(head.getVersion(), Map.of());
        if (parts.size() < head.getChunkCount() || broken.contains(head.getVersion())) {
            return Optional.empty();
        }
        try {
            return Optional.of(decode(head, parts));
        } catch (PayloadException | IllegalArgumentException | ArithmeticException e) {
            broken.add(head.getVersion());
            LOG.warn("model version {} is passed over: {}", head.getVersion(), e.getMessage());
            return Optional.empty();
        }
    }

    private static GlobalModel decode(GlobalModelHead head, Map<Integer, PayloadChunk> parts) throws PayloadException {
        ParameterLayout layout = layoutOf(head);
        List<ByteBuffer> payload = payloadOf(head, parts);
        // TOP_K is for deltas: what it leaves out would be zero in a model.
        PayloadCodec codec = PayloadCodecs.of(head.getEncoding())
                .filter(known -> known.encoding() != PayloadEncoding.TOP_K)
                .orElseThrow(() -> new IllegalArgumentException(
                        "encoding must be one for models that this release knows, was " + head.getEncoding()));
        float[] parameters = new float[layout.parameterCount()];
        codec.decode(payload, parameters);
        var definition = new ModelDefinition(
                head.getDefinition().getFormat(), head.getDefinition().getText());
        return new GlobalModel(head.getVersion(), definition, layout, parameters, head.getProvenance());
    }

    private static ParameterLayout layoutOf(GlobalModelHead head) {
        ParameterLayout layout = ModelRecords.toLayout(head.getLayout());
        if (layout.parameterCount() != head.getParameterCount()
                || !layout.fingerprint().equals(head.getLayoutFingerprint())) {
            throw new IllegalArgumentException("layout must be that of fingerprint " + head.getLayoutFingerprint()
                    + " with " + head.getParameterCount() + " parameters, was " + layout.fingerprint() + " with "
                    + layout.parameterCount());
        }
        return layout;
    }

    private static List<ByteBuffer> payloadOf(GlobalModelHead head, Map<Integer, PayloadChunk> parts)
            throws PayloadException {
        if (head.getChunkCount() < 1) {
            throw new IllegalArgumentException("chunkCount must be at least 1, was " + head.getChunkCount());
        }
        PayloadAssembly assembly = PayloadAssembly.of(head);
        for (int i = 0; i < head.getChunkCount(); i++) {
            PayloadChunk chunk = parts.get(i);
            if (chunk == null) {
                throw new PayloadException(
                        PayloadException.Flaw.MISSING_CHUNK, "chunk " + i + " must be there, was not");
            }
            assembly.add(chunk.getIndex(), chunk.getPayloadCrc32c(), chunk.getPayload());
        }
        return assembly.chunks();
    }
}
