package dev.tributary.aggregator.admission;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The update of each client that was refused last although all the records that it announced had come. A record that
 * comes after it is a further flaw of the same update, and makes no further rejection.
 *
 * <p>In memory alone: after a restart such a record is refused once more. Not thread-safe.
 */
final class LastRefused {

    /** Some 3 MB of memory. The client that was refused longest ago is forgotten first. */
    static final int MOST_CLIENTS = 10_000;

    private final Map<String, String> updateByClient = new LinkedHashMap<>(16, 0.75f, true) {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return super.size() > MOST_CLIENTS;
        }
    };

    /** Remembers an update that was refused. */
    void put(String clientId, String updateId) {
        updateByClient.put(RememberedId.of(clientId), RememberedId.of(updateId));
    }

    /** Says whether that was the client's last one. */
    boolean is(String clientId, String updateId) {
        String last = updateByClient.get(RememberedId.of(clientId));
        return last != null && last.equals(RememberedId.of(updateId));
    }

    /** Clients that are remembered. */
    int size() {
        return updateByClient.size();
    }
}
