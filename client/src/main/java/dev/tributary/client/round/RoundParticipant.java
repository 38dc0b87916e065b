package dev.tributary.client.round;

import dev.tributary.client.link.ModelSource;
import dev.tributary.client.link.Persistence;
import dev.tributary.client.link.StopSignal;
import dev.tributary.client.training.LocalTrainer;
import dev.tributary.client.training.LocalUpdate;
import dev.tributary.client.update.NonFiniteDeltaException;
import dev.tributary.client.update.OutgoingUpdate;
import dev.tributary.client.update.UpdateMaker;
import dev.tributary.client.update.UpdatePublisher;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.globalmodel.GlobalModel;
import dev.tributary.schemas.layout.ParameterLayout;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
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

    private long modelVersion = -1;
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
    }

    private boolean isOver() {
        return stop.isRequested()
                || progress.counts().updatesPublished() >= participation.rounds()
                || modelVersion >= participation.untilVersion()
                || invitation.isOver();
    }

    private Optional<GlobalModel> receive() {
        progress.enter(modelVersion < 0 ? ClientState.BOOTSTRAPPING : ClientState.WAITING);
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

    private void read(Duration wait) {
        persistence
                .untilDone("reading the model topic", () -> models.awaitNewerThan(modelVersion, wait))
                .flatMap(newer -> newer)
                .ifPresent(this::accept);
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
        progress.received(modelVersion);
        LOG.info("model received: modelVersion={} parameters={}", modelVersion, model.parameters().length);
        listener.onModel(model);
        if (!stop.isRequested()) {
            report.ifPresent(measured -> measured.on(model));
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
        LOG.warn("delta not sent: modelVersion={} reason={}; is the learning rate too high?", baseVersion, reason);
        // Trained again from the same parameters it would end the same way: only a newer version helps.
        mayTrainAgain = false;
        progress.skipped();
        listener.onSkipped(baseVersion, reason);
    }

    private void publish(OutgoingUpdate update) {
        progress.enter(ClientState.PUBLISHING);
        persistence
                .untilDone("publishing update " + update.updateId(), () -> attempt(update))
                .ifPresent(place -> {
                    mayTrainAgain = participation.updatePolicy() == UpdatePolicy.TRAIN_ON;
                    trainer.acknowledge();
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

    private RecordMetadata attempt(OutgoingUpdate update) {
        try {
            return publisher.publish(update);
        } catch (RecordTooLargeException e) {
            throw new FederationException(
                    "max.message.bytes of the updates topic, or max.request.size of"
                            + " --kafka-config, must not be lowered while clients run: " + e.getMessage()
                            + "; start the client again",
                    e);
        }
    }
}
