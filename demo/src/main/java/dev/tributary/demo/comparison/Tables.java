package dev.tributary.demo.comparison;

import dev.tributary.demo.federation.ModeRun;
import dev.tributary.demo.simulation.Run;
import dev.tributary.demo.simulation.RunSettings;
import dev.tributary.schemas.avro.PayloadEncoding;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The results as Markdown tables. A cell of several seeds shows their mean or median, then each. */
final class Tables {

    private Tables() {}

    /** Versions to the target: a row for each strategy, a column for each partition. */
    static String strategies(List<Run> runs, ComparisonPlan plan) {
        StringBuilder table = new StringBuilder(String.format(
                Locale.ROOT, "Versions to a test accuracy of %.2f: the median, then each seed.\n\n", plan.target()));
        table.append("| strategy | settings | ")
                .append(String.join(" | ", plan.partitions()))
                .append(" |\n");
        table.append("|---|---|")
                .append("---|".repeat(plan.partitions().size()))
                .append('\n');
        grouped(runs, run -> run.settings().strategy()).forEach((strategy, ofStrategy) -> {
            table.append("| `" + strategy.name() + "` | " + strategy.shownSettings() + " |");
            for (String partition : plan.partitions()) {
                List<Run> cell = ofStrategy.stream()
                        .filter(run -> run.settings().partition().equals(partition))
                        .toList();
                table.append(' ').append(versionsCell(cell, plan)).append(" |");
            }
            table.append('\n');
        });
        return table.toString();
    }

    private static String versionsCell(List<Run> runs, ComparisonPlan plan) {
        List<Integer> versions = runs.stream()
                .map(run -> run.versionsTo(plan.target()))
                .map(reached -> reached.orElse(plan.mostVersions() + 1))
                .toList();
        int median = versions.stream().sorted().toList().get((versions.size() - 1) / 2);
        return shown(median, plan) + " ("
                + versions.stream().map(count -> shown(count, plan)).collect(Collectors.joining(", ")) + ")";
    }

    private static String shown(int versions, ComparisonPlan plan) {
        return versions > plan.mostVersions() ? "> " + plan.mostVersions() : String.valueOf(versions);
    }

    /** Bytes and final accuracy: a row for each encoding. */
    static String encodings(List<Run> runs) {
        Map<PayloadEncoding, List<Run>> byEncoding =
                grouped(runs, run -> run.settings().encoding());
        List<Run> exact = byEncoding.get(PayloadEncoding.FLOAT32);
        StringBuilder table = new StringBuilder(setup(exact));
        table.append("| encoding | bytes of an update | part of `float32`'s | final accuracy: mean, each seed |"
                + " against `float32` |\n|---|---|---|---|---|\n");
        byEncoding.forEach((encoding, ofEncoding) -> append(
                table,
                "| `%s` | %,.0f | %.3f | %s | %s |\n",
                encoding.name().toLowerCase(Locale.ROOT),
                meanBytes(ofEncoding),
                meanBytes(ofEncoding) / meanBytes(exact),
                accuracyCell(ofEncoding),
                difference(ofEncoding, exact)));
        return table.toString();
    }

    /** Final accuracy under attack: a row for each strategy, the clean run first. */
    static String attackers(List<Run> runs) {
        Map<String, List<Run>> rows = grouped(
                runs, run -> run.settings().attackers() + " " + run.settings().strategy());
        List<Run> clean = rows.values().iterator().next();
        StringBuilder table = new StringBuilder(setup(clean));
        table.append("| strategy | settings | attackers | final accuracy: mean, each seed | against the clean run |\n"
                + "|---|---|---|---|---|\n");
        rows.values()
                .forEach(row -> append(
                        table,
                        "| `%s` | %s | %d | %s | %s |\n",
                        row.get(0).settings().strategy().name(),
                        row.get(0).settings().strategy().shownSettings(),
                        row.get(0).settings().attackers(),
                        accuracyCell(row),
                        difference(row, clean)));
        return table.toString();
    }

    /** Versions in a time: a row for each mode. */
    static String modes(List<ModeRun.Result> results, double target) {
        StringBuilder table = new StringBuilder();
        append(
                table,
                "| mode | goal | seconds | versions | versions a minute | final accuracy | seconds to %.2f |\n"
                        + "|---|---|---|---|---|---|---|\n",
                target);
        results.forEach(result -> append(
                table,
                "| `%s` | %d | %.0f | %d | %.1f | %s | %s |\n",
                result.mode(),
                result.goal(),
                result.seconds(),
                result.versions(),
                60 * result.versions() / result.seconds(),
                percent(result.finalAccuracy()),
                result.secondsTo(target).isPresent()
                        ? String.format(
                                Locale.ROOT, "%.0f", result.secondsTo(target).getAsDouble())
                        : "not reached"));
        return table.toString();
    }

    private static String setup(List<Run> runs) {
        RunSettings settings = runs.get(0).settings();
        return "Strategy `" + settings.strategy().name() + "` unless said otherwise, partition `" + settings.partition()
                + "`, " + settings.versions() + " versions.\n\n";
    }

    private static <K> Map<K, List<Run>> grouped(List<Run> runs, Function<Run, K> key) {
        return runs.stream().collect(Collectors.groupingBy(key, LinkedHashMap::new, Collectors.toList()));
    }

    private static double meanBytes(List<Run> runs) {
        return runs.stream().mapToDouble(Run::updateBytes).average().orElseThrow();
    }

    private static double meanAccuracy(List<Run> runs) {
        return runs.stream().mapToDouble(Run::finalAccuracy).average().orElseThrow();
    }

    private static String accuracyCell(List<Run> runs) {
        return percent(meanAccuracy(runs)) + " ("
                + runs.stream().map(run -> percent(run.finalAccuracy())).collect(Collectors.joining(", ")) + ")";
    }

    private static String difference(List<Run> runs, List<Run> baseline) {
        return String.format(Locale.ROOT, "%+.2f points", 100 * (meanAccuracy(runs) - meanAccuracy(baseline)));
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f %%", 100 * share);
    }

    private static void append(StringBuilder target, String format, Object... arguments) {
        target.append(String.format(Locale.ROOT, format, arguments));
    }
}
