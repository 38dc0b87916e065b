package dev.tributary.aggregator.round.machine;

import dev.tributary.aggregation.AggregationStrategy;
import dev.tributary.aggregator.evaluation.judging.JudgeMemory;
import dev.tributary.aggregator.evaluation.judging.VersionJudge;
import dev.tributary.aggregator.publication.VersionPlan;
import dev.tributary.aggregator.round.machine.RoundEffect.Announce;
import dev.tributary.aggregator.round.machine.RoundEffect.CloseRound;
import dev.tributary.aggregator.round.machine.RoundEffect.PublishAgain;
import dev.tributary.aggregator.round.machine.RoundEffect.PublishParameters;
import dev.tributary.aggregator.round.machine.RoundEffect.RebuildSums;
import dev.tributary.aggregator.round.machine.RoundPhase.Stopped;
import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.federation.settings.RoundSettings;
import dev.tributary.schemas.avro.CloseReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The answers of the {@link RoundMachine} in one state. */
record RoundDecisions(RoundMachine.ModelShape model, RoundState state) implements RoundEvent.Handler<Transition> {

    @Override
    public Transition partialsRead(RoundEvent.PartialsRead event) {
        return Transition.to(state.with(state.positions().partialsRead(event.from(), event.through())));
    }

    @Override
    public Transition controlRead(RoundEvent.ControlRead event) {
        return Transition.to(state.with(state.positions().controlRead(event.from(), event.through())));
    }

    @Override
    public Transition updatesJoined(RoundEvent.UpdatesJoined event) {
        return closeReason(event.count(), event.nowMs())
                .map(reason -> Transition.to(state, closing(reason, event.nowMs())))
                .orElseGet(() -> Transition.to(state));
    }

    @Override
    public Transition timePassed(RoundEvent.TimePassed event) {
        if (!state.terms().isAnnounced()) {
            Transition announced = announced(state.terms(), event.nowMs());
            return announced.then(new RoundDecisions(model, announced.state()).clockRead(event));
        }
        return clockRead(event);
    }

    private Transition clockRead(RoundEvent.TimePassed event) {
        Optional<CloseReason> reason = closeReason(event.count(), event.nowMs());
        if (reason.isPresent()) {
            return Transition.to(state, closing(reason.get(), event.nowMs()));
        }
        if (isHopeless(event.count(), event.nowMs())) {
            return Transition.to(state, new UnmaskEffect.DiscardOpen(unevenPlan(event.nowMs())));
        }
        boolean isExtended = state.phase().mayClose() && state.times().isOverdue(event.nowMs());
        return isExtended ? extended(event.nowMs()) : Transition.to(state);
    }

    private RoundEffect closing(CloseReason reason, long nowMs) {
        // Words become a version in two steps: their list is fixed and committed before their sum can be seen.
        return settings().privacy().isMasked() || settings().privacy().isNoised()
                ? new UnmaskEffect.FixMembers(reason)
                : new CloseRound(roundPlan(reason, nowMs));
    }

    /** Where the quorum is checked. */
    private Optional<CloseReason> closeReason(RoundCount count, long nowMs) {
        if (!state.phase().mayClose() || !count.isReleasable()) {
            return Optional.empty();
        }
        RoundSettings round = settings().round();
        return new ClosePolicy(round.goal(), round.quorum())
                .decide(count.votes(strategyOf(settings())), state.times().isOverdue(nowMs));
    }

    /**
     * Whether members of uneven weight keep a round from ever closing: it is full, or has waited for further members for one
     * extension of its deadline.
     */
    private boolean isHopeless(RoundCount count, long nowMs) {
        boolean isWaitedFor = state.times().extensions() > 0
                && state.times().isOverdue(nowMs)
                && count.updates() >= settings().round().quorum();
        return settings().privacy().isMasked()
                && state.phase().mayClose()
                && !count.isReleasable()
                && (count.isFull() || isWaitedFor);
    }

    private VersionPlan unevenPlan(long nowMs) {
        return roundPlan(CloseReason.DEADLINE, nowMs)
                .withNote("the weights of its members are too uneven for a release, since some of them are stale;"
                        + " the model stays as it was");
    }

    private Transition extended(long nowMs) {
        RoundTerms terms = state.terms();
        RoundState extended = state.with(state.times().extended(nowMs, terms.deadlineMs()));
        if (terms.asked().isPresent()) {
            // A round that cannot close must not keep away the very settings that would let it.
            VersionPlan plan =
                    settingsPlan(terms, "settings changed at the deadline of a round below its quorum", nowMs);
            return Transition.to(extended, new PublishAgain(plan));
        }
        return terms.canWiden()
                ? new RoundDecisions(model, extended).announced(terms.widened(), nowMs)
                : Transition.to(extended);
    }

