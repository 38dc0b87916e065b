package dev.tributary.console.words;

import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.federation.settings.PrivacySettings;
import dev.tributary.schemas.FederationException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Promises and gaps of the privacy settings in force, in sentences. */
public final class PrivacyWords {

    private PrivacyWords() {}

    /**
     * Describes the settings in force.
     *
     * @param settings      text of a federation.yaml; empty if the log carries none yet
     * @param smallestGroup clients behind anything that the console shows
     * @return {@code statements}, each with {@code holds} and {@code text}
     */
    public static Map<String, Object> json(Optional<String> settings, int smallestGroup) {
        List<Map<String, Object>> statements = new ArrayList<>();
        statements.add(
                statement(true, "Data stay with the clients: what travels is a model's change, and a pseudonym."));
        statements.add(statement(
                true,
                "This console withholds the figures of fewer than " + smallestGroup
                        + " clients and shows no pseudonym. Who reads the topics themselves sees more."));
        boolean isKnown = settings.map(text -> describe(text, statements)).orElse(false);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("isKnown", isKnown);
        json.put("statements", statements);
        return json;
    }

    private static boolean describe(String text, List<Map<String, Object>> statements) {
        try {
            describe(FederationSettings.parse(text), statements);
            return true;
        } catch (FederationException e) {
            statements.add(statement(false, "The settings in force cannot be read by this release: " + e.getMessage()));
            return false;
        }
    }

    private static void describe(FederationSettings settings, List<Map<String, Object>> statements) {
        PrivacySettings privacy = settings.privacy();
        statements.add(masks(privacy));
        statements.add(noise(privacy));
        statements.add(budget(privacy));
        statements.add(statement(
                true,
                "Evaluations are told only where at least "
                        + settings.evaluation().minReports() + " clients reported (evaluation.minReports)."));
    }

    private static Map<String, Object> masks(PrivacySettings privacy) {
        return privacy.isMasked()
                ? statement(
                        true,
                        "Settings require masks (privacy.masking): only sums over at least " + privacy.threshold()
                                + " clients may be opened (privacy.threshold).")
                : statement(
                        false,
                        "No masks (privacy.masking: off): each single update stands in the clear on the log, its replicas"
                                + " and its backups, and whoever reads them can tell whose it is.");
    }

    private static Map<String, Object> noise(PrivacySettings privacy) {
        return privacy.isNoised()
                ? statement(
                        true,
                        String.format(
                                Locale.ROOT,
                                "Settings ask for noise: multiplier %s at a clipping norm of %s (privacy.noiseMultiplier,"
                                        + " privacy.clippingNorm).",
                                privacy.noiseMultiplier(),
                                privacy.clippingNorm()))
                : statement(
                        false,
                        "No noise (privacy.noiseMultiplier: 0): versions promise no differential privacy, so no ε is told;"
                                + " a model may remember single examples.");
    }

    private static Map<String, Object> budget(PrivacySettings privacy) {
        return privacy.epsilonBudget().isPresent()
                ? statement(
                        true,
                        "Settings allow each client a loss of ε = "
                                + privacy.epsilonBudget().getAsDouble() + " at δ = " + privacy.privacyDelta()
                                + " (privacy.epsilonBudget, privacy.privacyDelta).")
                : statement(false, "No budget of privacy loss is set (privacy.epsilonBudget).");
    }

    private static Map<String, Object> statement(boolean holds, String text) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("holds", holds);
        json.put("text", text);
        return json;
    }
}
