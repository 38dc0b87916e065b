package dev.tributary.client.round;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.client.link.Backoff;
import dev.tributary.client.link.Persistence;
import dev.tributary.client.link.StopSignal;
import dev.tributary.client.training.LocalEvaluation;
import dev.tributary.client.training.LocalEvaluator;
import dev.tributary.client.training.LocalTrainer;
import dev.tributary.client.training.LocalUpdate;
import dev.tributary.client.update.EvaluationPublisher;
import dev.tributary.client.update.FlakyProducer;
import dev.tributary.client.update.UpdateFixtures;
import dev.tributary.client.update.UpdatePublisher;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.avro.Evaluation;
import dev.tributary.schemas.avro.FederationState;
import dev.tributary.schemas.avro.ModelUpdate;
import dev.tributary.schemas.avro.RoundMode;
import dev.tributary.schemas.framing.RecordFraming;
import dev.tributary.schemas.framing.UndecodableRecordException;
import dev.tributary.schemas.globalmodel.GlobalModel;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.WakeupException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RoundParticipantTest {

    private static final float[] GOOD = {1, -2, 3, 0.5f};
    private static final float[] BAD = {1, Float.NaN, 3, 0.5f};

    private final ScriptedModels models = new ScriptedModels();
    private final FlakyProducer producer = new FlakyProducer();
    private final FlakyProducer reports = new FlakyProducer();
    private Optional<LocalEvaluator> evaluator = Optional.empty();
    private Clock clock = Clock.systemUTC();
    private final RecordingListener listener = new RecordingListener();
    private final StopSignal stop = new StopSignal();
    private final ClientProgress progress = new ClientProgress();

    @Test
    void shouldPublishOneUpdateForEachVersionWhenModelsArrive() {
        models.thenVersion(0).thenNothing().thenVersion(1).thenVersion(4);

        run(Participation.ENDLESS.withRounds(3), new FixedDeltaTrainer(GOOD));

        assertThat(sent()).extracting(ModelUpdate::getBaseVersion).containsExactly(0L, 1L, 4L);
        assertThat(listener.events())
                .containsExactly(
                        "model 0",
                        "trained 0 on 7",
                        "published 0, 16 bytes",
                        "model 1",
                        "trained 1 on 7",
                        "published 1, 16 bytes",
                        "model 4",
                        "trained 4 on 7",
                        "published 4, 16 bytes");
        assertThat(progress.counts()).isEqualTo(new ClientCounts(3, 3, 0, 0, false, 0, 48, 4));
    }

    @Test
    void shouldNotSendDeltaWhenItIsNotFinite() {
        models.thenVersion(0).thenVersion(1);

        run(Participation.ENDLESS.withRounds(1), new FixedDeltaTrainer(BAD, GOOD));

        assertThat(sent()).extracting(ModelUpdate::getBaseVersion).containsExactly(1L);
        assertThat(listener.events()).contains("skipped 0: delta must be finite, was NaN at parameter 1");
        assertThat(progress.counts().updatesSkipped()).isEqualTo(1);
    }

    @Test
    void shouldSendTheSameUpdateUntilItIsAcknowledgedWhenTheBrokerIsAway() {
        IntStream.range(0, 50).forEach(i -> producer.failing(i, new TimeoutException("away")));
        models.thenVersion(0).thenVersion(1);

        FixedDeltaTrainer trainer = new FixedDeltaTrainer(GOOD);
        run(Participation.ENDLESS.withRounds(2), trainer);

        assertThat(producer.sends()).isEqualTo(52);
        assertThat(trainer.trainings).as("the delta is held, not learnt again").isEqualTo(2);
        assertThat(progress.counts().retries()).isEqualTo(50);
        assertThat(sent()).extracting(ModelUpdate::getBaseVersion).containsExactly(0L, 1L);
    }

    @Test
    void shouldGoOnReadingWhenTheModelTopicCannotBeRead() {
        models.thenFailure(new TopicAuthorizationException("no READ"))
                .thenFailure(new WakeupException())
                .thenFailure(new TimeoutException("away"))
                .thenVersion(5);

        run(Participation.ENDLESS.withRounds(1), new FixedDeltaTrainer(GOOD));

        assertThat(sent()).extracting(ModelUpdate::getBaseVersion).containsExactly(5L);
        assertThat(listener.events())
                .startsWith(
                        "retry: TopicAuthorizationException: no READ (an ACL of this principal is missing)",
                        "retry: TimeoutException: away",
                        "model 5");
    }

    @Test
    void shouldEndWithoutTrainingWhenTheLastVersionArrives() {
        models.thenVersion(1).thenVersion(3);
        FixedDeltaTrainer trainer = new FixedDeltaTrainer(GOOD);

        run(Participation.ENDLESS.withUntilVersion(2), trainer);

        assertThat(trainer.trainings).isEqualTo(1);
        assertThat(progress.counts().modelVersion()).isEqualTo(3);
    }

    @Test
    void shouldTrainOnTheSameVersionWhenPolicyIsToTrainOn() {
        models.thenVersion(0).thenNothing().thenNothing().thenVersion(1);

        run(Participation.ENDLESS.withRounds(4).withUpdatePolicy(UpdatePolicy.TRAIN_ON), new FixedDeltaTrainer(GOOD));

        assertThat(sent()).extracting(ModelUpdate::getBaseVersion).containsExactly(0L, 0L, 0L, 1L);
        assertThat(sent()).extracting(ModelUpdate::getUpdateId).doesNotHaveDuplicates();
    }

    @Test
    void shouldWaitForNewerVersionWhenTrainingOnWouldDivergeAgain() {
        models.thenVersion(0).thenNothing().thenNothing().thenVersion(1);
        FixedDeltaTrainer trainer = new FixedDeltaTrainer(BAD, GOOD);

        run(Participation.ENDLESS.withRounds(1).withUpdatePolicy(UpdatePolicy.TRAIN_ON), trainer);

        assertThat(trainer.trainings).isEqualTo(2);
        assertThat(sent()).extracting(ModelUpdate::getBaseVersion).containsExactly(1L);
    }

    @Test
    void shouldEndWithoutAnotherAttemptWhenStoppedWhileBackingOff() {
        producer.failing(0, new TimeoutException("away"));
        models.thenVersion(0);
        ClientListener stopper = new ClientListener() {
            @Override
            public void onRetry(String deed, String reason, Duration delay) {
                stop.request();
            }
        };

        participant(Participation.ENDLESS, new FixedDeltaTrainer(GOOD), stopper, Duration.ofDays(1))
                .run();

        assertThat(producer.sends()).isEqualTo(1);
        assertThat(progress.counts().updatesPublished()).isZero();
    }

    @Test
    void shouldEndBeforeReadingWhenStoppedBefore() {
        stop.request();

        run(Participation.ENDLESS, new FixedDeltaTrainer(GOOD));

        assertThat(models.reads()).isZero();
    }

    @Test
    void shouldSayWhatToDoWhenTheTopicsLimitWasLowered() {
        producer.failing(0, new RecordTooLargeException("1 MiB is more than 512 KiB"));
        models.thenVersion(0);

        assertThatThrownBy(() -> run(Participation.ENDLESS, new FixedDeltaTrainer(GOOD)))
                .isInstanceOf(FederationException.class)
                .hasMessageContaining("must not be lowered while clients run")
                .hasMessageContaining("1 MiB is more than 512 KiB");
    }

    @Test
    void shouldPassOnWhatTrainingSaysWhenItCannotTrainTheModel() {
        models.thenVersion(0);
        LocalTrainer unable = model -> {
            throw new FederationException("definition must be dl4j-multilayer-json, was test");
        };

        assertThatThrownBy(() -> run(Participation.ENDLESS, unable))
                .hasMessage("definition must be dl4j-multilayer-json, was test");
    }

    @Test
    void shouldTellTheTrainerWhenItsUpdateIsAcknowledgedAndOnlyThen() {
        producer.failing(0, new TimeoutException("away"));
        models.thenVersion(0).thenVersion(1).thenVersion(2);
        FixedDeltaTrainer trainer = new FixedDeltaTrainer(GOOD, BAD, GOOD);

        run(Participation.ENDLESS.withRounds(2), trainer);

        assertThat(trainer.acknowledgements).containsExactly(1, 3);
    }

    @Test
    void shouldEndWithoutAnUpdateWhenTrainingIsGivenUp() {
        models.thenVersion(0);

        run(Participation.ENDLESS, new StoppedTrainer());

        assertThat(producer.sends()).isZero();
        assertThat(listener.events()).containsExactly("model 0");
    }

    @Test
    void shouldSitOutVersionsWhenItIsNotInTheirCohort() {
        // As Python's hashlib has it, the client's place is 0.763, 0.4045, 0.349, 0.4025 and 0.092 for versions 0 to 4.
        IntStream.range(0, 5)
                .forEach(version -> models.thenVersion(version, ScriptedModels.state(version, RoundMode.SYNC, 0.4)));

        run(Participation.ENDLESS.withRounds(2), new FixedDeltaTrainer(GOOD));

        assertThat(sent()).extracting(ModelUpdate::getBaseVersion).containsExactly(2L, 4L);
        assertThat(listener.events())
                .startsWith("model 0", "sat out 0 at 0.4", "model 1", "sat out 1 at 0.4", "model 2", "trained 2 on 7")
                .contains("model 3", "sat out 3 at 0.4");
    }

    @Test
    void shouldTrainAfterAllWhenTheSamplingRateIsRaised() {
        models.thenVersion(0, ScriptedModels.state(0, RoundMode.SYNC, 0.5))
                .thenNothing()
                .thenState(ScriptedModels.state(0, RoundMode.SYNC, 0.7))
                .thenState(ScriptedModels.state(0, RoundMode.SYNC, 0.8));

        run(Participation.ENDLESS.withRounds(1), new FixedDeltaTrainer(GOOD));

        assertThat(sent()).extracting(ModelUpdate::getBaseVersion).containsExactly(0L);
        assertThat(listener.events()).startsWith("model 0", "sat out 0 at 0.5", "trained 0 on 7");
    }

    @Test
    void shouldTrainOnceWhenTheRateIsRaisedAfterItsUpdate() {
        models.thenVersion(4, ScriptedModels.state(4, RoundMode.SYNC, 0.4))
                .thenState(ScriptedModels.state(4, RoundMode.SYNC, 1))
                .thenNothing()
                .thenVersion(8, ScriptedModels.state(8, RoundMode.SYNC, 0.4));

        run(Participation.ENDLESS.withRounds(2), new FixedDeltaTrainer(GOOD));

        assertThat(sent()).extracting(ModelUpdate::getBaseVersion).containsExactly(4L, 8L);
    }

    @Test
    void shouldWaitForTheStateBehindAModelWhenThatCameAlone() {
        models.thenState(ScriptedModels.state(0, RoundMode.SYNC, 1))
                .thenVersion(1)
                .thenState(ScriptedModels.state(1, RoundMode.SYNC, 0.1))
                .thenVersion(4);

        run(Participation.ENDLESS.withRounds(1), new FixedDeltaTrainer(GOOD));

        assertThat(sent()).extracting(ModelUpdate::getBaseVersion).containsExactly(4L);
        assertThat(listener.events()).startsWith("model 1", "sat out 1 at 0.1", "model 4");
    }

    @Test
    void shouldTakePartInEveryRoundWhenTheModeIsAsyncOrUnknown() {
        models.thenVersion(0, ScriptedModels.state(0, RoundMode.ASYNC, 0.01))
                .thenVersion(1, ScriptedModels.state(1, RoundMode.UNKNOWN, 0.01));

        run(Participation.ENDLESS.withRounds(2), new FixedDeltaTrainer(GOOD));

        assertThat(sent()).extracting(ModelUpdate::getBaseVersion).containsExactly(0L, 1L);
    }

    @Test
    void shouldEndInOrderWhenTheFederationStops() {
        FederationState stopped = FederationState.newBuilder(ScriptedModels.state(1, RoundMode.ASYNC, 1))
                .setIsStopped(true)
                .setStopReason("accuracy 0.91 reached\nthe target")
                .build();
        models.thenVersion(0).thenVersion(1, stopped);

        run(Participation.ENDLESS, new FixedDeltaTrainer(GOOD));

        assertThat(sent()).extracting(ModelUpdate::getBaseVersion).containsExactly(0L);
        assertThat(listener.events())
                .endsWith("model 1", "federation stopped: accuracy 0.91 reached the target")
                .doesNotHaveDuplicates();
    }

    @Test
    void shouldReportEachVersionBeforeTrainingWhenThereIsAnEvaluator() throws Exception {
        models.thenVersion(0)
                .thenVersion(4, ScriptedModels.state(4, RoundMode.SYNC, 0.05))
                .thenVersion(7);
        evaluator = Optional.of(model -> new LocalEvaluation(3, Map.of("accuracy", 0.5, "loss", Double.NaN)));

        run(Participation.ENDLESS.withUntilVersion(7), new FixedDeltaTrainer(GOOD));

        assertThat(reports.history()).extracting(ProducerRecord::key).containsExactly("0", "4", "7");
        Evaluation last = new RecordFraming().decode(reports.history().get(2).value(), Evaluation.class);
        assertThat(last.getVersion()).isEqualTo(7);
        assertThat(last.getClientId()).isEqualTo(UpdateFixtures.CLIENT.value());
        assertThat(last.getExampleCount()).isEqualTo(3);
        assertThat(last.getMetrics()).as("without what is not finite").isEqualTo(Map.of("accuracy", 0.5));
        assertThat(listener.events()).startsWith("model 0", "evaluated 0 on 3", "trained 0 on 7");
    }

    @Test
    void shouldTrainAllTheSameWhenReportsCannotBeSent() {
        IntStream.range(0, 9).forEach(i -> reports.failing(i, new TimeoutException("away")));
        models.thenVersion(0).thenVersion(1);
        evaluator = Optional.of(model -> new LocalEvaluation(3, Map.of("loss", 0.5)));

        run(Participation.ENDLESS.withRounds(2), new FixedDeltaTrainer(GOOD));

        assertThat(sent()).extracting(ModelUpdate::getBaseVersion).containsExactly(0L, 1L);
    }

    @Test
    void shouldEvaluateTheVersionAfterItsLastUpdateWhenItsRoundsAreDone() {
        models.thenVersion(0)
                .thenVersion(1)
                .thenVersion(2)
                .thenNothing()
                .thenVersion(3)
                .thenVersion(4);
        evaluator = Optional.of(model -> new LocalEvaluation(3, Map.of("accuracy", 0.5)));

        run(Participation.ENDLESS.withRounds(3), new FixedDeltaTrainer(GOOD));

        assertThat(reports.history()).extracting(ProducerRecord::key).containsExactly("0", "1", "2", "3");
        assertThat(sent()).extracting(ModelUpdate::getBaseVersion).containsExactly(0L, 1L, 2L);
    }

    @Test
    void shouldEndWithoutAnotherVersionWhenItsRoundsAreDoneAndNoneComes() {
        models.thenVersion(0);
        evaluator = Optional.of(model -> new LocalEvaluation(3, Map.of("accuracy", 0.5)));

        run(Participation.ENDLESS.withRounds(1), new FixedDeltaTrainer(GOOD));

        assertThat(reports.history()).extracting(ProducerRecord::key).containsExactly("0");
    }

    @Test
    void shouldTellOfARefusalWhenTheUpdateIsItsOwn() {
        models.thenVersion(0)
                .thenRefusals("NORM_TOO_LARGE", () -> List.of(sent().get(0).getUpdateId(), "of-another-client"))
                .thenVersion(1);

        run(Participation.ENDLESS.withUntilVersion(1), new FixedDeltaTrainer(GOOD));

        assertThat(listener.events())
                .containsExactly(
                        "model 0", "trained 0 on 7", "published 0, 16 bytes", "refused 0: NORM_TOO_LARGE", "model 1");
        assertThat(progress.counts().updatesRefused()).isEqualTo(1);
        assertThat(progress.counts().isRefused())
                .as("no update since, of which it could be said that it counts")
                .isTrue();
    }

    @Test
    void shouldHearThatItsLastUpdateWasRefusedWhenItsRoundsAreDone() {
        models.thenVersion(0)
                .thenRefusals("STALE_VERSION", () -> List.of(sent().get(0).getUpdateId()));

        run(Participation.ENDLESS.withRounds(1), new FixedDeltaTrainer(GOOD));

        assertThat(listener.events()).endsWith("refused 0: STALE_VERSION");
    }

    @Test
    void shouldBeRefusedNoMoreWhenAVersionComesAfterAnUpdateThatWasNot() {
        models.thenVersion(0)
                .thenRefusals("NORM_TOO_LARGE", () -> List.of(sent().get(0).getUpdateId()))
                .thenVersion(1)
                .thenVersion(2);

        run(Participation.ENDLESS.withUntilVersion(2), new FixedDeltaTrainer(GOOD));

        assertThat(progress.counts().updatesRefused()).isEqualTo(1);
        assertThat(progress.counts().isRefused()).isFalse();
    }

    @Test
    void shouldTrainAgainOnTheSameVersionWhenItsDeltaCouldNotBeSentAndNoNewerOneComes() {
        // Given: a federation that can publish nothing without this client
        models.thenVersion(0).thenNothing().thenNothing();
        evaluator = Optional.of(model -> new LocalEvaluation(3, Map.of("accuracy", 0.5)));
        clock = new StridingClock(Duration.ofSeconds(20));

        // When
        run(Participation.ENDLESS.withRounds(1), new FixedDeltaTrainer(BAD, BAD, GOOD));

        // Then
        assertThat(sent()).extracting(ModelUpdate::getBaseVersion).containsExactly(0L);
        assertThat(progress.counts().updatesSkipped()).isEqualTo(2);
        assertThat(reports.history()).as("evaluated once").hasSize(1);
    }

    private void run(Participation participation, LocalTrainer trainer) {
        participant(participation, trainer, listener, Duration.ofMillis(1)).run();
    }

    private RoundParticipant participant(
            Participation participation, LocalTrainer trainer, ClientListener heard, Duration pause) {
        var publisher =
                new UpdatePublisher(() -> producer, "fl.digits.updates", UpdateFixtures.CLIENT, new RecordFraming());
        var evaluations = new EvaluationPublisher(
                () -> reports, "fl.digits.evaluations", UpdateFixtures.CLIENT, new RecordFraming());
        var tools = new RoundParticipant.Tools(
                trainer,
                models,
                new Invitation(UpdateFixtures.CLIENT, models, heard),
                evaluator.map(measuring -> new VersionReport(measuring, evaluations, heard)),
                UpdateFixtures.encoder(),
                publisher,
                heard,
                clock);
        var backoff = new Backoff(new SplittableRandom(1), pause, pause);
        var persistence = new Persistence(backoff, stop, progress.counting(heard));
        return new RoundParticipant(participation, tools, persistence, stop, progress);
    }

    private List<ModelUpdate> sent() {
        return producer.history().stream().map(RoundParticipantTest::decode).toList();
    }

    private static ModelUpdate decode(ProducerRecord<String, byte[]> record) {
        try {
            return new RecordFraming().decode(record.value(), ModelUpdate.class);
        } catch (UndecodableRecordException e) {
            throw new AssertionError(e);
        }
    }

    /** Learns given deltas from seven examples; the last one again and again. */
    private static final class FixedDeltaTrainer implements LocalTrainer {

        private final Deque<float[]> deltas;
        private final List<Integer> acknowledgements = new ArrayList<>();
        private int trainings;

        FixedDeltaTrainer(float[]... deltas) {
            this.deltas = new ArrayDeque<>(List.of(deltas));
        }

        @Override
        public LocalUpdate train(GlobalModel model) {
            trainings++;
            float[] delta = deltas.size() > 1 ? deltas.removeFirst() : deltas.getFirst();
            return new LocalUpdate(delta, 7, Map.of("loss", 0.5));
        }

        @Override
        public void acknowledge() {
            acknowledgements.add(trainings);
        }
    }

    /** Goes on by the same time whenever it is looked at. */
    private static final class StridingClock extends Clock {

        private final Duration stride;
        private Instant now = Instant.EPOCH;

        StridingClock(Duration stride) {
            this.stride = stride;
        }

        @Override
        public Instant instant() {
            now = now.plus(stride);
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    /** Trains for ever, but is told to stop while it does. */
    private final class StoppedTrainer implements LocalTrainer {

        @Override
        public LocalUpdate train(GlobalModel model) {
            throw new AssertionError("a client must hand its trainer the question whether to stop");
        }

        @Override
        public Optional<LocalUpdate> train(GlobalModel model, BooleanSupplier isToStop) {
            while (!isToStop.getAsBoolean()) {
                stop.request();
            }
            return Optional.empty();
        }
    }
}
