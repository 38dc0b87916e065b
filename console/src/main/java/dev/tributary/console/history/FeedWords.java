package dev.tributary.console.history;

import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.federation.settings.SettingsDifference;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.avro.MetricSpread;
import dev.tributary.schemas.avro.RoundResult;
import dev.tributary.schemas.avro.VersionEvaluation;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The feed's sentences. Groups that are too small are told as such, not by their number. */
final class FeedWords {

    private static final int MOST_CHANGES = 6;
    private static final double MILLIS = 1000.0;

    private final SmallGroups groups;

    FeedWords(SmallGroups groups) {
        this.groups = groups;
    }

    static String typeOf(RoundResult round) {
        return switch (round.getCloseReason()) {
            case INITIAL -> "initial";
            case ROLLBACK -> "rolledBack";
            case PUBLISHED -> "operatorPublished";
            default -> "published";
        };
    }

    String round(RoundResult round) {
        String version = "Version " + round.getVersion();
        return switch (round.getCloseReason()) {
            case INITIAL -> version + ": the initial model, " + count(round.getParameterCount(), "parameter");
            case ROLLBACK ->
                "Rolled back: version " + round.getVersion() + " is a copy of version " + round.getRolledBackTo()
                        + discarded(round) + note(round);
            case PUBLISHED -> version + " was published by an operator" + note(round);
            case GOAL ->
                version + " · the goal was reached with " + members(round) + seconds(round) + extended(round)
                        + note(round);
            case DEADLINE ->
                version + " · the deadline passed with " + members(round) + seconds(round) + extended(round)
                        + note(round);
            case UNKNOWN -> version + " was published for a reason that this release does not know" + note(round);
        };
    }

    private String members(RoundResult round) {
        return groups.withholds(round)
                ? "fewer than " + groups.least() + " clients"
                : count(round.getUpdateCount(), "update") + " of " + count(round.getClientCount(), "client");
    }

    private String discarded(RoundResult round) {
        long updates = round.getDiscardedUpdateCount();
        if (updates == 0) {
            return "";
        }
        return "; " + (groups.isSmall(updates) ? "a few updates" : count(updates, "update"))
                + " of the open round discarded";
    }

    private static String seconds(RoundResult round) {
        return String.format(Locale.ROOT, ", after %.1f s", (round.getClosedAtMs() - round.getOpenedAtMs()) / MILLIS);
    }

    private static String extended(RoundResult round) {
        return round.getExtensions() == 0
                ? ""
                : "; below the quorum it was extended " + count(round.getExtensions(), "time");
    }

    private String note(RoundResult round) {
        return round.getNote().isEmpty() || groups.withholds(round) ? "" : " · " + round.getNote();
    }

    /** Differences of the settings, empty if there are none. */
    static String settings(RoundResult round, String before) {
        try {
            List<SettingsDifference> changes = SettingsDifference.between(
                    FederationSettings.parse(before), FederationSettings.parse(round.getSettings()));
            if (changes.isEmpty()) {
                return "";
            }
            String shown = changes.stream()
                    .limit(MOST_CHANGES)
                    .map(change -> change.path() + " " + change.before() + " → " + change.after())
                    .collect(Collectors.joining(", "));
            int more = changes.size() - MOST_CHANGES;
            return "Settings changed with version " + round.getVersion() + ": " + shown
                    + (more > 0 ? " and " + more + " more" : "");
        } catch (FederationException e) {
            return "Settings changed with version " + round.getVersion() + " to some that this release cannot read: "
                    + e.getMessage();
        }
    }

    static String evaluation(VersionEvaluation evaluation) {
        Map<String, MetricSpread> metrics = new TreeMap<>(evaluation.getMetrics());
        return "Version " + evaluation.getVersion() + " · evaluated by " + count(evaluation.getReportCount(), "client")
                + metrics.entrySet().stream()
                        .map(metric -> String.format(
                                Locale.ROOT,
                                ", %s %.4g ± %.2g",
                                metric.getKey(),
                                metric.getValue().getMean(),
                                metric.getValue().getStandardDeviation()))
                        .collect(Collectors.joining());
    }

    static String bad(VersionEvaluation evaluation) {
        return "Version " + evaluation.getVersion() + " was marked bad: worse than the best before it by more than"
                + " evaluation.guard.maxFall";
    }

    static String refused(String reason, long updates, String meaning) {
        return count(updates, "update") + " refused · " + reason + (meaning.isEmpty() ? "" : ": " + meaning);
    }

    private static String count(long number, String noun) {
        return String.format(Locale.ROOT, "%,d %s%s", number, noun, number == 1 ? "" : "s");
    }
}
