package dev.tributary.console.history;

import dev.tributary.schemas.avro.Rejection;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Refused updates: counts by reason and by hour, and the newest of them. Memory is bounded whatever the topic holds:
 * {@value #MOST_NEWEST} records, {@value #MOST_HOURS} hours and {@value #MOST_REASONS} reasons.
 *
 * <p>Not thread-safe.
 */
final class Refusals {

    static final int MOST_NEWEST = 1_000;
    static final int MOST_HOURS = 168;

    /** Reasons are texts on the log; a writer who makes up new ones gets no memory for them. */
    static final int MOST_REASONS = 100;

    static final String OTHER = "OTHER";

    private static final long HOUR_MS = 3_600_000;

    private final Deque<RefusedUpdate> newest = new ArrayDeque<>();
    private final TreeMap<Long, Long> byHour = new TreeMap<>();
    private final Map<String, Count> byReason = new LinkedHashMap<>();
    private long total;

    /** How often a reason was given, and when last. */
    private static final class Count {

        private long refused;
        private long lastAtMs;
    }

    /** Counts a rejection and returns the reason under which it is counted. */
    String add(Rejection rejection) {
        RefusedUpdate refused = RefusedUpdate.of(rejection);
        newest.addFirst(refused);
        if (newest.size() > MOST_NEWEST) {
            newest.removeLast();
        }
        byHour.merge(Math.floorDiv(refused.atMs(), HOUR_MS) * HOUR_MS, 1L, Long::sum);
        if (byHour.size() > MOST_HOURS) {
            byHour.pollFirstEntry();
        }
        boolean isKnown = byReason.containsKey(refused.reason()) || byReason.size() < MOST_REASONS;
        String reason = isKnown ? refused.reason() : OTHER;
        Count count = byReason.computeIfAbsent(reason, key -> new Count());
        count.refused++;
        count.lastAtMs = Math.max(count.lastAtMs, refused.atMs());
        total++;
        return reason;
    }

    void clear() {
        newest.clear();
        byHour.clear();
        byReason.clear();
        total = 0;
    }

    long total() {
        return total;
    }

    /**
     * Shows them to programs.
     *
     * @param last    newest records, at most
     * @param meaning members that explain a reason
     */
    Map<String, Object> json(int last, Function<String, Map<String, Object>> meaning) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("total", total);
        List<Map<String, Object>> reasons = new ArrayList<>();
        byReason.entrySet().stream()
                .sorted(Comparator.comparingLong((Map.Entry<String, Count> entry) -> -entry.getValue().refused))
                .forEach(entry -> reasons.add(json(entry.getKey(), entry.getValue(), meaning)));
        json.put("byReason", reasons);
        List<Map<String, Object>> hours = new ArrayList<>();
        byHour.forEach((hour, count) -> hours.add(Map.of("fromMs", hour, "count", count)));
        json.put("byHour", hours);
        json.put("newest", newest.stream().limit(last).map(RefusedUpdate::json).toList());
        return json;
    }

    private static Map<String, Object> json(String reason, Count count, Function<String, Map<String, Object>> meaning) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("reason", reason);
        json.put("count", count.refused);
        json.put("lastAtMs", count.lastAtMs);
        json.putAll(meaning.apply(reason));
        return json;
    }
}
