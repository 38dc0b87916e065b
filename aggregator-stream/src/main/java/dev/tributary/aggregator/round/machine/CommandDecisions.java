package dev.tributary.aggregator.round.machine;

import dev.tributary.aggregator.control.Command;
import dev.tributary.aggregator.control.ControlIntake;
import dev.tributary.aggregator.evaluation.judging.Verdict;
import dev.tributary.aggregator.evaluation.judging.VersionJudge;
import dev.tributary.aggregator.publication.VersionPlan;
import dev.tributary.aggregator.round.machine.RoundEffect.FollowWith;
import dev.tributary.aggregator.round.machine.RoundEffect.PublishAgain;
import dev.tributary.aggregator.round.machine.RoundEffect.PublishEvaluation;
import dev.tributary.aggregator.round.machine.RoundEffect.PublishParameters;
import dev.tributary.aggregator.round.machine.RoundEffect.ReadVersion;
import dev.tributary.aggregator.round.machine.RoundEffect.RefuseCommand;
import dev.tributary.aggregator.round.machine.RoundTerms.AskedSettings;
import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.federation.settings.PrivacyFingerprint;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.avro.CloseReason;
import dev.tributary.schemas.avro.VersionEvaluation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The answers of the {@link RoundMachine} to commands. */
record CommandDecisions(RoundDecisions round, long nowMs) implements Command.Handler<Transition> {

    private RoundState state() {
        return round.state();
    }

    private Transition refused(String commandId, String why) {
        return Transition.to(state(), new RefuseCommand(commandId, why));
    }

    @Override
    public Transition refuse(Command.Refused command) {
        return refused(command.commandId(), command.why());
    }

    @Override
    public Transition change(Command.ChangeSettings command) {
        FederationSettings asked = command.settings();
        try {
            state().terms().settings().requireChangeTo(asked);
            requireSamePrivacy(state().terms().settings(), asked);
            asked.strategy()
                    .requireMemory(round.model().parameterCount(), asked.round().goal());
        } catch (FederationException e) {
            return refused(command.commandId(), e.getMessage());
        }
        RoundTerms terms = state().terms().withAsked(new AskedSettings(command.commandId(), asked));
        RoundState waiting = state().with(terms);
        if (!state().phase().isStopped()) {
            return Transition.to(waiting);
        }
        String note = "settings changed after the federation had stopped";
        return Transition.to(waiting, new PublishAgain(round.settingsPlan(terms, note, nowMs)));
    }

    /** Members of a masked round were made under the settings before, and the mask helper keeps to its own copy of them. */
    private static void requireSamePrivacy(FederationSettings before, FederationSettings asked) {
        if (before.privacy().isMasked() && !PrivacyFingerprint.of(before).equals(PrivacyFingerprint.of(asked))) {
            throw new FederationException("settings in the privacy fingerprint must stay as they are while a federation"
                    + " with masks lives, were changed; begin another federation with the newest model of this"
                    + " one (docs/protocol-masked.md, section 4, lists them)");
        }
    }

    @Override
    public Transition publish(Command.PublishModel command) {
        String expected = round.model().layoutFingerprint();
        if (!command.layoutFingerprint().equals(expected)) {
            return refused(
                    command.commandId(),
                    "layout of the model must be " + expected + ", was " + command.layoutFingerprint());
        }
        VersionPlan plan = round.plan(
                VersionPlan.PUBLISHED,
                CloseReason.PUBLISHED,
                command.commandId(),
                command.reason(),
                VersionPlan.NONE,
                nowMs);
        return Transition.to(state(), new PublishParameters(plan, command.parameters(), false));
    }

    @Override
    public Transition rollBack(Command.RollBack command) {
        boolean isEarlier = command.toVersion() >= 0 && command.toVersion() < state().modelVersion();
        return Transition.to(state(), isEarlier ? new ReadVersion(command) : unreadable(state(), command));
    }

    static RefuseCommand unreadable(RoundState state, Command.RollBack command) {
        return new RefuseCommand(
                command.commandId(),
                "version to roll back to must be a readable one below " + state.modelVersion() + ", was "
                        + command.toVersion() + "; the readable ones are listed by: tributary model list");
    }

    @Override
    public Transition judge(Command.Evaluated command) {
        VersionEvaluation evaluation = command.evaluation();
        if (evaluation.getVersion() > state().modelVersion()) {
            // Clients may speak of a version that is not there: a report is let in before that can be known.
            return Transition.to(state());
        }
        VersionJudge judge = VersionJudge.of(state().terms().settings().evaluation(), state().judge());
        Verdict verdict = judge.judge(evaluation, state().kept().oldest(), state().modelVersion());
        List<RoundEffect> effects = new ArrayList<>();
        effects.add(new PublishEvaluation(judged(evaluation, verdict)));
        verdict.rollbackTo().ifPresent(version -> effects.add(rollBackFrom(evaluation, version)));
        // After the rollback, so that it is the version of the rollback that the federation ends with.
        verdict.stopReason()
                .ifPresent(reason ->
                        effects.add(new FollowWith(new RoundEvent.Done(ControlIntake.shorten(reason), nowMs))));
        return new Transition(state().with(judge.memory()), effects);
    }

    private static VersionEvaluation judged(VersionEvaluation evaluation, Verdict verdict) {
        return new VersionEvaluation(
                evaluation.getVersion(),
                evaluation.getReportCount(),
                evaluation.getGroupSize(),
                evaluation.getExampleCount(),
                evaluation.getMetrics(),
                verdict.isBad(),
                evaluation.getEvaluatedAtMs());
    }

    private FollowWith rollBackFrom(VersionEvaluation evaluation, long toVersion) {
        String metric = state().terms().settings().evaluation().metric();
        String reason = String.format(
                Locale.ROOT,
                "guard: %s of version %d fell to %.6g",
                metric,
                evaluation.getVersion(),
                evaluation.getMetrics().get(metric).getMean());
        Command.RollBack command = new Command.RollBack("guard-" + evaluation.getVersion(), toVersion, reason);
        return new FollowWith(new RoundEvent.Commanded(command, nowMs));
    }
}
