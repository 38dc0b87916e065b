package dev.tributary.demo.report;

import java.util.List;
import java.util.stream.Collectors;

/** The table of versions in {@code report.html}. */
final class RoundTable {

    private RoundTable() {}

    /** Returns a {@code table} element, or a sentence if there is no version. */
    static String render(List<VersionReport> versions) {
        if (versions.isEmpty()) {
            return "<p class=\"empty\">No version was published.</p>\n";
        }
        String head = List.of(
                        "Version",
                        "Accuracy",
                        "Test loss",
                        "Training loss",
                        "Updates",
                        "Rejected",
                        "Mean staleness",
                        "Sent",
                        "Time")
                .stream()
                .map(name -> "<th scope=\"col\">" + name + "</th>")
                .collect(Collectors.joining());
        String body = versions.stream().map(RoundTable::row).collect(Collectors.joining());
        return "<table>\n<thead><tr>" + head
                + "<th scope=\"col\" class=\"words\">Closed by</th></tr></thead>\n<tbody>\n" + body
                + "</tbody>\n</table>\n";
    }

    private static String row(VersionReport version) {
        String numbers = List.of(
                        Numbers.percent(version.accuracy()),
                        Numbers.decimal(version.loss(), 4),
                        Numbers.decimal(version.trainingLoss(), 4),
                        Numbers.grouped(version.updates()),
                        Numbers.grouped(version.rejected()),
                        Numbers.decimal(version.meanStaleness(), 2),
                        Numbers.bytes(version.bytes()),
                        Numbers.duration(version.seconds()))
                .stream()
                .map(number -> "<td>" + Html.number(number) + "</td>")
                .collect(Collectors.joining());
        return "<tr><th scope=\"row\">" + version.version() + "</th>" + numbers + "<td class=\"words\">"
                + Html.escape(version.closeReason()) + "</td></tr>\n";
    }
}
