package dev.tributary.aggregator.round.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.aggregator.control.Command;
import dev.tributary.aggregator.harness.SettingsFixtures;
import dev.tributary.aggregator.publication.VersionPlan;
import dev.tributary.aggregator.round.machine.RoundEffect.Announce;
import dev.tributary.aggregator.round.machine.RoundEffect.PublishParameters;
import dev.tributary.aggregator.round.machine.RoundEffect.ReadVersion;
import dev.tributary.aggregator.round.machine.RoundEffect.RefuseCommand;
import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.schemas.avro.CloseReason;
import dev.tributary.schemas.masked.Digest;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The decisions about a masked round that has closed, as sentences. */
class UnmaskingMachineTest {

    private static final RoundMachine MACHINE = new RoundMachine(new RoundMachine.ModelShape(4, "layout"));
    private static final RoundCount FULL = new RoundCount(5, 5);
    private static final long NOW = 5000;
    private static final PendingRelease PENDING = new PendingRelease(
            4,
            Digest.hash(new byte[] {1}),
            CloseReason.GOAL,
            new RoundTimes(1000, 61_000, 0),
            Map.of(0, 5L),
            Set.of(),
            NOW);

    private static FederationSettings settings(String... sections) {
        return SettingsFixtures.settings(
                Stream.concat(Stream.of("privacy: {masking: required}"), Arrays.stream(sections))
                        .toArray(String[]::new));
    }

    private static RoundState collecting(String round) {
        RoundState begun = RoundState.begun(3, 1, settings(round), 1000);
        return on(begun, new RoundEvent.TimePassed(new RoundCount(0, 0, false, false), 1000))
                .state();
    }

    private static RoundState collecting() {
        return collecting("round: {goal: 5, quorum: 5}");
    }

    private static RoundState unmasking() {
        return on(collecting(), new UnmaskEvent.MembersFixed(PENDING, NOW)).state();
    }

    private static Transition on(RoundState state, RoundEvent event) {
        return MACHINE.on(state, event);
    }

    private static Transition published(RoundState state, VersionPlan plan, Optional<RoundEvent.Emptied> emptied) {
        return on(state, new RoundEvent.VersionPublished(plan, 2, emptied, NOW));
    }

    @Test
    void shouldFixTheMembersWhenTheGoalOfAMaskedRoundIsReached() {
        RoundState state = collecting();

        Transition closed = on(state, new RoundEvent.UpdatesJoined(FULL, NOW));

        assertThat(closed.state()).isEqualTo(state);
        assertThat(closed.effects()).containsExactly(new UnmaskEffect.FixMembers(CloseReason.GOAL));
        assertThat(closed.effects().get(0).isAwaited()).isTrue();
    }

    @Test
    void shouldWaitForMoreWhenTheMaskHelperWouldRefuseTheList() {
        RoundState state = collecting();

        assertThat(on(state, new RoundEvent.UpdatesJoined(new RoundCount(5, 4, false, false), NOW))
                        .effects())
                .isEmpty();
        Transition extended = on(state, new RoundEvent.TimePassed(new RoundCount(5, 4, false, false), 1_000_000));
        assertThat(extended.effects()).isEmpty();
        assertThat(extended.state().times().extensions()).isEqualTo(1);
    }

    @Test
    void shouldDiscardTheRoundWhenUnevenWeightsKeepItOpenAfterItsExtension() {
        RoundCount uneven = new RoundCount(5, 5, false, false);
        RoundState extended =
                on(collecting(), new RoundEvent.TimePassed(uneven, 1_000_000)).state();

        Transition discarded = on(extended, new RoundEvent.TimePassed(uneven, 10_000_000));

        assertThat(discarded.effects()).singleElement().satisfies(effect -> {
            assertThat(effect).isInstanceOf(UnmaskEffect.DiscardOpen.class);
            assertThat(((UnmaskEffect.DiscardOpen) effect).plan().note()).contains("too uneven");
        });
    }

