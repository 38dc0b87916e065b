package dev.tributary.aggregator.round;

import dev.tributary.aggregator.aggregation.AggregationStrategy;
import dev.tributary.aggregator.aggregation.RoundInput;
import dev.tributary.aggregator.aggregation.ServerState;
import dev.tributary.aggregator.operations.FederationMetrics;
import dev.tributary.aggregator.publication.ClosedRound;
import dev.tributary.aggregator.publication.ModelSource;
import dev.tributary.aggregator.publication.Publication;
import dev.tributary.aggregator.recovery.LogReplay;
import dev.tributary.aggregator.settings.FederationSettings;
import dev.tributary.aggregator.settings.Normalization;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.avro.CloseReason;
import dev.tributary.schemas.globalmodel.GlobalModel;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stage 2: the round window. Adds partial sums in the one order in which they stand in their topic, closes the round on
 * its goal or deadline, and publishes the next model version and what the round did in one transaction.
 */
public final class RoundProcessor implements Processor<String, byte[], String, byte[]> {

    private static final Logger LOG = LoggerFactory.getLogger(RoundProcessor.class);
    private static final Duration TICK = Duration.ofMillis(50);
    private static final long LOOK_FOR_MODEL_MS = 1000;

    private final FederationSettings settings;
    private final Wiring wiring;
    private final ClosePolicy closePolicy;
    private final AggregationStrategy strategy;

    private ProcessorContext<String, byte[]> context;
    private KeyValueStore<String, byte[]> store;
    private PartialIntake intake;
    private RoundState state;
    private RoundWindow window;
    private GlobalModel model;
    private long lookedForModelAtMs;

    /**
     * What the processor needs beside the settings.
     *
     * @param stateStore  name of the task's store
     * @param models      reads the newest version from the model topic
     * @param replay      reads the topic of partial sums again
     * @param publication writes a version and its round
     * @param metrics     counts
     */
    public record Wiring(
            String stateStore,
            ModelSource models,
            LogReplay replay,
            Publication publication,
            FederationMetrics metrics) {}

    /**
     * @param settings the federation's settings
     * @param wiring   names and means
     */
    public RoundProcessor(FederationSettings settings, Wiring wiring) {
        this.settings = settings;
        this.wiring = wiring;
        this.closePolicy =
                new ClosePolicy(settings.round().goal(), settings.round().quorum());
        this.strategy = settings.strategy().create();
        if (strategy.needsEveryUpdate() || !strategy.stateVectors().isEmpty()) {
            throw new FederationException("strategy.name must be fedAvg, was " + strategy.name());
        }
    }

