package dev.tributary.operator.privacy;

import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.federation.settings.PrivacySettings;
import dev.tributary.log.rounds.RoundHistory;
import dev.tributary.privacy.accountant.PrivacyGuarantee;
import dev.tributary.schemas.avro.CloseReason;
import dev.tributary.schemas.avro.RoundResult;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Claims about a federation, as its rounds and the settings in force allow them.
 *
 * @param federation its name
 * @param settings   settings in force; empty as long as no version carries any
 * @param rounds     results of its rounds, the oldest first
 */
record PrivacyReport(String federation, Optional<FederationSettings> settings, List<RoundResult> rounds) {

    /** Takes it from the topic of rounds. */
    static PrivacyReport of(String federation, RoundHistory history) {
        return new PrivacyReport(
                federation, history.settingsInForce().map(FederationSettings::parse), history.results());
    }

    Optional<PrivacySettings> privacy() {
        return settings.map(FederationSettings::privacy);
    }

    /** Figures of the newest version, by the names of {@code RoundResult}; empty without noise. */
    Map<String, Double> figures() {
        return rounds.isEmpty() ? Map.of() : rounds.get(rounds.size() - 1).getPrivacy();
    }

    /** {@code none} without noise: before anything was released, ε is 0 where there will be noise. */
    String guarantee() {
        if (!figures().isEmpty()) {
            return guarantee(figures());
        }
        return privacy()
                .filter(PrivacySettings::isNoised)
                .map(noised -> new PrivacyGuarantee(0, noised.privacyDelta()).text())
                .orElse("none");
    }

    static String guarantee(Map<String, Double> figures) {
        return figures.isEmpty()
                ? "none"
                : new PrivacyGuarantee(figures.get("rho"), figures.get("privacyDelta")).text();
    }

    /** ε that the client which has spent most may still spend; empty without noise or budget. */
    Optional<Double> budgetLeft() {
        return privacy()
                .filter(noised -> noised.epsilonBudget().isPresent())
                .map(noised -> Math.max(
                        0, noised.epsilonBudget().getAsDouble() - figures().getOrDefault("epsilon", 0.0)));
    }

    /** Rounds whose sum became part of a version. */
    long releases() {
        return rounds.stream()
                .filter(PrivacyReport::isRound)
                .filter(round -> round.getUpdateCount() > 0)
                .count();
    }

    /** Rounds that closed and came to nothing. */
    List<RoundResult> discarded() {
        return rounds.stream()
                .filter(PrivacyReport::isRound)
                .filter(round -> round.getUpdateCount() == 0 && round.getDiscardedUpdateCount() > 0)
                .toList();
    }

    /** Least clients behind any version that a round made; 0 if there is none. */
    long leastClients() {
        return rounds.stream()
                .filter(PrivacyReport::isRound)
                .filter(round -> round.getUpdateCount() > 0)
                .mapToLong(RoundResult::getClientCount)
                .min()
                .orElse(0);
    }

    private static boolean isRound(RoundResult result) {
        return result.getCloseReason() == CloseReason.GOAL || result.getCloseReason() == CloseReason.DEADLINE;
    }
}
