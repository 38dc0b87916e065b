package dev.tributary.console.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.process.command.OutputOption;
import dev.tributary.schemas.avro.CloseReason;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the log says, as values of the API and as sentences. */
class FederationHistoryTest {

    private final Logged log = new Logged();

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> list(Map<String, Object> value, String member) {
        return (List<Map<String, Object>>) value.get(member);
    }

    private List<String> told() {
        return log.feed().after("").events().stream().map(FeedEvent::text).toList();
    }

    private List<String> types() {
        return log.feed().after("").events().stream().map(FeedEvent::type).toList();
    }

    @Test
    void shouldTellARoundInPlainWordsWhenItClosed() {
        log.addRound(7, 4);

        assertThat(told()).containsExactly("Version 7 · the goal was reached with 5 updates of 4 clients, after 3.0 s");
        assertThat(types()).containsExactly("published");
    }

    @Test
    void shouldWithholdEveryFigureWhenTooFewClientsTookPart() {
        // Given
        log.add(Logged.round(1, 2).setNote("norm of client b1946ac9 was 7.25"));
        log.evaluate(1, 2, false);

        // When
        String all = OutputOption.json(log.history().rounds(10, Long.MAX_VALUE))
                + OutputOption.json(log.history().series(10))
                + OutputOption.json(log.history().version(1).orElseThrow())
                + OutputOption.json(log.history().versions(10, Long.MAX_VALUE))
                + told();

        // Then
        assertThat(list(log.history().rounds(10, Long.MAX_VALUE), "rounds").get(0))
                .containsEntry("isWithheld", true)
                .containsEntry("version", 1L)
                .containsEntry("clients", null)
                .containsEntry("updates", null)
                .containsEntry("metrics", null)
                .containsEntry("evaluation", null);
        assertThat(all)
                .contains("fewer than 3 clients")
                .doesNotContain("7.25", "b1946ac9", "0.25", "accuracy", "\"examples\":2", "\"loss\"", "2 clients");
    }

    @Test
    void shouldTellTheFiguresWhenJustEnoughClientsTookPart() {
        log.addRound(1, 3);
        log.evaluate(1, 3, false);

        Map<String, Object> round =
                list(log.history().rounds(10, Long.MAX_VALUE), "rounds").get(0);
        assertThat(round).containsEntry("isWithheld", false).containsEntry("clients", 3L);
        assertThat(OutputOption.json(round)).contains("accuracy").doesNotContain("rare");
    }

    @Test
    void shouldTellPrivacyLossOnlyWhenEnoughClientsWereReleased() {
        log.add(Logged.round(1, 5).setPrivacy(Map.of("clients", 2.0, "epsilon", 1.5)));
        log.add(Logged.round(2, 5).setPrivacy(Map.of("clients", 3.0, "epsilon", 2.5)));

        assertThat(OutputOption.json(log.history().rounds(10, Long.MAX_VALUE)))
                .contains("\"privacy\":null", "\"privacy\":{\"clients\":3.0,\"epsilon\":2.5}")
                .doesNotContain("1.5");
    }

    @Test
    void shouldShowTheMembersThatTheCommandShowsWhenRoundsAreListed() {
        log.addRound(1, 5);

        assertThat(list(log.history().rounds(10, Long.MAX_VALUE), "rounds")
                        .get(0)
                        .keySet())
                .startsWith("version", "baseVersion", "reason", "strategy", "updates", "clients")
                .containsSubsequence("evaluation", "marks", "note", "isWithheld");
    }

    @Test
    void shouldHoldTheNewestRoundsAloneWhenThereAreTooMany() {
        for (long version = 0; version <= FederationHistory.MOST_ROUNDS + 50; version++) {
            log.addRound(version, 5);
        }

        assertThat(log.history().summary())
                .containsEntry("rounds", FederationHistory.MOST_ROUNDS)
                .containsEntry("version", FederationHistory.MOST_ROUNDS + 50L);
        assertThat(log.history().version(50)).isEmpty();
        assertThat(log.history().version(51)).isPresent();
        assertThat(log.feed().after("").events()).hasSize(50);
    }