    private Transition announced(RoundTerms terms, long nowMs) {
        return Transition.to(
                state.with(terms.announced()),
                new Announce(terms.announcement(state.modelVersion(), state.phase(), nowMs)));
    }

    @Override
    public Transition commanded(RoundEvent.Commanded event) {
        return event.command().handTo(new CommandDecisions(this, event.nowMs()));
    }

    @Override
    public Transition versionRead(RoundEvent.VersionRead event) {
        var command = event.command();
        if (event.found().isEmpty()) {
            return Transition.to(state, CommandDecisions.unreadable(state, command));
        }
        VersionPlan plan = plan(
                VersionPlan.ROLLBACK,
                CloseReason.ROLLBACK,
                command.commandId(),
                command.reason(),
                command.toVersion(),
                event.nowMs());
        return Transition.to(state, new PublishParameters(plan, event.found().get(), true));
    }

    @Override
    public Transition versionPublished(RoundEvent.VersionPublished event) {
        long version = state.modelVersion() + 1;
        FederationSettings next = event.plan().next();
        int keep = next.model().keepVersions();
        KeptVersions kept = state.kept().plus(version, event.chunkCount());
        List<RoundEffect> effects = new ArrayList<>(kept.expired(version, keep));
        if (combinesSum(settings()) != combinesSum(next)) {
            effects.add(new RebuildSums());
        }
        RoundState after = event.emptied()
                .map(emptied -> state.with(state.positions().emptied(emptied)))
                .orElse(state)
                .next(phaseAfter(event), kept.newest(version, keep), judgeAfter(version, event.plan()), event.nowMs());
        return new Transition(after, effects);
    }

    /** A round that waits for its masks goes on waiting when a version comes from elsewhere and keeps the updates. */
    private RoundPhase phaseAfter(RoundEvent.VersionPublished event) {
        boolean isStillPending =
                event.emptied().isEmpty() && state.phase().pending().isPresent();
        return isStillPending ? state.phase() : new RoundPhase.Collecting();
    }

    /** Means are compared within a line of versions that follow from one another. */
    private JudgeMemory judgeAfter(long version, VersionPlan plan) {
        VersionJudge judge = VersionJudge.of(settings().evaluation(), state.judge());
        if (plan.rolledBackTo() >= 0) {
            judge.rolledBack(version, plan.rolledBackTo());
        } else if (plan.strategy().equals(VersionPlan.PUBLISHED)) {
            judge.modelReplaced(version);
        }
        return VersionJudge.of(plan.next().evaluation(), judge.memory()).memory();
    }

    @Override
    public Transition done(RoundEvent.Done event) {
        if (state.phase().isStopped()) {
            return Transition.to(state);
        }
        RoundState stopped = state.with(new Stopped(event.reason()));
        Transition dropped = state.phase()
                .pending()
                .map(pending -> Transition.to(
                        stopped.with(stopped.positions().closedThrough(pending.lastSequences())),
                        new UnmaskEffect.Drop()))
                .orElseGet(() -> Transition.to(stopped));
        return dropped.then(new RoundDecisions(model, dropped.state()).announced(state.terms(), event.nowMs()));
    }

    @Override
    public Transition unmask(UnmaskEvent event) {
        return event.answerBy(new UnmaskDecisions(this));
    }

    /** Plan of a version that the round makes. */
    VersionPlan roundPlan(CloseReason reason, long nowMs) {
        return plan(strategyOf(settings()).name(), reason, "", "", VersionPlan.NONE, nowMs);
    }

    /** Plan of a version that brings in settings that were asked for, and nothing else. */
    VersionPlan settingsPlan(RoundTerms terms, String note, long nowMs) {
        String commandId = terms.asked().orElseThrow().commandId();
        return new RoundDecisions(model, state.with(terms))
                .plan(VersionPlan.SETTINGS, CloseReason.PUBLISHED, commandId, note, VersionPlan.NONE, nowMs);
    }

    VersionPlan plan(
            String strategy, CloseReason reason, String commandId, String note, long rolledBackTo, long nowMs) {
        FederationSettings next = state.terms().nextSettings();
        var announcement =
                RoundTerms.begun(next).announcement(state.modelVersion() + 1, new RoundPhase.Collecting(), nowMs);
        return new VersionPlan(strategy, settings(), next, announcement, reason, commandId, note, rolledBackTo);
    }

    private FederationSettings settings() {
        return state.terms().settings();
    }

    private static AggregationStrategy strategyOf(FederationSettings settings) {
        return settings.strategy().create();
    }

    private static boolean combinesSum(FederationSettings settings) {
        return strategyOf(settings).fold(linear -> true, robust -> false);
    }
}
