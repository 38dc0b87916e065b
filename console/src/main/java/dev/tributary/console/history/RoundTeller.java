package dev.tributary.console.history;

import dev.tributary.schemas.avro.RoundResult;
import dev.tributary.schemas.avro.VersionEvaluation;
import java.util.Optional;

/**
 * Puts rounds and evaluations on the feed.
 *
 * @param words the sentences
 * @param feed  takes them
 */
record RoundTeller(FeedWords words, Feed feed) {

    /** Tells a round, and the change of the settings if it brought one. */
    void tell(RoundResult round, Optional<RoundResult> before) {
        feed.add(FeedWords.typeOf(round), round.getClosedAtMs(), round.getVersion(), words.round(round));
        String old = before.map(RoundResult::getSettings).orElse("");
        if (!old.isEmpty() && !round.getSettings().isEmpty() && !old.equals(round.getSettings())) {
            String changes = FeedWords.settings(round, old);
            if (!changes.isEmpty()) {
                feed.add("settings", round.getClosedAtMs(), round.getVersion(), changes);
            }
        }
    }

    /** Tells an evaluation, and the mark if the version got one. */
    void tell(VersionEvaluation evaluation) {
        feed.add("evaluated", evaluation.getEvaluatedAtMs(), evaluation.getVersion(), FeedWords.evaluation(evaluation));
        if (evaluation.getIsBad()) {
            feed.add("markedBad", evaluation.getEvaluatedAtMs(), evaluation.getVersion(), FeedWords.bad(evaluation));
        }
    }
}
