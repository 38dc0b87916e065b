package dev.tributary.leaktest.report;

import dev.tributary.leaktest.attacks.Column;
import dev.tributary.leaktest.attacks.DigitInversion;
import dev.tributary.leaktest.trial.LeakTestResults;
import java.util.List;

/** Findings of attackers of pictures and of bytes. */
final class DigitFindings {

    private static final double RECOGNISABLE = 0.9;
    private static final int MOST_BY_CHANCE = 4;

    private DigitFindings() {}

    static List<Finding> of(LeakTestResults results) {
        return List.of(likeness(results), hits(results), tokens(results));
    }

    private static Finding likeness(LeakTestResults results) {
        Row row = new Row("digits", "mean cosine of an inverted picture with its original");
        for (Column column : Column.values()) {
            double likeness = results.digits().get(column).likeness();
            if (column == Column.PLAIN) {
                row.atLeast(column, likeness, Row.number(likeness), RECOGNISABLE, " (recognisable)");
            } else {
                row.reported(column, likeness, Row.number(likeness));
            }
        }
        return row.finding();
    }

    private static Finding hits(LeakTestResults results) {
        int users = results.settings().users();
        Row row = new Row("digits", "inverted pictures nearest to their original, of " + users);
        for (Column column : Column.values()) {
            DigitInversion found = results.digits().get(column);
            String shown = String.valueOf(found.hits());
            if (column == Column.PLAIN) {
                row.atLeast(column, found.hits(), shown, Math.floor(0.95 * users), "");
            } else {
                row.atMost(column, found.hits(), shown, MOST_BY_CHANCE, " (guessing passes it in 0.4 % of runs)");
            }
        }
        return row.finding();
    }

    private static Finding tokens(LeakTestResults results) {
        Row row = new Row("planted token", "places where a client's own bytes stand");
        for (Column column : Column.values()) {
            int hits = results.tokens().get(column);
            if (column == Column.PLAIN) {
                row.atLeast(
                        column, hits, String.valueOf(hits), results.settings().users(), " (the search finds them)");
            } else {
                row.atMost(column, hits, String.valueOf(hits), 0, "");
            }
        }
        return row.finding();
    }
}
