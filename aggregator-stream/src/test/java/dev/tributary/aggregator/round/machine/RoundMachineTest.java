package dev.tributary.aggregator.round.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.aggregator.control.Command;
import dev.tributary.aggregator.harness.SettingsFixtures;
import dev.tributary.aggregator.publication.VersionPlan;
import dev.tributary.aggregator.round.machine.RoundEffect.Announce;
import dev.tributary.aggregator.round.machine.RoundEffect.CloseRound;
import dev.tributary.aggregator.round.machine.RoundEffect.ExpireVersion;
import dev.tributary.aggregator.round.machine.RoundEffect.FollowWith;
import dev.tributary.aggregator.round.machine.RoundEffect.PublishAgain;
import dev.tributary.aggregator.round.machine.RoundEffect.PublishEvaluation;
import dev.tributary.aggregator.round.machine.RoundEffect.PublishParameters;
import dev.tributary.aggregator.round.machine.RoundEffect.ReadVersion;
import dev.tributary.aggregator.round.machine.RoundEffect.RebuildSums;
import dev.tributary.aggregator.round.machine.RoundEffect.RefuseCommand;
import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.schemas.avro.CloseReason;
import dev.tributary.schemas.avro.MetricSpread;
import dev.tributary.schemas.avro.VersionEvaluation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Every decision about a round, as sentences: no Kafka, no clock, no model. */
class RoundMachineTest {

    private static final RoundMachine MACHINE = new RoundMachine(new RoundMachine.ModelShape(4, "layout"));
    private static final RoundCount EMPTY = new RoundCount(0, 0);
    private static final Command.Parameters PARAMETERS = new Command.Parameters(new float[4]);
    private static final long NOW = 5000;

    private static RoundState announced(String... sections) {
        FederationSettings settings = SettingsFixtures.settings(sections);
        RoundState begun = RoundState.begun(3, 1, settings, 1000);
        return on(begun, new RoundEvent.TimePassed(EMPTY, 1000)).state();
    }

    private static Transition on(RoundState state, RoundEvent event) {
        return MACHINE.on(state, event);
    }

    private static Transition command(RoundState state, Command command) {
        return on(state, new RoundEvent.Commanded(command, NOW));
    }

    private static Command.ChangeSettings change(String... sections) {
        return new Command.ChangeSettings("apply-1", SettingsFixtures.settings(sections));
    }

    private static Command.Evaluated evaluated(long version, double accuracy) {
        return new Command.Evaluated(new VersionEvaluation(
                version, 5L, 5L, 50L, Map.of("accuracy", new MetricSpread(accuracy, 0.1, 5L)), false, 0L));
    }

    /** Carries out a plan as the stage does, in a round that keeps its updates. */
    private static Transition published(RoundState state, VersionPlan plan) {
        return on(state, new RoundEvent.VersionPublished(plan, 2, Optional.empty(), NOW));
    }

    private static RoundState stopped(String... sections) {
        return on(announced(sections), new RoundEvent.Done("good enough", NOW)).state();
    }

    @Test
    void shouldTellClientsWhenItBegins() {
        RoundState begun = RoundState.begun(3, 1, SettingsFixtures.settings(), 1000);

        Transition first = on(begun, new RoundEvent.TimePassed(EMPTY, 2000));
        Transition second = on(first.state(), new RoundEvent.TimePassed(EMPTY, 2000));

        assertThat(first.effects()).singleElement().isInstanceOfSatisfying(Announce.class, told -> {
            assertThat(told.state().getVersion()).isEqualTo(3);
            assertThat(told.state().getIsStopped()).isFalse();
            assertThat(told.isAwaited()).isTrue();
        });
        assertThat(second).isEqualTo(Transition.to(first.state()));
    }

