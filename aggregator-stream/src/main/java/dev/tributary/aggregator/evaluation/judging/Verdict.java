package dev.tributary.aggregator.evaluation.judging;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * Consequence of the evaluation of a version.
 *
 * @param isBad      whether the version is worse than it may be
 * @param rollbackTo version to publish again as the next one; empty: none
 * @param stopReason one line on why the federation is done; empty: it goes on. With {@code rollbackTo} it is done after
 *                   the rollback
 */
public record Verdict(boolean isBad, OptionalLong rollbackTo, Optional<String> stopReason) {

    /** Nothing follows. */
    static final Verdict NOTHING = new Verdict(false, OptionalLong.empty(), Optional.empty());
}
