package dev.tributary.operator.overview;

import dev.tributary.schemas.avro.VersionEvaluation;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Rounds as lines of fixed columns, so that a line can follow another while rounds go on. ASCII, so that no locale spoils
 * it. Words stand last and are cut to the width.
 *
 * @param width most characters of a line, at least 60; lines are as long as they are if 0
 */
public record RoundTable(int width) {

    private static final String FORM = "%7s %-9s %7s %7s %5s %9s %8s  %s";

    /**
     * Names the columns.
     *
     * @return one line without a line feed
     */
    public String header() {
        return fitted(String.format(
                Locale.ROOT, FORM, "VERSION", "REASON", "UPDATES", "CLIENTS", "STALE", "STEP", "TIME", "METRICS"));
    }

    /**
     * Shows a round.
     *
     * @param line the round
     * @return one line without a line feed
     */
    public String row(RoundLine line) {
        var result = line.result();
        return fitted(String.format(
                Locale.ROOT,
                FORM,
                result.getVersion(),
                result.getCloseReason().name().toLowerCase(Locale.ROOT),
                result.getUpdateCount(),
                result.getClientCount(),
                Numbers.shown(line.meanStaleness(), 2),
                Numbers.significant(result.getStepL2Norm()),
                Numbers.shown(line.seconds(), 1) + " s",
                words(line)));
    }

    private static String words(RoundLine line) {
        String training = new TreeMap<>(line.result().getMetrics())
                .entrySet().stream()
                        .map(metric -> metric.getKey() + " " + Numbers.significant(metric.getValue()))
                        .collect(Collectors.joining(", "));
        String evaluation = line.evaluation().map(RoundTable::evaluated).orElse("");
        return List.of(line.guarantee(), evaluation, training.isEmpty() ? "" : "training " + training, line.note())
                .stream()
                .filter(words -> !words.isEmpty())
                .collect(Collectors.joining(" | "));
    }

    private static String evaluated(VersionEvaluation evaluation) {
        String figures = new TreeMap<>(evaluation.getMetrics())
                .entrySet().stream()
                        .map(metric -> metric.getKey() + " "
                                + Numbers.significant(metric.getValue().getMean()) + " +- "
                                + Numbers.significant(metric.getValue().getStandardDeviation()))
                        .collect(Collectors.joining(", "));
        return figures + " (" + behind(evaluation) + ")";
    }

    private static String behind(VersionEvaluation evaluation) {
        String reports = evaluation.getReportCount() + "";
        return evaluation.getGroupSize() == 0
                ? reports + " clients"
                : reports + " of " + evaluation.getGroupSize() + " clients";
    }

    private String fitted(String line) {
        String whole = line.stripTrailing();
        return width == 0 || whole.length() <= width ? whole : whole.substring(0, width - 1) + "~";
    }
}