    @Test
    void shouldCloseWhenTheGoalIsReached() {
        RoundState state = announced("round: {goal: 2, quorum: 1}");

        assertThat(on(state, new RoundEvent.UpdatesJoined(new RoundCount(1, 1), NOW))
                        .effects())
                .isEmpty();
        Transition closed = on(state, new RoundEvent.UpdatesJoined(new RoundCount(2, 1), NOW));

        assertThat(closed.state()).isEqualTo(state);
        assertThat(closed.effects()).singleElement().isInstanceOfSatisfying(CloseRound.class, close -> {
            assertThat(close.plan().reason()).isEqualTo(CloseReason.GOAL);
            assertThat(close.plan().strategy()).isEqualTo("fedAvg");
            assertThat(close.plan().announcement().getVersion()).isEqualTo(4);
            assertThat(close.plan().announcement().getWrittenAtMs()).isEqualTo(NOW);
        });
    }

    @Test
    void shouldCountClientsWhenEachHasOneVote() {
        RoundState state = announced("round: {goal: 3, quorum: 3}", "strategy: {name: median}");

        assertThat(on(state, new RoundEvent.UpdatesJoined(new RoundCount(9, 2), NOW))
                        .effects())
                .isEmpty();
        assertThat(on(state, new RoundEvent.UpdatesJoined(new RoundCount(9, 3), NOW))
                        .effects())
                .hasSize(1);
    }

    @Test
    void shouldCloseAtTheDeadlineWhenTheQuorumIsThere() {
        RoundState state = announced("round: {goal: 9, quorum: 2, deadline: 10s}");
        RoundCount two = new RoundCount(2, 2);

        assertThat(on(state, new RoundEvent.TimePassed(two, 10_999)).effects()).isEmpty();
        assertThat(on(state, new RoundEvent.TimePassed(two, 11_000)).effects())
                .singleElement()
                .isInstanceOfSatisfying(
                        CloseRound.class,
                        close -> assertThat(close.plan().reason()).isEqualTo(CloseReason.DEADLINE));
    }

    @Test
    void shouldExtendTheDeadlineWhenTheQuorumIsMissing() {
        RoundState state = announced("round: {goal: 9, quorum: 2, deadline: 10s}");

        Transition extended = on(state, new RoundEvent.TimePassed(new RoundCount(1, 1), 11_500));

        assertThat(extended.effects()).isEmpty();
        assertThat(extended.state().times()).isEqualTo(new RoundTimes(1000, 21_500, 1));
    }

    @Test
    void shouldWidenTheCohortWhenASynchronousRoundIsExtended() {
        RoundState state = announced("round: {mode: sync, samplingRate: 0.6, goal: 2, quorum: 2, deadline: 10s}");

        Transition extended = on(state, new RoundEvent.TimePassed(EMPTY, 11_000));

        assertThat(extended.state().terms().samplingRate()).isEqualTo(1);
        assertThat(extended.effects()).singleElement().isInstanceOfSatisfying(Announce.class, told -> assertThat(
                        told.state().getSamplingRate())
                .isEqualTo(1));
        assertThat(on(extended.state(), new RoundEvent.TimePassed(EMPTY, 21_000))
                        .effects())
                .isEmpty();
    }

    @Test
    void shouldBringInSettingsWhenTheRoundThatWaitsForThemCannotClose() {
        RoundState state = announced("round: {goal: 9, quorum: 9, deadline: 10s}");
        Transition asked = command(state, change("round: {goal: 1, deadline: 20s}"));

        Transition extended = on(asked.state(), new RoundEvent.TimePassed(EMPTY, 11_000));

        assertThat(asked.effects()).isEmpty();
        assertThat(extended.effects()).singleElement().isInstanceOfSatisfying(PublishAgain.class, again -> {
            assertThat(again.plan().commandId()).isEqualTo("apply-1");
            assertThat(again.plan().next().round().goal()).isEqualTo(1);
            RoundState next = published(extended.state(), again.plan()).state();
            assertThat(next.terms().settings().round().goal()).isEqualTo(1);
            assertThat(next.terms().asked()).isEmpty();
            assertThat(next.times()).isEqualTo(new RoundTimes(NOW, NOW + 20_000, 0));
        });
    }

