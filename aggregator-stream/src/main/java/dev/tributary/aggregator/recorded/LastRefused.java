package dev.tributary.aggregator.recorded;

import dev.tributary.aggregator.rejection.RememberedId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The update of each client that was refused last although all the records that it announced had come. A record that
 * comes after it is a further flaw of the same update, and makes no further rejection, after a restart either: each entry
 * stands in the task's store under {@code refused/<number>}, numbers counting the refusals.
 *
 * <p>Not thread-safe: one instance belongs to one stream task.
 */
public final class LastRefused {

    /** Some 3 MB of memory. The client that was refused longest ago is forgotten first. */
    public static final int MOST_CLIENTS = 10_000;

    private static final String PREFIX = "refused/";
    /** Sorts after every key that begins with the prefix, since '/' + 1 is '0'. */
    private static final String END = "refused0";

    private static final int NUMBER_DIGITS = 19;
    private static final int NO_CLIENT = -1;

    private final KeyValueStore<String, byte[]> store;
    /** In the order of the numbers. */
    private final Map<String, Entry> byClient = new LinkedHashMap<>();

    private long nextNumber;

    private record Entry(long number, String updateId) {}

    /**
     * Reads the store.
     *
     * @param store the task's store
     */
    LastRefused(KeyValueStore<String, byte[]> store) {
        this.store = store;
        try (KeyValueIterator<String, byte[]> entries = store.range(PREFIX, END)) {
            while (entries.hasNext()) {
                KeyValue<String, byte[]> entry = entries.next();
                read(Long.parseLong(entry.key.substring(PREFIX.length())), ByteBuffer.wrap(entry.value));
            }
        }
    }

    private void read(long number, ByteBuffer value) {
        int clientBytes = value.getInt();
        String clientId = clientBytes == NO_CLIENT ? null : text(value, clientBytes);
        byClient.put(clientId, new Entry(number, text(value, value.remaining())));
        nextNumber = number + 1;
    }

    private static String text(ByteBuffer value, int length) {
        byte[] bytes = new byte[length];
        value.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /**
     * Remembers an update that was refused.
     *
     * @param clientId its client, or null for a record without a key
     * @param updateId its id
     */
    public void put(String clientId, String updateId) {
        String client = RememberedId.of(clientId);
        Entry entry = new Entry(nextNumber++, RememberedId.of(updateId));
        Optional.ofNullable(byClient.remove(client)).ifPresent(this::delete);
        byClient.put(client, entry);
        store.put(key(entry), valueOf(client, entry.updateId()));
        if (byClient.size() > MOST_CLIENTS) {
            delete(byClient.remove(byClient.keySet().iterator().next()));
        }
    }

    private void delete(Entry entry) {
        store.delete(key(entry));
    }

    private static String key(Entry entry) {
        // Zero-padded, so that the order of the keys is the order of the numbers.
        String number = Long.toString(entry.number());
        return PREFIX + "0".repeat(NUMBER_DIGITS - number.length()) + number;
    }

    private static byte[] valueOf(String clientId, String updateId) {
        byte[] client = clientId == null ? new byte[0] : clientId.getBytes(StandardCharsets.UTF_8);
        byte[] update = updateId.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Integer.BYTES + client.length + update.length)
                .putInt(clientId == null ? NO_CLIENT : client.length)
                .put(client)
                .put(update)
                .array();
    }

    /**
     * Says whether that was the client's last one.
     *
     * @param clientId a client, or null for a record without a key
     * @param updateId an update's id
     * @return whether it is remembered
     */
    public boolean is(String clientId, String updateId) {
        Entry last = byClient.get(RememberedId.of(clientId));
        return last != null && last.updateId().equals(RememberedId.of(updateId));
    }

    /** Clients that are remembered. */
    int size() {
        return byClient.size();
    }
}