    @Test
    void shouldDiscardTheRoundAtOnceWhenItIsFullOfUnevenWeights() {
        assertThat(on(collecting(), new RoundEvent.TimePassed(new RoundCount(10, 10, false, true), NOW))
                        .effects())
                .hasOnlyElementsOfType(UnmaskEffect.DiscardOpen.class);
    }

    @Test
    void shouldGoOnWaitingWhenARoundIsBelowItsQuorum() {
        RoundCount few = new RoundCount(4, 4, false, false);
        RoundState extended =
                on(collecting(), new RoundEvent.TimePassed(few, 1_000_000)).state();

        assertThat(on(extended, new RoundEvent.TimePassed(few, 10_000_000)).effects())
                .isEmpty();
    }

    @Test
    void shouldCollectTheNextRoundWhenTheMembersAreFixed() {
        RoundState state = unmasking();

        assertThat(state.phase().pending()).contains(PENDING);
        assertThat(state.modelVersion()).isEqualTo(3);
        assertThat(state.times().openedAtMs()).isEqualTo(NOW);
        assertThat(on(state, new RoundEvent.UpdatesJoined(FULL, NOW)).effects()).isEmpty();
        assertThat(on(state, new RoundEvent.TimePassed(FULL, 1_000_000))).isEqualTo(Transition.to(state));
    }

    @Test
    void shouldPublishAndCloseTheNextRoundWhenTheSumArrives() {
        Transition arrived = on(unmasking(), new UnmaskEvent.SumArrived(NOW));

        assertThat(arrived.effects()).singleElement().isInstanceOfSatisfying(UnmaskEffect.Unmask.class, unmask -> {
            assertThat(unmask.plan().reason()).isEqualTo(CloseReason.GOAL);
            RoundState next = published(
                            arrived.state(), unmask.plan(), Optional.of(new RoundEvent.Emptied(90, Map.of(0, 5L))))
                    .state();
            assertThat(next.phase()).isEqualTo(new RoundPhase.Collecting());
            assertThat(next.modelVersion()).isEqualTo(4);
            assertThat(next.positions().closedSequences()).containsEntry(0, 5L);
            assertThat(on(next, new RoundEvent.TimePassed(FULL, NOW + 50)).effects())
                    .containsExactly(new UnmaskEffect.FixMembers(CloseReason.GOAL));
        });
    }

    @Test
    void shouldAskForASmallerListWhenMembersAreRefused() {
        Transition refused = on(
                unmasking(),
                new UnmaskEvent.ListRefused("MEMBER_RELEASED", Set.of("u-1"), new RoundCount(6, 6, true, false), NOW));

        assertThat(refused.effects()).containsExactly(new UnmaskEffect.AskAgain());
        PendingRelease smaller = refused.state().phase().pending().orElseThrow();
        assertThat(smaller.takenOut()).containsExactly("u-1");
        // Asked again: the next round goes on as it was.
        RoundState again = on(refused.state(), new UnmaskEvent.MembersFixed(smaller, NOW + 9))
                .state();
        assertThat(again.times()).isEqualTo(refused.state().times());
        // The same refusal twice would go on for ever.
        assertThat(on(
                                again,
                                new UnmaskEvent.ListRefused(
                                        "MEMBER_RELEASED", Set.of("u-1"), new RoundCount(6, 6, true, false), NOW))
                        .effects())
                .hasOnlyElementsOfType(UnmaskEffect.Discard.class);
    }

    @Test
    void shouldDiscardTheRoundWithItsReasonWhenTooFewAreLeft() {
        Transition refused = on(
                unmasking(),
                new UnmaskEvent.ListRefused("MEMBER_EXPIRED", Set.of("u-1"), new RoundCount(4, 4, false, false), NOW));

        assertThat(refused.effects()).singleElement().isInstanceOfSatisfying(UnmaskEffect.Discard.class, discard -> {
            assertThat(discard.plan().note())
                    .isEqualTo("the mask helper does not release the round: MEMBER_EXPIRED; the model stays as it was");
            RoundState next = published(
                            refused.state(), discard.plan(), Optional.of(new RoundEvent.Emptied(90, Map.of(0, 5L))))
                    .state();
            assertThat(next.phase().pending()).isEmpty();
            assertThat(next.modelVersion()).isEqualTo(4);
        });
    }