    @Test
    void shouldRefuseSettingsWhenTheyCannotChange() {
        RoundState state = announced();

        assertThat(command(state, change("topics: {updatePartitions: 2}")))
                .satisfies(answer -> assertThat(answer.state()).isEqualTo(state))
                .extracting(Transition::effects)
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
                .singleElement()
                .isInstanceOf(RefuseCommand.class);
    }

    @Test
    void shouldRefuseSettingsWhenTheyWouldBringNoiseIntoALivingFederation() {
        RoundState state = announced();

        assertThat(command(state, change("privacy: {masking: off, noiseMultiplier: 1, clippingNorm: 1}"))
                        .effects())
                .singleElement()
                .isInstanceOfSatisfying(RefuseCommand.class, refusal -> assertThat(refusal.why())
                        .startsWith("privacy.noiseMultiplier must stay 0 while the federation lives, was 1.0"));
    }

    @Test
    void shouldKeepTheRoundWhenAModelIsPublished() {
        RoundState state = announced();
        Command.PublishModel fits = new Command.PublishModel("publish-1", "layout", PARAMETERS, "retrained");
        Command.PublishModel other = new Command.PublishModel("publish-2", "another", PARAMETERS, "");

        assertThat(command(state, fits).effects())
                .singleElement()
                .isInstanceOfSatisfying(PublishParameters.class, publish -> {
                    assertThat(publish.discardsRound()).isFalse();
                    assertThat(publish.parameters()).isSameAs(PARAMETERS);
                    assertThat(publish.plan().strategy()).isEqualTo(VersionPlan.PUBLISHED);
                });
        assertThat(command(state, other).effects())
                .containsExactly(new RefuseCommand("publish-2", "layout of the model must be layout, was another"));
    }

    @Test
    void shouldDiscardTheRoundWhenItIsRolledBack() {
        RoundState state = announced();
        Command.RollBack back = new Command.RollBack("rollback-1", 1, "it was better");

        assertThat(command(state, back).effects()).containsExactly(new ReadVersion(back));
        assertThat(on(state, new RoundEvent.VersionRead(back, Optional.of(PARAMETERS), NOW))
                        .effects())
                .singleElement()
                .isInstanceOfSatisfying(PublishParameters.class, publish -> {
                    assertThat(publish.discardsRound()).isTrue();
                    assertThat(publish.plan().rolledBackTo()).isEqualTo(1);
                    assertThat(publish.plan().reason()).isEqualTo(CloseReason.ROLLBACK);
                });
    }

    @Test
    void shouldRefuseToRollBackWhenTheVersionIsNotReadable() {
        RoundState state = announced();
        for (long version : new long[] {-1, 3, 4, Long.MAX_VALUE}) {
            Command.RollBack back = new Command.RollBack("rollback-1", version, "");
            assertThat(command(state, back).effects())
                    .containsExactly(new RefuseCommand(
                            "rollback-1",
                            "version to roll back to must be a readable one below 3, was " + version
                                    + "; the readable ones are listed by: tributary model list"));
        }
        Command.RollBack gone = new Command.RollBack("rollback-2", 0, "");
        assertThat(on(state, new RoundEvent.VersionRead(gone, Optional.empty(), NOW))
                        .effects())
                .singleElement()
                .isInstanceOf(RefuseCommand.class);
    }

    @Test
    void shouldDoNothingWhenItIsStopped() {
        RoundState state = stopped("round: {goal: 1, quorum: 1, deadline: 10s}");

        assertThat(state.phase()).isEqualTo(new RoundPhase.Stopped("good enough"));
        assertThat(on(state, new RoundEvent.UpdatesJoined(new RoundCount(5, 5), NOW)))
                .isEqualTo(Transition.to(state));
        assertThat(on(state, new RoundEvent.TimePassed(new RoundCount(5, 5), 99_000)))
                .isEqualTo(Transition.to(state));
        assertThat(on(state, new RoundEvent.Done("again", NOW))).isEqualTo(Transition.to(state));
    }

