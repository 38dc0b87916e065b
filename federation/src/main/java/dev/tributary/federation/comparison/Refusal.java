package dev.tributary.federation.comparison;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Says in one line why a cluster does not do, and the remedy. */
public final class Refusal {

    /** More would not be read; {@code topics check} lists them all. */
    private static final int MOST_SENTENCES = 4;

    private Refusal() {}

    /**
     * Puts differences in one line.
     *
     * @param differences differences from the plan; at least one
     * @return the first of them, those with one remedy together, and how many more there are
     */
    public static String of(List<Difference> differences) {
        Map<String, List<Difference>> byRemedy = differences.stream()
                .limit(MOST_SENTENCES)
                .collect(Collectors.groupingBy(Difference::remedy, LinkedHashMap::new, Collectors.toList()));
        String line = byRemedy.entrySet().stream()
                .map(entry ->
                        entry.getValue().stream().map(Difference::sentence).collect(Collectors.joining(", ")) + "; "
                                + entry.getKey())
                .collect(Collectors.joining("; "));
        int more = differences.size() - MOST_SENTENCES;
        return more > 0 ? line + "; and " + more + " more, listed by: tributary topics check" : line;
    }
}
