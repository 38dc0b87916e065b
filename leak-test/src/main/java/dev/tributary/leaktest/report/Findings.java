package dev.tributary.leaktest.report;

import dev.tributary.leaktest.attacks.Column;
import dev.tributary.leaktest.attacks.WhichWords;
import dev.tributary.leaktest.attacks.WhoseIsIt;
import dev.tributary.leaktest.trial.LeakTestResults;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Holds results against what masks and noise promise. Every bar that chance alone could miss says with which probability it does.
 */
public final class Findings {

    /** Of users that a leak without masks gives away. */
    private static final double FOUND_IN_THE_CLEAR = 0.95;

    /** Hits of a guesser are near Poisson(1): more than 4 with a probability of 1 − e^-1·(1 + 1 + 1/2 + 1/6 + 1/24). */
    private static final int MOST_BY_CHANCE = 4;

    private static final String BY_CHANCE = " (guessing passes it in 0.4 % of runs)";
    private static final double WORDS_IN_THE_CLEAR = 0.8;
    /** Standard errors of a normal that are passed with a probability of 1e-6. */
    private static final double STANDARD_ERRORS = 4.8;

    private Findings() {}

    /**
     * Lists the findings.
     *
     * @param results of a leak test
     * @return in the order of the tests
     */
    public static List<Finding> of(LeakTestResults results) {
        List<Finding> findings = new ArrayList<>();
        findings.add(whoseIsIt(results));
        findings.addAll(whichWords(results));
        findings.addAll(ModelFindings.of(results));
        findings.addAll(DigitFindings.of(results));
        return findings;
    }

    private static Finding whoseIsIt(LeakTestResults results) {
        int users = results.settings().users();
        Map<Column, WhoseIsIt> found = results.whoseIsIt();
        Row row = new Row("whose is it", "updates matched to their user, of " + users);
        int plain = found.get(Column.PLAIN).hits();
        row.atLeast(Column.PLAIN, plain, String.valueOf(plain), Math.floor(FOUND_IN_THE_CLEAR * users), "");
        int masked = found.get(Column.MASKED).hits();
        row.atMost(Column.MASKED, masked, String.valueOf(masked), MOST_BY_CHANCE, BY_CHANCE);
        int noise = found.get(Column.NOISE).hits();
        row.atMost(Column.NOISE, noise, String.valueOf(noise), 1, " (all are in one sum)");
        return row.finding();
    }

    private static List<Finding> whichWords(LeakTestResults results) {
        Map<Column, WhichWords> found = results.whichWords();
        Row f1 = new Row(
                "which words",
                "F1 of the words that an update names; naming every word gives " + Row.number(results.guessing()));
        double plain = found.get(Column.PLAIN).f1();
        f1.atLeast(Column.PLAIN, plain, Row.number(plain), WORDS_IN_THE_CLEAR, "");
        double masked = found.get(Column.MASKED).f1();
        f1.atMost(Column.MASKED, masked, Row.number(masked), results.guessing() + 0.001, " (as naming every word)");
        double noise = found.get(Column.NOISE).f1();
        f1.reported(Column.NOISE, noise, Row.number(noise));
        Row area = new Row("which words", "area under the curve; 0.5 is guessing");
        double plainArea = found.get(Column.PLAIN).area();
        area.reported(Column.PLAIN, plainArea, Row.number(plainArea));
        double maskedArea = found.get(Column.MASKED).area();
        area.atMost(
                Column.MASKED,
                maskedArea,
                Row.number(maskedArea),
                0.5 + STANDARD_ERRORS * WordChance.standardError(results),
                " (guessing passes it in 0.0001 % of runs)");
        double noiseArea = found.get(Column.NOISE).area();
        area.reported(Column.NOISE, noiseArea, Row.number(noiseArea));
        return List.of(f1.finding(), area.finding());
    }
}