    @Test
    void shouldBeginAnewWhenSettingsComeAfterItHasStopped() {
        Transition asked = command(stopped("round: {goal: 1}"), change("round: {goal: 2}"));

        assertThat(asked.effects()).singleElement().isInstanceOfSatisfying(PublishAgain.class, again -> {
            assertThat(again.plan().announcement().getIsStopped()).isFalse();
            assertThat(published(asked.state(), again.plan()).state().phase()).isEqualTo(new RoundPhase.Collecting());
        });
    }

    @Test
    void shouldStopAfterTheRollbackWhenAnEvaluationAsksForBoth() {
        RoundState state = announced(
                "round: {goal: 3, quorum: 3}",
                "evaluation: {guard: {maxFall: 0.1, action: rollback}, stop: {patience: 1, minProgress: 0.5}}");
        RoundState better = command(state, evaluated(3, 0.9)).state();

        Transition answer = command(published(better, closePlan(better)).state(), evaluated(4, 0.2));

        assertThat(answer.effects()).hasSize(3);
        assertThat(answer.effects().get(0)).isInstanceOfSatisfying(PublishEvaluation.class, judged -> assertThat(
                        judged.evaluation().getIsBad())
                .isTrue());
        assertThat(answer.effects().get(1)).isInstanceOfSatisfying(FollowWith.class, back -> assertThat(back.event())
                .isEqualTo(new RoundEvent.Commanded(
                        new Command.RollBack("guard-4", 3, "guard: accuracy of version 4 fell to 0.200000"), NOW)));
        assertThat(answer.effects().get(2)).isInstanceOfSatisfying(FollowWith.class, stop -> assertThat(stop.event())
                .isInstanceOf(RoundEvent.Done.class));
    }

    @Test
    void shouldIgnoreAnEvaluationWhenItsVersionIsNotThere() {
        RoundState state = announced();

        assertThat(command(state, evaluated(4, 0.5))).isEqualTo(Transition.to(state));
    }

    @Test
    void shouldExpireOldVersionsAndMakeSumsAgainWhenSettingsChangeWithTheVersion() {
        RoundState state = announced("model: {keepVersions: 3}", "round: {goal: 3, quorum: 3}");
        RoundState asked = command(
                        state,
                        change("strategy: {name: median}", "model: {keepVersions: 2}", "round: {goal: 3, quorum: 3}"))
                .state();
        VersionPlan plan = closePlan(asked);
        RoundEvent.Emptied emptied = new RoundEvent.Emptied(77, Map.of(0, 5L));

        Transition answer = on(asked, new RoundEvent.VersionPublished(plan, 2, Optional.of(emptied), NOW));
        Transition after = published(answer.state(), closePlan(answer.state()));

        assertThat(answer.effects()).containsExactly(new RebuildSums());
        assertThat(answer.state().modelVersion()).isEqualTo(4);
        assertThat(answer.state().positions().partialsFrom()).isEqualTo(77);
        assertThat(answer.state().positions().closedSequences()).containsExactly(Map.entry(0, 5L));
        assertThat(after.effects()).containsExactly(new ExpireVersion(3, 1));
        assertThat(after.state().kept().oldest()).isEqualTo(4);
        assertThat(after.state().positions().partialsFrom()).isEqualTo(77);
    }

    private static VersionPlan closePlan(RoundState state) {
        List<RoundEffect> effects = on(state, new RoundEvent.UpdatesJoined(new RoundCount(3, 3), NOW))
                .effects();
        return ((CloseRound) effects.get(0)).plan();
    }

    @Test
    void shouldKnowCommandsThatWereProcessedWhenTheyComeAgain() {
        RoundState state = on(announced(), new RoundEvent.ControlRead(8, 7)).state();

        assertThat(state.hasReadControl(7)).isTrue();
        assertThat(state.hasReadControl(0)).isTrue();
        assertThat(state.hasReadControl(8)).isFalse();
    }

    @Test
    void shouldGiveTheSameAnswerWhenAskedTwice() {
        RoundState state = announced("round: {goal: 1}");
        RoundEvent event = new RoundEvent.UpdatesJoined(new RoundCount(1, 1), NOW);

        assertThat(on(state, event)).isEqualTo(on(state, event));
    }
}
