package dev.tributary.log.properties;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/**
 * Finds the name that a mistyped one was most likely meant to be.
 *
 * @param names the names that there are
 */
record NearestName(Collection<String> names) {

    /** One letter in four may be wrong, and two in a short name. */
    private static int mostEdits(String name) {
        return Math.max(2, name.length() / 4);
    }

    Optional<String> to(String name) {
        return names.stream()
                .min(Comparator.comparingInt((String other) -> edits(name, other))
                        .thenComparing(Comparator.naturalOrder()))
                .filter(nearest -> edits(name, nearest) <= mostEdits(name));
    }

    /**
     * Counts insertions, deletions, replacements and exchanges of neighbours between two names (Damerau 1964, in the
     * restricted form that edits no place twice).
     */
    private static int edits(String one, String other) {
        int[] before = new int[other.length() + 1];
        int[] last = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int[] row = new int[other.length() + 1];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int replaced = last[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(last[j], row[j - 1]) + 1);
                boolean isExchange = i > 1
                        && j > 1
                        && one.charAt(i - 1) == other.charAt(j - 2)
                        && one.charAt(i - 2) == other.charAt(j - 1);
                if (isExchange) {
                    row[j] = Math.min(row[j], before[j - 2] + 1);
                }
            }
            before = last;
            last = row;
        }
        return last[other.length()];
    }
}
