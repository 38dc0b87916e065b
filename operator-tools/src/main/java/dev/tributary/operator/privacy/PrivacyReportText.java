package dev.tributary.operator.privacy;

import dev.tributary.federation.settings.PrivacySettings;
import dev.tributary.schemas.avro.RoundResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Words a report for a person and for a program. */
final class PrivacyReportText {

    private PrivacyReportText() {}

    static String text(PrivacyReport report, int last) {
        List<String> lines = new ArrayList<>();
        line(lines, "federation", report.federation());
        line(lines, "guarantee", report.guarantee());
        claims(report.privacy()).forEach((claim, holds) -> line(lines, holds ? "holds" : "does not hold", claim));
        inputs(report).forEach((name, value) -> line(lines, name, String.valueOf(value)));
        List<RoundResult> rounds = report.rounds();
        if (!rounds.isEmpty()) {
            lines.add("");
            lines.add(
                    String.format(Locale.ROOT, "%7s %7s %7s  %s", "VERSION", "UPDATES", "CLIENTS", "GUARANTEE SO FAR"));
            rounds.subList(Math.max(0, rounds.size() - last), rounds.size()).forEach(round -> lines.add(row(round)));
        }
        return String.join("\n", lines) + "\n";
    }

    private static String row(RoundResult round) {
        return String.format(
                Locale.ROOT,
                "%7d %7d %7d  %s%s",
                round.getVersion(),
                round.getUpdateCount(),
                round.getClientCount(),
                PrivacyReport.guarantee(round.getPrivacy()),
                round.getNote().isEmpty() ? "" : "; " + round.getNote());
    }

    /** Each claim in words, and whether it holds. */
    static Map<String, Boolean> claims(Optional<PrivacySettings> settings) {
        Map<String, Boolean> claims = new LinkedHashMap<>();
        if (settings.isEmpty()) {
            claims.put(
                    "nothing can be said yet: no version carries settings; those hold that the aggregator was"
                            + " started with",
                    false);
            return claims;
        }
        PrivacySettings privacy = settings.get();
        if (privacy.isMasked()) {
            claims.put("nobody reads a single client's update, unless aggregator and mask helper work together", true);
            claims.put("no sum over fewer than " + privacy.threshold() + " clients becomes public", true);
        } else {
            claims.put(
                    "nobody reads a single client's update: each stands in the clear on the log, its replicas and"
                            + " its backups",
                    false);
        }
        if (privacy.isNoised()) {
            claims.put(
                    "whoever sees the models learns of no client's data more than the guarantee says, whatever else"
                            + " they know; it counts every release, and claims nothing for sampling",
                    true);
            claims.put("that a client takes part, and when, stays unknown", false);
            if (!privacy.isMasked()) {
                claims.put(
                        "the guarantee covers whoever reads the topics updates, rounds or evaluations, where"
                                + " updates, their members and reports have no noise",
                        false);
            }
        } else {
            claims.put("the models say little of any one client: there is no noise, so no such number", false);
        }
        return claims;
    }

    /** Bounds, counts, and the numbers that the accountant takes. */
    static Map<String, Object> inputs(PrivacyReport report) {
        Map<String, Object> inputs = new LinkedHashMap<>();
        inputs.put("releases", report.releases());
        inputs.put("discarded sums", report.discarded().size());
        inputs.put("least clients", report.leastClients());
        report.privacy().ifPresent(privacy -> {
            inputs.put("threshold", privacy.threshold());
            inputs.put("participation cap", privacy.participationCap() == 0 ? "none" : privacy.participationCap());
            inputs.put("separation", privacy.separation() == 0 ? "none" : privacy.separation());
            if (privacy.isNoised()) {
                inputs.put("noise multiplier", privacy.noiseMultiplier());
                inputs.put("clipping norm", privacy.clippingNorm());
                inputs.put("weight scale", privacy.weightScale());
                inputs.put("privacy delta", privacy.privacyDelta());
                inputs.put(
                        "epsilon budget",
                        privacy.epsilonBudget().isPresent()
                                ? privacy.epsilonBudget().getAsDouble()
                                : "none");
            }
        });
        report.budgetLeft().ifPresent(left -> inputs.put("budget left", left));
        Map<String, Double> figures = report.figures();
        if (!figures.isEmpty()) {
            inputs.put("rho", figures.get("rho"));
            inputs.put("participations", figures.get("participations").longValue());
            inputs.put("clients so far", figures.get("clients").longValue());
            Optional.ofNullable(figures.get("gaussianEpsilon"))
                    .ifPresent(exact -> inputs.put("exact, if Gaussian", exact));
        }
        return inputs;
    }

    static Map<String, Object> json(PrivacyReport report) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("federation", report.federation());
        json.put("guarantee", report.guarantee());
        json.put("epsilon", report.figures().get("epsilon"));
        json.put("privacyDelta", report.figures().get("privacyDelta"));
        json.put("budgetLeft", report.budgetLeft().orElse(null));
        json.put(
                "claims",
                claims(report.privacy()).entrySet().stream()
                        .map(claim -> {
                            Map<String, Object> shown = new LinkedHashMap<>();
                            shown.put("claim", claim.getKey());
                            shown.put("holds", claim.getValue());
                            return shown;
                        })
                        .toList());
        json.put("inputs", camelCase(inputs(report)));
        json.put(
                "versions",
                report.rounds().stream().map(PrivacyReportText::version).toList());
        return json;
    }

    private static Map<String, Object> version(RoundResult round) {
        Map<String, Object> version = new LinkedHashMap<>();
        version.put("version", round.getVersion());
        version.put("updates", round.getUpdateCount());
        version.put("clients", round.getClientCount());
        version.put("discardedUpdates", round.getDiscardedUpdateCount());
        version.put("privacy", round.getPrivacy().isEmpty() ? "none" : new TreeMap<>(round.getPrivacy()));
        version.put("note", round.getNote());
        return version;
    }

    private static Map<String, Object> camelCase(Map<String, Object> inputs) {
        Map<String, Object> named = new LinkedHashMap<>();
        inputs.forEach((name, value) -> {
            StringBuilder key = new StringBuilder();
            for (String word : name.replace(",", "").split(" ", -1)) {
                key.append(key.isEmpty() ? word : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
            }
            named.put(key.toString(), value);
        });
        return named;
    }

    private static void line(List<String> lines, String name, String value) {
        lines.add(String.format(Locale.ROOT, "%-19s %s", name, value));
    }
}
