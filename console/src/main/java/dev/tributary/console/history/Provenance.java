package dev.tributary.console.history;

import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.federation.settings.SettingsDifference;
import dev.tributary.operator.overview.RoundLine;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.avro.RoundResult;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Origin of a version, and the settings that held for it. */
final class Provenance {

    private Provenance() {}

    /** Members in a fixed order; more may be added. */
    static Map<String, Object> json(RoundLine line) {
        RoundResult result = line.result();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("version", result.getVersion());
        json.put("baseVersion", result.getBaseVersion());
        json.put("reason", result.getCloseReason().name());
        json.put("strategy", result.getStrategy());
        json.put("closedAtMs", result.getClosedAtMs());
        json.put("parameters", result.getParameterCount());
        json.put("layoutFingerprint", result.getLayoutFingerprint());
        json.put("modelBytes", result.getModelBytes());
        json.put("commandId", result.getCommandId());
        json.put("rolledBackTo", result.getRolledBackTo());
        json.put("marks", line.marks());
        return json;
    }

    /**
     * The settings that the version carries, by path, and their change against the version before. Null where the log carries
     * none, or some that this release cannot read.
     */
    static Map<String, Object> settings(RoundResult result, Optional<RoundResult> before) {
        Map<String, Object> json = new LinkedHashMap<>();
        Optional<FederationSettings> own = parsed(result);
        Optional<FederationSettings> old = before.flatMap(Provenance::parsed);
        json.put("settings", own.map(SettingsDifference::flat).orElse(null));
        json.put(
                "settingsChanges",
                own.flatMap(now -> old.map(then -> SettingsDifference.between(then, now).stream()
                                .map(Provenance::json)
                                .toList()))
                        .orElse(null));
        return json;
    }

    private static Optional<FederationSettings> parsed(RoundResult result) {
        try {
            return result.getSettings().isEmpty()
                    ? Optional.empty()
                    : Optional.of(FederationSettings.parse(result.getSettings()));
        } catch (FederationException e) {
            // Written by a newer release: its text is on the log for tools that know it.
            return Optional.empty();
        }
    }

    private static Map<String, Object> json(SettingsDifference change) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("path", change.path());
        json.put("before", change.before());
        json.put("after", change.after());
        return json;
    }
}