    @Test
    void shouldDiscardTheRoundWhenItsSumIsOutOfRange() {
        assertThat(on(unmasking(), new UnmaskEvent.SumUnusable("word 3 of the sum must be small", NOW))
                        .effects())
                .singleElement()
                .isInstanceOfSatisfying(
                        UnmaskEffect.Discard.class,
                        discard -> assertThat(discard.plan().note()).startsWith("word 3 of the sum must be small"));
    }

    @Test
    void shouldChangeNothingWhenAnAnswerComesForNoRound() {
        RoundState state = collecting();

        for (UnmaskEvent late : new UnmaskEvent[] {
            new UnmaskEvent.SumArrived(NOW),
            new UnmaskEvent.SumUnusable("late", NOW),
            new UnmaskEvent.ListRefused("MEMBER_EXPIRED", Set.of(), FULL, NOW)
        }) {
            assertThat(on(state, late)).isEqualTo(Transition.to(state));
        }
    }

    @Test
    void shouldKeepPositionsWhenRecordsOfAnswersAreRead() {
        RoundState state = on(unmasking(), new UnmaskEvent.AnswerRead(3, 7)).state();

        assertThat(state.positions().maskSumsFrom()).isEqualTo(3);
        assertThat(state.positions().maskSumsThrough()).isEqualTo(7);
        assertThat(state.phase().pending()).contains(PENDING);
    }

    @Test
    void shouldGoOnWaitingWhenAnOperatorPublishesAModel() {
        Command.PublishModel command =
                new Command.PublishModel("publish-1", "layout", new Command.Parameters(new float[4]), "retrained");

        Transition asked = on(unmasking(), new RoundEvent.Commanded(command, NOW));

        assertThat(asked.effects()).singleElement().isInstanceOfSatisfying(PublishParameters.class, publish -> {
            RoundState next =
                    published(asked.state(), publish.plan(), Optional.empty()).state();
            assertThat(next.modelVersion()).isEqualTo(4);
            assertThat(next.phase().pending()).contains(PENDING);
        });
    }

    @Test
    void shouldForgetTheRoundWhenAnEarlierVersionIsPublishedAgain() {
        RoundState state = unmasking();
        Command.RollBack command = new Command.RollBack("back-1", 1, "worse");
        assertThat(on(state, new RoundEvent.Commanded(command, NOW)).effects())
                .containsExactly(new ReadVersion(command));

        Transition read =
                on(state, new RoundEvent.VersionRead(command, Optional.of(new Command.Parameters(new float[4])), NOW));

        assertThat(read.effects())
                .singleElement()
                .isInstanceOfSatisfying(PublishParameters.class, publish -> assertThat(published(
                                        read.state(),
                                        publish.plan(),
                                        Optional.of(new RoundEvent.Emptied(90, Map.of(0, 9L))))
                                .state()
                                .phase()
                                .pending())
                        .isEmpty());
    }

    @Test
    void shouldDropTheRoundWhenTheFederationIsDone() {
        Transition done = on(unmasking(), new RoundEvent.Done("good enough", NOW));

        assertThat(done.effects()).hasSize(2);
        assertThat(done.effects().get(0)).isEqualTo(new UnmaskEffect.Drop());
        assertThat(done.effects().get(1)).isInstanceOf(Announce.class);
        assertThat(done.state().phase().isStopped()).isTrue();
        assertThat(done.state().positions().closedSequences()).containsEntry(0, 5L);
    }

    @Test
    void shouldRefuseSettingsWhenTheyWouldChangeTheWordsOfMembers() {
        FederationSettings other = settings("round: {goal: 6, quorum: 5}");

        assertThat(on(unmasking(), new RoundEvent.Commanded(new Command.ChangeSettings("apply-1", other), NOW))
                        .effects())
                .singleElement()
                .isInstanceOf(RefuseCommand.class);
    }
}
