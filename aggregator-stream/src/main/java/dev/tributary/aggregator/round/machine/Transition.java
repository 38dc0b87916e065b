package dev.tributary.aggregator.round.machine;

import java.util.ArrayList;
import java.util.List;

/**
 * Answer of the machine to an event.
 *
 * @param state   the state from now on
 * @param effects effects to be carried out, in this order; copied
 */
public record Transition(RoundState state, List<RoundEffect> effects) {

    /** Copies the effects. */
    public Transition {
        effects = List.copyOf(effects);
    }

    static Transition to(RoundState state, RoundEffect... effects) {
        return new Transition(state, List.of(effects));
    }

    /** This one, and one that begins where it ends. */
    Transition then(Transition next) {
        List<RoundEffect> both = new ArrayList<>(effects);
        both.addAll(next.effects);
        return new Transition(next.state, both);
    }
}
