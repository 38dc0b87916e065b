package dev.tributary.aggregator.round.machine;

/**
 * Decides for the open round: when it closes, how the next version comes about, and which commands are carried out.
 *
 * <pre>
 *   goal reached, or deadline with a quorum ──▶ the strategy's next version; the round is empty
 *   deadline below the quorum               ──▶ extended; a cohort is widened; settings that wait get a version
 *   model published                         ──▶ that model is the next version; the round goes on
 *   rollback                                ──▶ the earlier version is the next one; the round is discarded
 *   done                                    ──▶ stopped; a version by an operator begins anew
 *   goal or deadline of a masked round      ──▶ its masks are asked for; the next round collects meanwhile
 *   members of too uneven weights           ──▶ the same model again; the round is discarded
 *   sum of the masks                        ──▶ the strategy's next version; out of range: the round is discarded
 * </pre>
 *
 * <p>Pure: the same state and event give the same answer, and nothing else happens.
 *
 * @param model shape of the federation's model
 */
public record RoundMachine(ModelShape model) {

    /**
     * Shape of the federation's model, which all of its versions have.
     *
     * @param parameterCount    its parameters, at least 1
     * @param layoutFingerprint fingerprint of its layout
     */
    public record ModelShape(int parameterCount, String layoutFingerprint) {}

    /**
     * Answers an event.
     *
     * @param state the state before it
     * @param event the event
     * @return the state after it, and its effects
     */
    public Transition on(RoundState state, RoundEvent event) {
        return event.handTo(new RoundDecisions(model, state));
    }
}
