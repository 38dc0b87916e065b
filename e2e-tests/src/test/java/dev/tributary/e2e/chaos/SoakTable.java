package dev.tributary.e2e.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/**
 * The minutes of a soak, one below the other, and whether what must be flat is. They stand in {@code target/soak.txt}
 * as soon as they are over; Maven writes what a test prints when it likes.
 */
final class SoakTable {

    /** What is compared is a maximum over several minutes, and a minute's crash moves everything a little. */
    private static final double TOLERANCE = 1.25;

    private static final double MIB = 1 << 20;

    private static final Path FILE = Path.of("target", "soak.txt");

    private final List<Minute> minutes = new ArrayList<>();

    /**
     * How things stood at the end of a minute, before its crash.
     *
     * @param number   counted from 1
     * @param updates  acknowledged since the beginning
     * @param version  newest version
     * @param process  the aggregator that is never killed
     * @param keys     in its stores
     * @param topics   bytes by topic
     * @param crash    what was killed then
     * @param outageMs time from the kill to the next version
     */
    record Minute(
            int number,
            long updates,
            long version,
            ProcessFigures process,
            long keys,
            Map<String, Long> topics,
            String crash,
            long outageMs) {}

    void add(Minute minute) {
        if (minutes.isEmpty()) {
            tell(
                    "minute  updates versions heapMiB rssMiB files threads  keys"
                            + "  MiB: updates partials   model rejections changelogs  rounds  crash (outage ms)",
                    StandardOpenOption.TRUNCATE_EXISTING);
        }
        minutes.add(minute);
        Map<String, Long> topics = new TreeMap<>(minute.topics());
        String row = String.format(
                "%6d %8d %8d %7.1f %6.0f %5d %7d %5d       %7.1f %8.1f %7.1f %10.1f %10.1f %7.1f  %s (%d)",
                minute.number(),
                minute.updates(),
                minute.version(),
                minute.process().heapBytes() / MIB,
                minute.process().rssBytes() / MIB,
                minute.process().files(),
                minute.process().threads(),
                minute.keys(),
                mib(topics, "updates"),
                mib(topics, "partials"),
                mib(topics, "model"),
                mib(topics, "rejections"),
                mib(topics, "changelogs"),
                mib(topics, "rounds"),
                minute.crash(),
                minute.outageMs());
        tell(row, StandardOpenOption.APPEND);
    }

    private static void tell(String line, StandardOpenOption how) {
        // A whole line: printf writes piece by piece, and what the clients log would come in between.
        System.out.println(line);
        try {
            Files.writeString(FILE, line + System.lineSeparator(), StandardOpenOption.CREATE, how);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double mib(Map<String, Long> topics, String name) {
        return topics.getOrDefault(name, 0L) / MIB;
    }

    /** Requires the last third of the minutes to be no higher than the one before it. The first third warms up. */
    void requireFlat() {
        flat("heap", 4 << 20, minute -> minute.process().heapBytes());
        flat("resident memory", 32 << 20, minute -> minute.process().rssBytes());
        flat("open files", 16, minute -> minute.process().files());
        flat("threads", 8, minute -> minute.process().threads());
        flat("keys in stores", 2000, Minute::keys);
        // The rounds topic is the audit trail: it grows by its rounds, and is meant to.
        for (String topic : List.of("updates", "partials", "model", "rejections", "changelogs")) {
            flat(topic, 24 << 20, minute -> minute.topics().getOrDefault(topic, 0L));
        }
    }

    private void flat(String what, long slack, ToLongFunction<Minute> figure) {
        int third = minutes.size() / 3;
        long before = minutes.subList(third, 2 * third).stream()
                .mapToLong(figure)
                .max()
                .orElse(Long.MAX_VALUE);
        long last = minutes.subList(2 * third, minutes.size()).stream()
                .mapToLong(figure)
                .max()
                .orElse(0);
        assertThat((double) last).as(what).isLessThanOrEqualTo(before * TOLERANCE + slack);
    }
}
