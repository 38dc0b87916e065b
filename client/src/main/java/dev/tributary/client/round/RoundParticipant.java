package dev.tributary.client.round;

import dev.tributary.client.link.ModelSource;
import dev.tributary.client.link.OwnRefusals;
import dev.tributary.client.link.Persistence;
import dev.tributary.client.link.StopSignal;
import dev.tributary.client.training.LocalTrainer;
import dev.tributary.client.training.LocalUpdate;
import dev.tributary.client.training.TrainingPause;
import dev.tributary.client.update.NonFiniteDeltaException;
import dev.tributary.client.update.OutgoingUpdate;
import dev.tributary.client.update.UpdateMaker;
import dev.tributary.client.update.UpdatePublisher;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.avro.Rejection;
import dev.tributary.schemas.globalmodel.GlobalModel;
import dev.tributary.schemas.layout.ParameterLayout;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes part in round after round: the client's main loop, on the client's own thread.
 *
 * <p>In memory at any time: one model and its delta while training, one encoded delta while publishing, nothing while
 * waiting (with {@link UpdatePolicy#TRAIN_ON}, and outside the cohort, the model is kept; with error feedback one
 * residual, and a second one while publishing).
 */
final class RoundParticipant {

    private static final Logger LOG = LoggerFactory.getLogger(RoundParticipant.class);

    /** Longest single wait; only the log can tell one wait from the next. */
    private static final Duration WAIT = Duration.ofSeconds(5);

    /** Longest look for a newer version that may be there already, before training on with the one at hand. */
    private static final Duration GLANCE = Duration.ofMillis(100);

    /** Longest wait for the word that the last update was refused, when the rounds are done. */
    private static final Duration LAST_WORD = Duration.ofMillis(1_500);

    /** Waits of {@link #WAIT} for the version after the last update, which is to be evaluated: two minutes. */
    private static final int MOST_LAST_WAITS = 24;

    /** Longest single wait for a raised sampling rate while sitting out. */
    private static final Duration SITTING_OUT = Duration.ofSeconds(1);

    /** Glances for the state that follows a model in the same transaction, but perhaps not in the same fetch. */
    private static final int MOST_LOOKS = 10;

    private final Participation participation;
    private final LocalTrainer trainer;
    private final ModelSource models;
    private final UpdateMaker maker;
    private final UpdatePublisher publisher;
    private final Persistence persistence;
    private final StopSignal stop;
    private final ClientProgress progress;
    private final ClientListener listener;
    private final Clock clock;

    private final Invitation invitation;
    private final Optional<VersionReport> report;
    private final OwnRefusals refusals;
    private final TrainingPause pause = new TrainingPause();

    private long modelVersion = -1;
    private long measured = -1;
    private GlobalModel modelAtHand;
    private boolean isTrained;
    private boolean mayTrainAgain;
    private boolean hasToldOfWaiting;

    /** Collaborators of the loop. */
    record Tools(
            LocalTrainer trainer,
            ModelSource models,
            Invitation invitation,
            Optional<VersionReport> report,
            UpdateMaker maker,
            UpdatePublisher publisher,
            ClientListener listener,
            Clock clock) {}

    /** Outcome of a training, and the version that it began with. */
    private record Learnt(long baseVersion, ParameterLayout layout, LocalUpdate update) {}

    RoundParticipant(
            Participation participation,
            Tools tools,
            Persistence persistence,
            StopSignal stop,
            ClientProgress progress) {
        this.participation = participation;
        this.trainer = tools.trainer();
        this.models = tools.models();
        this.invitation = tools.invitation();
        this.report = tools.report();
        this.refusals = new OwnRefusals(tools.models());
        this.maker = tools.maker();
        this.publisher = tools.publisher();
        this.listener = tools.listener();
        this.clock = tools.clock();
        this.persistence = persistence;
        this.stop = stop;
        this.progress = progress;
    }

    /**
     * Runs until the participation or the federation is over, or the client is told to stop.
     *
     * @throws FederationException if the model cannot be trained here, or its update exceeds the topic's limit
     */
    void run() {
        while (!isOver()) {
            // Chained, so that nothing holds the model while its update is on the way.
            receive() // Step 1: receive the newest model,
                    .flatMap(this::train) // Step 2: train on it,
                    .flatMap(this::encode) // Step 3: turn the delta into an update,
                    .ifPresent(this::publish); // Step 4: publish the update until it is acknowledged.
        }
        hearOut();
    }

    private boolean isOver() {
        return hasDoneItsRounds() || isEnded();
    }

    private boolean hasDoneItsRounds() {
        return progress.counts().updatesPublished() >= participation.rounds();
    }

    private boolean isEnded() {
        return stop.isRequested() || modelVersion >= participation.untilVersion() || invitation.isOver();
    }

    /** Waits for the answer to the last update: its refusal, or a version to be evaluated. */
    private void hearOut() {
        if (!hasDoneItsRounds() || isEnded()) {
            return;
        }
        progress.enter(ClientState.WAITING);
        if (report.isEmpty()) {
            read(LAST_WORD);
            return;
        }
        long last = modelVersion;
        LOG.info("rounds done; waiting for the version after modelVersion={}, to evaluate it", last);
        for (int waits = 0; waits < MOST_LAST_WAITS && modelVersion == last && !isEnded(); waits++) {
            read(WAIT);
        }
    }

    private Optional<GlobalModel> receive() {
        progress.enter(modelVersion < 0 ? ClientState.BOOTSTRAPPING : ClientState.WAITING);
        if (pause.isOver(clock.millis())) {
            lookAgain();
        }
        read(waitingTime());
        for (int look = 0; look < MOST_LOOKS && modelAtHand != null && invitation.isBehind(modelVersion); look++) {
            read(GLANCE);
        }
        if (modelVersion < 0 && !hasToldOfWaiting && !stop.isRequested()) {
            hasToldOfWaiting = true;
            LOG.info("no model yet, waiting; version 0 is published with: tributary model init");
        }
        return isOver() ? Optional.empty() : next();
    }

    /** The version that could not be learnt from is received once more, since nothing holds it. */
    private void lookAgain() {
        LOG.info("training again on modelVersion={}, whose delta could not be sent", modelVersion);
        models.lookAgain();
        modelVersion--;
    }

    private void read(Duration wait) {
        persistence
                .untilDone("reading the model topic", () -> models.awaitNewerThan(modelVersion, wait))
                .flatMap(newer -> newer)
                .ifPresent(this::accept);
        refusals.look().forEach(this::tellOfRefusal);
    }

    private void tellOfRefusal(Rejection refusal) {
        progress.refused();
        listener.onRefused(refusal.getBaseVersion(), refusal.getUpdateId(), refusal.getReason());
    }

    private Duration waitingTime() {
        if (modelAtHand == null) {
            return WAIT;
        }
        return mayTrainAgain ? GLANCE : isTrained ? WAIT : SITTING_OUT;
    }

    private void accept(GlobalModel model) {
        modelVersion = model.version();
        modelAtHand = model;
        isTrained = false;
        mayTrainAgain = false;
        if (modelVersion > measured) {
            pause.forget();
        }
        progress.received(modelVersion);
        LOG.info("model received: modelVersion={} parameters={}", modelVersion, model.parameters().length);
        listener.onModel(model);
        if (!stop.isRequested() && modelVersion > measured) {
            measured = modelVersion;
            report.ifPresent(measuring -> measuring.on(model));
        }
    }

    /** The model to be trained on now. Nothing holds it afterwards if it will not be trained on again. */
    private Optional<GlobalModel> next() {
        GlobalModel next = modelAtHand;
        if (next == null || isTrained && !mayTrainAgain || !invitation.holdsFor(next.version())) {
            return Optional.empty();
        }
        isTrained = true;
        if (participation.updatePolicy() != UpdatePolicy.TRAIN_ON) {
            modelAtHand = null;
        }
        return Optional.of(next);
    }

    private Optional<Learnt> train(GlobalModel model) {
        progress.enter(ClientState.TRAINING);
        long begin = clock.millis();
        Optional<LocalUpdate> learnt = trainer.train(model, stop::isRequested);
        Duration duration = Duration.ofMillis(clock.millis() - begin);
        if (learnt.isEmpty()) {
            LOG.info("training given up: modelVersion={} ms={}", model.version(), duration.toMillis());
        }
        return learnt.map(update -> trained(model, update, duration));
    }

    private Learnt trained(GlobalModel model, LocalUpdate update, Duration duration) {
        LOG.info(
                "trained: modelVersion={} examples={} ms={} metrics={}",
                model.version(),
                update.exampleCount(),
                duration.toMillis(),
                update.metrics());
        listener.onTrained(model.version(), update.exampleCount(), update.metrics(), duration);
        return new Learnt(model.version(), model.layout(), update);
    }

    private Optional<OutgoingUpdate> encode(Learnt learnt) {
        try {
            return maker.make(learnt.baseVersion(), learnt.layout(), learnt.update());
        } catch (NonFiniteDeltaException e) {
            skip(learnt.baseVersion(), e.getMessage());
            return Optional.empty();
        }
    }

    private void skip(long baseVersion, String reason) {
        LOG.warn(
                "delta not sent: modelVersion={} reason={}; is the learning rate too high? Tried again in {} s, or with a"
                        + " newer version",
                baseVersion,
                reason,
                pause.begin(clock.millis()).toSeconds());
        // Not at once: trained again from the same parameters it will probably end the same way.
        mayTrainAgain = false;
        progress.skipped();
        listener.onSkipped(baseVersion, reason);
    }

    private void publish(OutgoingUpdate update) {
        progress.enter(ClientState.PUBLISHING);
        persistence
                .untilDone("publishing update " + update.updateId(), () -> publisher.publish(update))
                .ifPresent(place -> {
                    mayTrainAgain = participation.updatePolicy() == UpdatePolicy.TRAIN_ON;
                    trainer.acknowledge();
                    refusals.sent(update.updateId());
                    progress.published(update);
                    LOG.info(
                            "update published: modelVersion={} updateId={} bytes={} partition={} offset={}",
                            update.baseVersion(),
                            update.updateId(),
                            update.payloadBytes(),
                            place.partition(),
                            place.offset());
                    listener.onPublished(update.baseVersion(), update.updateId(), update.payloadBytes());
                });
    }
}