    @Test
    void shouldPageBackwardsWhenAskedForRoundsBeforeAVersion() {
        for (long version = 0; version < 20; version++) {
            log.addRound(version, 5);
        }

        assertThat(list(log.history().rounds(5, 10), "rounds"))
                .extracting(round -> round.get("version"))
                .containsExactly(5L, 6L, 7L, 8L, 9L);
        assertThat(list(log.history().rounds(5, 0), "rounds")).isEmpty();
    }

    @Test
    void shouldKeepTheNewestPointWhenAChartIsThinned() {
        for (long version = 0; version < 1_000; version++) {
            log.addRound(version, 5);
        }

        List<Map<String, Object>> points = list(log.history().series(100), "points");
        assertThat(points).hasSize(100);
        assertThat(points.get(99)).containsEntry("version", 999L).containsEntry("collectingMs", 2_000L);
        assertThat(list(new Logged().history().series(100), "points")).isEmpty();
    }

    @Test
    void shouldTellRollbackBadVersionAndSettingsWhenTheyHappen() {
        // Given
        String settings = "federation: digits\nprivacy: {masking: off}\nround: {goal: %d}\n";
        log.add(Logged.round(1, 5).setSettings(settings.formatted(10)));

        // When
        log.evaluate(1, 4, true);
        log.add(Logged.round(2, 0)
                .setCloseReason(CloseReason.ROLLBACK)
                .setRolledBackTo(0)
                .setDiscardedUpdateCount(4)
                .setNote("it forgets <b>sevens</b>")
                .setSettings(settings.formatted(20)));

        // Then
        assertThat(types()).containsExactly("published", "evaluated", "markedBad", "rolledBack", "settings");
        assertThat(told())
                .contains("Version 1 · evaluated by 4 clients, accuracy 0.5000 ± 0.10")
                .contains("Rolled back: version 2 is a copy of version 0; 4 updates of the open round discarded"
                        + " · it forgets <b>sevens</b>")
                .anySatisfy(text -> assertThat(text)
                        .startsWith("Settings changed with version 2: ")
                        .contains("round.goal 10 → 20"));
        assertThat(log.history().version(1).orElseThrow().get("marks"))
                .isEqualTo(List.of("bad", "rolled back by version 2"));
        assertThat(OutputOption.json(log.history().version(2).orElseThrow().get("settingsChanges")))
                .contains("{\"path\":\"round.goal\",\"before\":\"10\",\"after\":\"20\"}");
    }

    @Test
    void shouldTellAFloodOfRefusalsInOneSentenceWhenTheyComeTogether() {
        for (int i = 0; i < 5_000; i++) {
            log.reject("STALE_VERSION", "c" + i, "base version 3", i);
        }
        log.history().tellRejections();
        log.history().tellRejections();

        assertThat(told()).containsExactly("5,000 updates refused · STALE_VERSION: trained from too old a version");
    }

    @Test
    void shouldPassOverRecordsWhenTheyAreNoneOfOurs() {
        log.history().acceptRound("round/1", new byte[] {1, 2, 3});
        log.history().acceptRound(null, null);
        log.history().acceptRejection(new byte[] {1, 2, 3});
        log.history().acceptRejection(null);

        assertThat(log.history().recordCount()).isEqualTo(4);
        assertThat(log.history().newestVersion()).isEqualTo(-1);
        assertThat(told()).isEmpty();
    }

    @Test
    void shouldCountNothingTwiceWhenTheTopicsAreReadAgain() {
        log.addRound(1, 5);
        log.reject("STALE_VERSION", "c", "d", 1);

        log.history().beginRounds();
        log.history().beginRejections();
        log.addRound(1, 5);
        log.reject("STALE_VERSION", "c", "d", 1);

        assertThat(log.history().summary()).containsEntry("rounds", 1).containsEntry("refused", 1L);
    }
}
