package dev.tributary.leaktest.report;

import dev.tributary.leaktest.attacks.Column;
import dev.tributary.leaktest.attacks.CurvePoint;
import dev.tributary.leaktest.attacks.TookPart;
import dev.tributary.leaktest.trial.LeakTestResults;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** {@code leak-report.html}: one file with table, curves and pictures; nothing is loaded from elsewhere. */
public final class HtmlReport {

    private static final int PICTURES = 12;
    private static final int SIDE = 28;
    private static final int BITS = 12;
    private static final int ROC_POINTS = 100;

    private HtmlReport() {}

    /**
     * Writes the page.
     *
     * @param results  of a leak test
     * @param findings of those results
     * @return HTML
     */
    public static String render(LeakTestResults results, List<Finding> findings) {
        String body = "<p>" + results.settings().users() + " simulated users, seed "
                + results.settings().seed() + ", epsilon " + Row.number(results.epsilon())
                + " in the third column.</p>\n"
                + table(findings)
                + section(
                        "Whose is it",
                        "One row an update, one column a user's model; white is a cosine of 1.",
                        matrices(results))
                + section("Which words", "Words that an update names, by how far their rows moved.", words(results))
                + section("Took part", "By the published model's loss on a person's text.", roc(results))
                + section("Canaries", "Secrets by exposure; never typed ones halve with each bit.", exposures(results))
                + section("Digits", "Originals, then what inversion made of one update each.", digits(results));
        return frame().replace("{{body}}", body);
    }

    private static String table(List<Finding> findings) {
        StringBuilder table = new StringBuilder("<div class=\"wide\"><table><tr><th>test</th><th>figure</th>");
        for (Column column : Column.values()) {
            table.append("<th>").append(column.words()).append("</th>");
        }
        table.append("</tr>\n");
        for (Finding finding : findings) {
            table.append("<tr><td>").append(finding.test()).append("</td><td>").append(finding.figure());
            table.append("</td>");
            for (Column column : Column.values()) {
                Finding.Cell cell = finding.cells().get(column);
                table.append(String.format(
                        Locale.ROOT,
                        "<td class=\"%s\"><b>%s</b><small>%s</small></td>",
                        cell.expected().isEmpty() ? "" : cell.holds() ? "good" : "bad",
                        cell.shown(),
                        cell.expected()));
            }
            table.append("</tr>\n");
        }
        return table.append("</table></div>\n").toString();
    }

    private static String section(String title, String caption, String content) {
        return "<h2>" + title + "</h2>\n<p>" + caption + "</p>\n<div class=\"row\">" + content + "</div>\n";
    }

    private static String matrices(LeakTestResults results) {
        StringBuilder row = new StringBuilder();
        results.whoseIsIt()
                .forEach((column, found) -> row.append(
                        figure(column.words() + ": " + found.hits(), Picture.matrix(found.cosines(), column.words()))));
        return row.toString();
    }

    private static String figure(String caption, String content) {
        return "<figure>" + content + "<figcaption>" + caption + "</figcaption></figure>\n";
    }

    private static String words(LeakTestResults results) {
        UnitChart chart = new UnitChart("recall", "precision", 1, 1);
        results.whichWords().forEach((column, found) -> chart.curve(column.words(), found.curve()));
        Set<Integer> named = results.whichWords().get(Column.PLAIN).named().get(0);
        String list = named.stream()
                .map(word -> results.population().vocabulary().text(word))
                .collect(Collectors.joining(" "));
        return chart.render() + "<p class=\"words\">Read from the first user's clear update: " + list + "</p>";
    }

    private static String roc(LeakTestResults results) {
        UnitChart chart = new UnitChart("false positives", "true positives", 1, 1);
        results.tookPart().forEach((column, found) -> chart.curve(column.words(), points(found)));
        return chart.render();
    }

    private static List<CurvePoint> points(TookPart found) {
        List<CurvePoint> points = new ArrayList<>();
        for (int i = 0; i <= ROC_POINTS; i++) {
            double rate = (double) i / ROC_POINTS;
            points.add(new CurvePoint(rate, found.roc().truePositiveRate(rate)));
        }
        return points;
    }

    private static String exposures(LeakTestResults results) {
        UnitChart chart = new UnitChart(
                "exposure (bits)", "secrets", BITS, results.settings().users());
        results.secrets().forEach((column, found) -> {
            List<CurvePoint> steps = new ArrayList<>();
            for (int bit = 0; bit < BITS; bit++) {
                int from = bit;
                long count = found.exposures().stream()
                        .filter(bits -> (int) Math.min(BITS - 1, bits) == from)
                        .count();
                steps.add(new CurvePoint(bit, count));
                steps.add(new CurvePoint(bit + 1, count));
            }
            chart.curve(column.words(), steps);
        });
        return chart.render();
    }

    private static String digits(LeakTestResults results) {
        StringBuilder rows = new StringBuilder("<div class=\"digits\">");
        pictures(rows, "originals", results.originals());
        results.digits().forEach((column, found) -> pictures(rows, column.words(), found.pictures()));
        return rows.append("</div>").toString();
    }

    private static void pictures(StringBuilder rows, String name, List<float[]> pictures) {
        rows.append("<div><span>").append(name).append("</span>");
        pictures.stream().limit(PICTURES).forEach(picture -> rows.append(Picture.element(picture, SIDE, name)));
        rows.append("</div>\n");
    }

    private static String frame() {
        try (InputStream in = HtmlReport.class.getResourceAsStream("leak-report.html")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("leak-report.html must be readable in the jar", e);
        }
    }
}
