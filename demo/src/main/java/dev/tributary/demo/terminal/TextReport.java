package dev.tributary.demo.terminal;

import dev.tributary.demo.report.DemoReport;
import dev.tributary.demo.report.Numbers;
import dev.tributary.demo.report.VersionReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A {@link DemoReport} as a table for the terminal: ASCII, so that no locale spoils it, and at most 80 columns wide
 * save for very large numbers.
 */
public final class TextReport {

    private static final List<String> HEADER =
            List.of("version", "updates", "rejected", "stale", "accuracy", "loss", "train", "time", "closed by");
    private static final String GAP = "  ";

    private TextReport() {}

    /** Returns the table of versions and five lines of summary, each line ended by a line feed. */
    public static String render(DemoReport report) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEADER);
        report.versions().forEach(version -> rows.add(row(version)));
        StringBuilder text = new StringBuilder();
        if (report.versions().isEmpty()) {
            text.append("No version was published.\n");
        } else {
            appendTable(rows, text);
        }
        text.append('\n').append(summary(report));
        return text.toString();
    }

    private static List<String> row(VersionReport version) {
        return List.of(
                String.valueOf(version.version()),
                String.valueOf(version.updates()),
                String.valueOf(version.rejected()),
                Numbers.decimal(version.meanStaleness(), 2),
                Numbers.percent(version.accuracy()),
                Numbers.decimal(version.loss(), 4),
                Numbers.decimal(version.trainingLoss(), 4),
                Numbers.decimal(version.seconds(), 1) + " s",
                version.closeReason());
    }

    private static void appendTable(List<List<String>> rows, StringBuilder text) {
        int[] widths = new int[HEADER.size()];
        for (List<String> row : rows) {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        appendRow(rows.get(0), widths, text);
        List<String> rule = new ArrayList<>();
        for (int width : widths) {
            rule.add("-".repeat(width));
        }
        appendRow(rule, widths, text);
        rows.subList(1, rows.size()).forEach(row -> appendRow(row, widths, text));
    }

    /** Numbers end in line at the right; the last column, words, begins at the left. */
    private static void appendRow(List<String> cells, int[] widths, StringBuilder text) {
        int last = widths.length - 1;
        for (int column = 0; column < last; column++) {
            text.append(" ".repeat(widths[column] - cells.get(column).length()))
                    .append(cells.get(column))
                    .append(GAP);
        }
        text.append(cells.get(last)).append('\n');
    }

    private static String summary(DemoReport report) {
        return String.format(
                Locale.ROOT,
                "%s (%s parameters), %d clients, data %s, partition %s, seed %d\n"
                        + "test accuracy %s, %s updates admitted, %s rejected, %s, %s\n"
                        + "updates written as %s\n"
                        + "%s\n"
                        + "%s\n",
                report.model(),
                Numbers.grouped(report.parameterCount()),
                report.clientNames().size(),
                report.data(),
                report.settings().partition(),
                report.seed(),
                Numbers.percent(report.testAccuracy()),
                Numbers.grouped(report.updatesAdmitted()),
                Numbers.grouped(report.updatesRejected()),
                Numbers.bytes(report.totalBytes()),
                Numbers.duration(report.seconds()),
                report.settings().encoding(),
                report.privacy().updates(),
                report.privacy().noise());
    }
}
