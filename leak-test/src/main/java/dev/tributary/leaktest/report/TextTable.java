package dev.tributary.leaktest.report;

import dev.tributary.leaktest.attacks.Column;
import dev.tributary.leaktest.trial.LeakTestResults;
import java.util.List;
import java.util.Locale;

/** The table for a terminal: one line a figure, and a line for each figure that is not as it must be. */
public final class TextTable {

    private static final int FIGURE_WIDTH = 62;
    private static final int CELL_WIDTH = 12;

    private TextTable() {}

    /**
     * Writes the table.
     *
     * @param results  of a leak test
     * @param findings of those results
     * @return lines, each with its end
     */
    public static String render(LeakTestResults results, List<Finding> findings) {
        StringBuilder text = new StringBuilder();
        line(text, "", "plain", "masked", "with noise");
        String test = "";
        for (Finding finding : findings) {
            if (!finding.test().equals(test)) {
                test = finding.test();
                text.append(test).append('\n');
            }
            line(
                    text,
                    "  " + finding.figure(),
                    cell(finding, Column.PLAIN),
                    cell(finding, Column.MASKED),
                    cell(finding, Column.NOISE));
        }
        long broken = findings.stream().filter(finding -> !finding.holds()).count();
        findings.forEach(finding -> broken(text, finding));
        text.append(String.format(
                Locale.ROOT,
                "%s; %d users, seed %d, %.0f s%n",
                broken == 0 ? "every claim holds" : broken + " figures are not as they must be",
                results.settings().users(),
                results.settings().seed(),
                results.seconds()));
        return text.toString();
    }

    private static String cell(Finding finding, Column column) {
        Finding.Cell cell = finding.cells().get(column);
        return cell == null ? "-" : cell.shown() + (cell.holds() ? "" : " !");
    }

    private static void line(StringBuilder text, String figure, String plain, String masked, String noise) {
        text.append(String.format(
                Locale.ROOT,
                "%-" + FIGURE_WIDTH + "s %" + CELL_WIDTH + "s %" + CELL_WIDTH + "s %" + CELL_WIDTH + "s%n",
                figure,
                plain,
                masked,
                noise));
    }

    private static void broken(StringBuilder text, Finding finding) {
        finding.cells().forEach((column, cell) -> {
            if (!cell.holds()) {
                text.append(String.format(
                        Locale.ROOT,
                        "! %s, %s, %s: must be %s, was %s%n",
                        finding.test(),
                        column.words(),
                        finding.figure(),
                        cell.expected(),
                        cell.shown()));
            }
        });
    }
}
