package dev.tributary.aggregator.recorded;

import dev.tributary.aggregator.admission.Receipt;
import dev.tributary.schemas.masked.Digest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The mask helper's words on the seeds of updates that are not admitted yet, in memory and in the task's store: a receipt
 * mostly comes before its update is whole. Each is kept until its update is admitted or its seed must have expired, and of
 * a client and of all no more than so many.
 *
 * <p>Not thread-safe: one instance belongs to one stream task.
 */
public final class Receipts {

    /** A client has one seed under way for each version; more are mistakes of it, or attacks. */
    static final int MOST_PER_CLIENT = 8;

    /** Some 20 MB of memory. The one that came first is forgotten first. */
    static final int MOST = 50_000;

    private static final String PREFIX = "receipt/";
    /** Sorts after every key that begins with the prefix, since '/' + 1 is '0'. */
    private static final String END = "receipt0";

    private final KeyValueStore<String, byte[]> store;
    /** In the order in which they came. */
    private final Map<Id, Receipt> byId = new LinkedHashMap<>();

    private final Map<String, List<Id>> byClient = new LinkedHashMap<>();

    private record Id(String clientId, String updateId) {

        String key() {
            return PREFIX + clientId + "/" + updateId;
        }
    }

    /**
     * Reads those in the store.
     *
     * @param store the task's store
     */
    Receipts(KeyValueStore<String, byte[]> store) {
        this.store = store;
        List<KeyValue<String, byte[]>> found = new ArrayList<>();
        try (KeyValueIterator<String, byte[]> entries = store.range(PREFIX, END)) {
            entries.forEachRemaining(found::add);
        }
        found.stream()
                .map(entry -> Map.entry(idOf(entry.key), receiptOf(entry.value)))
                .sorted(Comparator.comparingLong(entry -> entry.getValue().decidedAtMs()))
                .forEach(entry -> remember(entry.getKey(), entry.getValue()));
    }

    private static Id idOf(String key) {
        String[] parts = key.split("/", -1);
        return new Id(parts[1], parts[2]);
    }

    private static Receipt receiptOf(byte[] value) {
        ByteBuffer buffer = ByteBuffer.wrap(value);
        byte[] digest = new byte[Digest.BYTES];
        long decidedAtMs = buffer.getLong();
        buffer.get(digest);
        String refusal = new String(value, buffer.position(), buffer.remaining(), StandardCharsets.UTF_8);
        return new Receipt(Digest.of(digest), refusal, decidedAtMs);
    }

    private static byte[] valueOf(Receipt receipt) {
        byte[] refusal = receipt.refusal().getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Long.BYTES + Digest.BYTES + refusal.length)
                .putLong(receipt.decidedAtMs())
                .put(receipt.headerDigest().toBytes())
                .put(refusal)
                .array();
    }

    /**
     * Remembers a receipt.
     *
     * @param clientId its client, an id as admission checks it
     * @param updateId its update, likewise
     * @param receipt  the mask helper's word
     */
    public void put(String clientId, String updateId, Receipt receipt) {
        Id id = new Id(clientId, updateId);
        forget(id);
        store.put(id.key(), valueOf(receipt));
        remember(id, receipt);
        List<Id> ofClient = byClient.get(clientId);
        if (ofClient.size() > MOST_PER_CLIENT) {
            forget(ofClient.get(0));
        }
        if (byId.size() > MOST) {
            forget(byId.keySet().iterator().next());
        }
    }

    private void remember(Id id, Receipt receipt) {
        byId.put(id, receipt);
        byClient.computeIfAbsent(id.clientId(), client -> new ArrayList<>(1)).add(id);
    }

    /**
     * Finds a receipt.
     *
     * @param clientId a client
     * @param updateId its update
     * @return the mask helper's word on its seed, or empty
     */
    public Optional<Receipt> find(String clientId, String updateId) {
        return Optional.ofNullable(byId.get(new Id(clientId, updateId)));
    }

    /**
     * Forgets a receipt that has been of use.
     *
     * @param clientId its client
     * @param updateId its update
     */
    public void forget(String clientId, String updateId) {
        forget(new Id(clientId, updateId));
    }

    private void forget(Id id) {
        if (byId.remove(id) != null) {
            store.delete(id.key());
            byClient.computeIfPresent(id.clientId(), (client, ids) -> {
                ids.remove(id);
                return ids.isEmpty() ? null : ids;
            });
        }
    }

    /**
     * Forgets receipts whose seeds have expired.
     *
     * @param decidedBeforeMs instant at which a seed that has just expired was decided at the earliest
     */
    public void forgetBefore(long decidedBeforeMs) {
        // Nearly in the order of their times: those behind one that is younger wait for it.
        while (!byId.isEmpty()) {
            Map.Entry<Id, Receipt> oldest = byId.entrySet().iterator().next();
            if (oldest.getValue().decidedAtMs() >= decidedBeforeMs) {
                return;
            }
            forget(oldest.getKey());
        }
    }

    /** Receipts that are remembered. */
    int size() {
        return byId.size();
    }
}
