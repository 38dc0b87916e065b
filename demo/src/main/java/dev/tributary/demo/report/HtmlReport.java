package dev.tributary.demo.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/**
 * {@code report.html}: a {@link DemoReport} for people. One file without scripts, fonts, images or anything else from
 * elsewhere; light or dark as the reader's system is. The frame is the resource {@code report.html} beside this class.
 */
final class HtmlReport {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{(\\w+)}}");
    private static final int MOST_VALUE_TICKS = 6;

    private final DemoReport report;

    private HtmlReport(DemoReport report) {
        this.report = report;
    }

    /** Returns the whole page. */
    static String render(DemoReport report) {
        return new HtmlReport(report).page();
    }

    private String page() {
        Map<String, String> content = Map.of(
                "lead", lead(),
                "accuracy", Html.number(Numbers.percent(report.testAccuracy())),
                "cards", cards(),
                "charts", charts(),
                "rounds", RoundTable.render(report.versions()),
                "clients", clients(),
                "settings", settings());
        Matcher matcher = PLACEHOLDER.matcher(frame());
        return matcher.replaceAll(match -> Matcher.quoteReplacement(content.get(match.group(1))));
    }

    private String lead() {
        return String.format(
                Locale.ROOT,
                "%d clients trained <b>%s</b> together on %s. Each kept its data; only %s went through Kafka: %s; %s.",
                report.clientNames().size(),
                Html.escape(report.model()),
                report.data().equals("generated")
                        ? "generated digits"
                        : "<code>" + Html.escape(report.data()) + "</code>",
                report.privacy().isMasked() ? "masked updates" : "model updates",
                report.privacy().updates(),
                report.privacy().noise());
    }

    private String cards() {
        return card("Versions", Numbers.grouped(report.versions().size()), "published")
                + card("Updates", Numbers.grouped(report.updatesAdmitted()), rejected())
                + card("Parameters", Numbers.grouped(report.parameterCount()), "in " + report.model())
                + card("Sent", Numbers.bytes(report.totalBytes()), "of updates through Kafka")
                + card("Time", Numbers.duration(report.seconds()), "from start to last version");
    }

    private String rejected() {
        return "admitted, " + Numbers.grouped(report.updatesRejected()) + " rejected";
    }

    private static String card(String name, String value, String note) {
        return String.format(
                Locale.ROOT,
                "<div class=\"card\"><dt>%s</dt><dd>%s</dd><dd class=\"note\">%s</dd></div>\n",
                Html.escape(name),
                Html.number(value),
                Html.escape(note));
    }

    private String charts() {
        return figure("Accuracy", "Share of right answers on data that no client trained on", accuracyChart())
                + figure("Loss", "Mean cross-entropy; training loss is measured on the clients' own data", lossChart());
    }

    private static String figure(String title, String caption, String chart) {
        return String.format(
                Locale.ROOT,
                "<figure><figcaption><h2>%s</h2><p>%s</p></figcaption>\n%s</figure>\n",
                Html.escape(title),
                Html.escape(caption),
                chart);
    }

    private String accuracyChart() {
        Series accuracy = Series.of("test accuracy", "first", report.versions(), VersionReport::accuracy);
        if (accuracy.knownPoints().isEmpty()) {
            return nothingMeasured();
        }
        double least = known(accuracy).min().orElseThrow();
        Axis axis = Axis.covering(Math.min(least, 0.9), 1, MOST_VALUE_TICKS);
        return new LineChart(
                        "Test accuracy by model version",
                        "accuracy (%)",
                        axis,
                        tick -> Numbers.decimal(100 * tick, Math.max(0, axis.decimals() - 2)),
                        Numbers::percent,
                        List.of(accuracy))
                .render();
    }

    private String lossChart() {
        Series test = Series.of("test loss", "first", report.versions(), VersionReport::loss);
        Series training = Series.of("training loss", "second", report.versions(), VersionReport::trainingLoss);
        if (test.knownPoints().isEmpty() && training.knownPoints().isEmpty()) {
            return nothingMeasured();
        }
        double greatest =
                DoubleStream.concat(known(test), known(training)).max().orElseThrow();
        Axis axis = Axis.covering(0, Math.max(greatest, 1e-3), MOST_VALUE_TICKS);
        return new LineChart(
                        "Test and training loss by model version",
                        "loss (nats)",
                        axis,
                        tick -> Numbers.decimal(tick, axis.decimals()),
                        value -> Numbers.decimal(value, 4),
                        List.of(test, training))
                .render();
    }

    private static DoubleStream known(Series series) {
        return series.knownPoints().stream().mapToDouble(Series.Point::value);
    }

    private static String nothingMeasured() {
        return "<p class=\"empty\">Nothing was measured.</p>\n";
    }

    private String clients() {
        return report.clientNames().stream()
                .map(name -> "<li>" + Html.escape(name) + "</li>")
                .collect(Collectors.joining("\n"));
    }

    private String settings() {
        TrainingSettings settings = report.settings();
        return setting("model", report.model())
                + setting("data", report.data())
                + setting("partition", settings.partition())
                + setting("local epochs", String.valueOf(settings.localEpochs()))
                + setting("batch size", String.valueOf(settings.batchSize()))
                + setting("learning rate", String.valueOf(settings.learningRate()))
                + setting("masking", report.privacy().isMasked() ? "required" : "off")
                + setting("encoding", settings.encoding())
                + setting("seed", String.valueOf(report.seed()));
    }

    private static String setting(String name, String value) {
        return "<div><dt>" + Html.escape(name) + "</dt><dd>" + Html.escape(value) + "</dd></div>\n";
    }

    private static String frame() {
        try (InputStream in = HtmlReport.class.getResourceAsStream("report.html")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("report.html must be readable in the jar", e);
        }
    }
}
