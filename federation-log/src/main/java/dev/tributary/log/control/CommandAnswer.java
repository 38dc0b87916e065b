package dev.tributary.log.control;

import dev.tributary.schemas.avro.RoundResult;
import java.util.Optional;

/**
 * Outcome of a command in the time that was waited for it.
 *
 * @param published the version that it brought about, if it did
 * @param refusal   why it was refused, if it was; one line
 */
public record CommandAnswer(Optional<RoundResult> published, Optional<String> refusal) {

    /** Neither yet. */
    static final CommandAnswer NONE = new CommandAnswer(Optional.empty(), Optional.empty());

    static CommandAnswer published(RoundResult result) {
        return new CommandAnswer(Optional.of(result), Optional.empty());
    }

    static CommandAnswer refused(String why) {
        return new CommandAnswer(Optional.empty(), Optional.of(why));
    }

    boolean isFinal() {
        return published.isPresent() || refusal.isPresent();
    }
}
