package dev.tributary.leaktest.report;

import dev.tributary.leaktest.attacks.Column;
import dev.tributary.leaktest.attacks.TookPart;
import dev.tributary.leaktest.trial.LeakTestResults;
import dev.tributary.privacy.attack.MembershipRoc;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Findings of attackers of the published model. Masks hide who sent what, not what the model has learnt: both columns without noise
 * have the same figures, and only noise has a bar.
 */
final class ModelFindings {

    private static final double ABOVE_NULL = 0.05;
    /** A count of secrets passes its bar with this probability, if they were independent. */
    private static final double TAIL = 1e-4;

    private ModelFindings() {}

    static List<Finding> of(LeakTestResults results) {
        return List.of(
                row(
                        "canaries",
                        "mean exposure of secrets, bits of 12; 1.443 if never typed",
                        column -> results.secrets().get(column).mean()),
                row("canaries", "secrets above the null bound of 4.32 bits", column -> results.secrets()
                        .get(column)
                        .above(0)),
                aboveGuarantee(results),
                row(
                        "took part",
                        "area under the curve, by loss; 0.5 is guessing",
                        column -> results.tookPart().get(column).roc().area()),
                truePositives(results),
                audit(results));
    }

    private static Finding row(String test, String figure, ToDoubleFunction<Column> value) {
        Row row = new Row(test, figure);
        for (Column column : Column.values()) {
            row.reported(column, value.applyAsDouble(column), Row.number(value.applyAsDouble(column)));
        }
        return row.finding();
    }

    private static Finding aboveGuarantee(LeakTestResults results) {
        double epsilon = results.epsilon();
        Row row = new Row("canaries", "secrets above the null bound of epsilon " + Row.number(epsilon));
        for (Column column : List.of(Column.PLAIN, Column.MASKED)) {
            long above = results.secrets().get(column).above(epsilon);
            row.reported(column, above, String.valueOf(above));
        }
        long above = results.secrets().get(Column.NOISE).above(epsilon);
        int most = Chance.most(results.settings().users(), ABOVE_NULL, TAIL);
        row.atMost(Column.NOISE, above, String.valueOf(above), most, " (5 %; passed in 0.01 % of runs)");
        return row.finding();
    }

    private static Finding truePositives(LeakTestResults results) {
        Row row = new Row("took part", "true positives at 1 % false ones");
        for (Column column : List.of(Column.PLAIN, Column.MASKED)) {
            double rate = results.tookPart().get(column).truePositives();
            row.reported(column, rate, Row.number(rate));
        }
        double rate = results.tookPart().get(Column.NOISE).truePositives();
        double bound = MembershipRoc.bound(
                TookPart.FALSE_POSITIVES, results.epsilon(), results.settings().privacyDelta());
        row.atMost(Column.NOISE, rate, Row.number(rate), bound, " (e^epsilon x 1 % + delta)");
        return row.finding();
    }

    private static Finding audit(LeakTestResults results) {
        Row row = new Row("one-shot audit", "epsilon that unit canaries show");
        for (Column column : List.of(Column.PLAIN, Column.MASKED)) {
            double shown = results.audited().get(column);
            row.reported(column, shown, Row.number(shown));
        }
        double shown = results.audited().get(Column.NOISE);
        row.atMost(
                Column.NOISE, shown, Row.number(shown), results.epsilon(), " (a true one is passed in 0.1 % of runs)");
        return row.finding();
    }
}