    @Override
    public void init(ProcessorContext<String, byte[]> processorContext) {
        context = processorContext;
        store = context.getStateStore(wiring.stateStore());
        intake = new PartialIntake();
        model = null;
        state = null;
        window = null;
        recover();
        // Wall-clock time, not stream time: if every client falls silent no record arrives, stream time stands still,
        // and a deadline in stream time would never come.
        context.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, this::onTick);
    }

    private void recover() {
        lookedForModelAtMs = context.currentSystemTimeMs();
        Optional<GlobalModel> newest = wiring.models().newest();
        Optional<RoundState> saved = RoundState.load(store);
        if (saved.isEmpty()) {
            newest.ifPresent(this::openFirstRound);
            return;
        }
        state = saved.get();
        model = newest.filter(found -> found.version() == state.modelVersion())
                .orElseThrow(() -> new FederationException("newest version on "
                        + settings.topics().model()
                        + " must be " + state.modelVersion() + ", was "
                        + newest.map(found -> String.valueOf(found.version())).orElse("none")
                        + "; was the topic created anew, or written by something else?"));
        window = new RoundWindow(model.parameters().length, state.closedSequences());
        TopicPartition partials = new TopicPartition(settings.topics().partials(), 0);
        wiring.replay()
                .read(partials, state.replayFrom(), state.processedThrough(), (key, value, offset) -> intake.accept(
                                value, offset)
                        .filter(partial -> !window.hasJoined(partial.manifest()))
                        .ifPresent(partial -> window.add(partial, context.currentSystemTimeMs())));
        LOG.info(
                "round={} continues with {} updates on modelVersion={}",
                state.modelVersion() + 1,
                window.members().size(),
                state.modelVersion());
        showRound();
    }

    private void openFirstRound(GlobalModel newest) {
        model = newest;
        state = RoundState.opened(
                newest.version(),
                context.currentSystemTimeMs(),
                settings.round().deadline().toMillis());
        window = new RoundWindow(newest.parameters().length, state.closedSequences());
        state.save(store);
        LOG.info("round={} opens on modelVersion={}", newest.version() + 1, newest.version());
        showRound();
    }

    @Override
    public void process(Record<String, byte[]> record) {
        long offset = context.recordMetadata().orElseThrow().offset();
        if (model == null) {
            wiring.models().newest().ifPresent(this::openFirstRound);
        }
        if (model == null) {
            throw new FederationException(
                    "topic " + settings.topics().model() + " must hold a model before partial sums come, held none");
        }
        Optional<ReceivedPartial> partial = intake.accept(record.value(), offset);
        partial.ifPresent(received -> window.add(received, context.currentSystemTimeMs()));
        saveProgress(offset);
        if (partial.isPresent()) {
            closeIfDue();
        }
    }

    private void saveProgress(long offset) {
        state = state.processed(replayFrom(offset), offset);
        state.save(store);
    }

    private long replayFrom(long processedThrough) {
        long next = processedThrough + 1;
        return Math.min(window.firstOffsetOr(next), intake.firstOffsetOr(next));
    }

    private void onTick(long nowMs) {
        if (model == null) {
            lookForModel(nowMs);
            return;
        }
        closeIfDue();
        if (state.isOverdue(nowMs)) {
            state = state.extended(nowMs, settings.round().deadline().toMillis());
            state.save(store);
            LOG.info(
                    "round={} is extended: {} updates at its deadline, quorum {}",
                    state.modelVersion() + 1,
                    window.members().size(),
                    settings.round().quorum());
        }
    }

    private void lookForModel(long nowMs) {
        if (nowMs - lookedForModelAtMs >= LOOK_FOR_MODEL_MS) {
            lookedForModelAtMs = nowMs;
            wiring.models().newest().ifPresent(this::openFirstRound);
        }
    }

    private void closeIfDue() {
        long nowMs = context.currentSystemTimeMs();
        closePolicy.decide(window.members().size(), state.isOverdue(nowMs)).ifPresent(reason -> close(reason, nowMs));
        showRound();
    }

    private void close(CloseReason reason, long nowMs) {
        long startedAt = System.nanoTime();
        double divisor = settings.round().normalization() == Normalization.EXAMPLES
                ? window.cappedExampleCount()
                : window.aggregationWeight();
        float[] next = strategy
                .next(
                        model.parameters(),
                        RoundInput.ofSum(model.version() + 1, window.sum(), divisor),
                        new ServerState(model.parameters().length))
                .parameters();
        ClosedRound closed = new ClosedRound(
                reason,
                window.members(),
                window.clientCount(),
                window.partialCount(),
                window.exampleCount(),
                window.aggregationWeight(),
                window.stalenessHistogram(),
                window.metricMeans(),
                window.updateBytes(),
                state.openedAtMs(),
                window.firstUpdateAtMs(nowMs),
                nowMs,
                state.extensions());
        Publication.Published published = wiring.publication().publish(context, model, next, closed, startedAt);
        model = published.model();
        window.reset();
        state = state.next(
                nowMs,
                settings.round().deadline().toMillis(),
                replayFrom(state.processedThrough()),
                window.lastSequences());
        state.save(store);
        wiring.metrics().roundClosed(reason.name(), published.modelBytes(), published.aggregationMs());
        LOG.info(
                "round={} closed by {} with {} updates of {} examples",
                model.version(),
                reason,
                closed.members().size(),
                closed.exampleCount());
        // Readers see the version when the transaction commits.
        context.commit();
    }

    private void showRound() {
        wiring.metrics()
                .roundOpen(
                        state.modelVersion(),
                        state.openedAtMs(),
                        window.members().size());
    }

    @Override
    public void close() {
        wiring.metrics().roundGone();
    }
}
