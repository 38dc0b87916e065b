package dev.tributary.console.history;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The newest {@value #MOST} events, for readers who go on where they were. A reader whose place is not held any more, or is
 * one of an earlier process, is told so and begins with the newest.
 *
 * <p>Thread-safe.
 */
public final class Feed {

    /** Events that are held. */
    static final int MOST = 1_000;

    private static final int NEWEST = 50;

    private final long epoch;
    private final Deque<FeedEvent> events = new ArrayDeque<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private long next = 1;

    /**
     * @param epoch differs from that of every earlier process, such as the time of the start in milliseconds
     */
    public Feed(long epoch) {
        this.epoch = epoch;
    }

    /**
     * Events after a reader's place.
     *
     * @param isGap  whether the reader has missed some that are not held any more, so that it has to load everything anew
     * @param events the events, the oldest first
     * @param place  the reader's place after them, to be given to {@link #after}
     */
    public record Batch(boolean isGap, List<FeedEvent> events, String place) {

        /** Copies the list. */
        public Batch {
            events = List.copyOf(events);
        }
    }

    void add(String type, long atMs, long version, String text) {
        synchronized (events) {
            events.addLast(new FeedEvent(epoch + "-" + next, type, atMs, version, text));
            next++;
            if (events.size() > MOST) {
                events.removeFirst();
            }
        }
        listeners.forEach(Runnable::run);
    }

    /**
     * Finds the events after a reader's place.
     *
     * @param place id of the last event that the reader has; empty for a new reader, who gets the newest {@value #NEWEST}
     * @return the events
     */
    public Batch after(String place) {
        synchronized (events) {
            long last = numberOf(place);
            boolean isGap = !place.isEmpty() && (last < next - 1 - events.size() || last >= next);
            if (place.isEmpty() || isGap) {
                last = next - 1 - Math.min(NEWEST, events.size());
            }
            long missing = next - 1 - last;
            List<FeedEvent> found = new ArrayList<>();
            events.stream().skip(events.size() - missing).forEach(found::add);
            return new Batch(isGap, found, epoch + "-" + (next - 1));
        }
    }

    /** -1 if it is none of this feed. */
    private long numberOf(String place) {
        String prefix = epoch + "-";
        if (!place.startsWith(prefix) || !place.substring(prefix.length()).matches("\\d{1,18}")) {
            return -1;
        }
        return Long.parseLong(place.substring(prefix.length()));
    }

    /**
     * Adds a listener.
     *
     * @param listener called after each event, by the thread that made it; must not wait
     */
    public void addListener(Runnable listener) {
        listeners.add(listener);
    }

    /**
     * Takes a listener away.
     *
     * @param listener one that was added
     */
    public void removeListener(Runnable listener) {
        listeners.remove(listener);
    }
}
