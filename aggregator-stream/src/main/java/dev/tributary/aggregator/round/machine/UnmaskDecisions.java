package dev.tributary.aggregator.round.machine;

import dev.tributary.aggregator.publication.VersionPlan;
import dev.tributary.aggregator.round.machine.RoundPhase.Unmasking;
import java.util.function.Function;

/**
 * The answers of the {@link RoundMachine} about a masked round that has closed. What comes too late, for a round that waits
 * no more, changes nothing.
 */
record UnmaskDecisions(RoundDecisions round) implements UnmaskEvent.UnmaskHandler<Transition> {

    private RoundState state() {
        return round.state();
    }

    private Transition ifPending(Function<PendingRelease, Transition> answer) {
        return state().phase().pending().map(answer).orElseGet(() -> Transition.to(state()));
    }

    @Override
    public Transition membersFixed(UnmaskEvent.MembersFixed event) {
        RoundState unmasking = state().with(new Unmasking(event.pending()));
        boolean isAskedAgain = state().phase().pending().isPresent();
        return Transition.to(isAskedAgain ? unmasking : unmasking.with(openedAt(event.nowMs())));
    }

    private RoundTimes openedAt(long nowMs) {
        return RoundTimes.opened(nowMs, state().terms().deadlineMs());
    }

    @Override
    public Transition answerRead(UnmaskEvent.AnswerRead event) {
        return Transition.to(state().with(state().positions().maskSumsRead(event.from(), event.through())));
    }

    @Override
    public Transition sumArrived(UnmaskEvent.SumArrived event) {
        return ifPending(pending ->
                Transition.to(state(), new UnmaskEffect.Unmask(round.roundPlan(pending.reason(), event.nowMs()))));
    }

    @Override
    public Transition listRefused(UnmaskEvent.ListRefused event) {
        return ifPending(pending -> {
            boolean isSmaller = !event.members().isEmpty()
                    && !pending.takenOut().containsAll(event.members())
                    && event.left().isReleasable();
            return isSmaller
                    ? Transition.to(
                            state().with(new Unmasking(pending.without(event.members()))), new UnmaskEffect.AskAgain())
                    : discarded(
                            pending, "the mask helper does not release the round: " + event.reason(), event.nowMs());
        });
    }

    @Override
    public Transition sumUnusable(UnmaskEvent.SumUnusable event) {
        return ifPending(pending -> discarded(pending, event.why(), event.nowMs()));
    }

    private Transition discarded(PendingRelease pending, String why, long nowMs) {
        VersionPlan plan = round.roundPlan(pending.reason(), nowMs);
        return Transition.to(state(), new UnmaskEffect.Discard(plan.withNote(why + "; the model stays as it was")));
    }
}
