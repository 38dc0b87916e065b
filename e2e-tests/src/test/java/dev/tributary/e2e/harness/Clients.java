package dev.tributary.e2e.harness;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Who takes part in a federation, and which of their updates the broker has acknowledged or had to be sent more than
 * once. Thread-safe.
 */
public final class Clients {

    private final AtomicInteger count = new AtomicInteger();
    private final Map<String, Integer> numbers = new ConcurrentHashMap<>();
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final Set<String> sentAgain = ConcurrentHashMap.newKeySet();

    /** Number of a new client. */
    public int nextNumber() {
        return count.incrementAndGet();
    }

    /** Tells under which id a client takes part. */
    public void register(String clientId, int number) {
        numbers.put(clientId, number);
    }

    /** Tells that the broker has acknowledged all records of an update. */
    public void acknowledge(String updateId) {
        acknowledged.add(updateId);
    }

    /** Tells that an update was not acknowledged in time, whether or not it arrived, and is sent again. */
    public void sendAgain(String updateId) {
        sentAgain.add(updateId);
    }

    /** What an update of that client on that version must hold. */
    public Contribution contribution(String clientId, long baseVersion) {
        Integer number = numbers.get(clientId);
        if (number == null) {
            throw new AssertionError("client " + clientId + " must be one of the test's, was not");
        }
        return new Contribution(number, baseVersion);
    }

    /** Ids of the updates acknowledged so far. */
    public Set<String> acknowledged() {
        return Set.copyOf(acknowledged);
    }

    /** Says whether a client has sent an update again since it did not know whether it had arrived. */
    public boolean hasSentAgain(String updateId) {
        return sentAgain.contains(updateId);
    }
}
