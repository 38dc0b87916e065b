package dev.tributary.aggregator.round;

import dev.tributary.aggregator.control.Command;
import dev.tributary.aggregator.control.ControlIntake;
import dev.tributary.aggregator.operations.FederationMetrics;
import dev.tributary.aggregator.publication.ModelSource;
import dev.tributary.aggregator.publication.Publication;
import dev.tributary.aggregator.recovery.LogReplay;
import dev.tributary.aggregator.recovery.OffsetWatch;
import dev.tributary.aggregator.settings.FederationSettings;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.framing.RecordFraming;
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
 * Stage 2: hands partial sums, commands and the time to the {@link OpenRound}, in the one order in which they come, and
 * brings it back after a crash from the store and the two topics.
 */
public final class RoundProcessor implements Processor<String, byte[], String, byte[]> {

    private static final Logger LOG = LoggerFactory.getLogger(RoundProcessor.class);
    private static final Duration TICK = Duration.ofMillis(50);
    private static final long LOOK_FOR_MODEL_MS = 1000;

    private final FederationSettings settings;
    private final Wiring wiring;

    private ProcessorContext<String, byte[]> context;
    private KeyValueStore<String, byte[]> store;
    private PartialIntake partials;
    private OffsetWatch offsets;
    private ControlIntake commands;
    private OpenRound round;
    private long lookedForModelAtMs;

    /**
     * What the processor needs beside the settings.
     *
     * @param stateStore     name of the task's store
     * @param rejectionsSink name of the sink of refused commands
     * @param chunkBytes     greatest length of a value in the store
     * @param models         reads versions from the model topic
     * @param replay         reads the topics of partial sums and of commands again
     * @param publication    writes a version and its round
     * @param framing        used by the same task alone
     * @param metrics        counts
     */
    public record Wiring(
            String stateStore,
            String rejectionsSink,
            int chunkBytes,
            ModelSource models,
            LogReplay replay,
            Publication publication,
            RecordFraming framing,
            FederationMetrics metrics) {}

    /**
     * @param settings the settings that the federation begins with
     * @param wiring   names and means
     */
    public RoundProcessor(FederationSettings settings, Wiring wiring) {
        this.settings = settings;
        this.wiring = wiring;
    }

    @Override
    public void init(ProcessorContext<String, byte[]> processorContext) {
        context = processorContext;
        store = context.getStateStore(wiring.stateStore());
        partials = new PartialIntake(wiring.framing());
        round = null;
        recover();
        offsets = new OffsetWatch(
                new TopicPartition(settings.topics().partials(), 0),
                wiring.replay(),
                RoundState.load(store).map(RoundState::processedThrough).orElse(-1L),
                context::currentSystemTimeMs);
        // Wall-clock time, not stream time: if every client falls silent no record arrives, stream time stands still,
        // and a deadline in stream time would never come.
        context.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, this::onTick);
    }

    private void recover() {
        lookedForModelAtMs = context.currentSystemTimeMs();
        Optional<GlobalModel> newest = wiring.models().newest();
        Optional<RoundState> saved = RoundState.load(store);
        if (saved.isEmpty()) {
            newest.ifPresent(this::begin);
            return;
        }
        RoundState state = saved.get();
        GlobalModel model = newest.filter(found -> found.version() == state.modelVersion())
                .orElseThrow(() -> new FederationException("newest version on "
                        + settings.topics().model()
                        + " must be " + state.modelVersion() + ", was "
                        + newest.map(found -> String.valueOf(found.version())).orElse("none")
                        + "; was the topic created anew, or written by something else?"));
        Course course = Course.load(store).orElseThrow();
        if (!course.nextSettings().text().equals(settings.text())) {
            LOG.warn("the settings file differs from the settings in force, which stand on the log;"
                    + " to have it take effect: tributary federation apply");
        }
        open(model, state, course);
        TopicPartition control = new TopicPartition(settings.topics().control(), 0);
        wiring.replay()
                .read(
                        control,
                        state.controlFrom(),
                        state.controlThrough(),
                        (key, value, offset) -> commands.accept(value, offset));
        round.rebuild();
        LOG.info(
                "round={} continues with {} updates on modelVersion={}",
                state.modelVersion() + 1,
                round.size(),
                state.modelVersion());
        round.show();
    }

    private void begin(GlobalModel newest) {
        RoundState state = RoundState.opened(
                newest.version(),
                context.currentSystemTimeMs(),
                settings.round().deadline().toMillis());
        open(newest, state, Course.begun(settings));
        round.begin();
        LOG.info("round={} opens on modelVersion={}", newest.version() + 1, newest.version());
        round.show();
    }

    private void open(GlobalModel newest, RoundState state, Course course) {
        commands = new ControlIntake(wiring.framing(), newest.parameters().length);
        VersionLedger ledger = new VersionLedger(context, store, wiring.publication(), wiring.chunkBytes(), newest);
        round = new OpenRound(context, store, wiring, ledger, state, course, this::rebuild);
    }

    /** Reads what had joined the open round again. */
    private void rebuild(RoundWindow window, RoundState state) {
        PartialIntake again = new PartialIntake(wiring.framing());
        TopicPartition topic = new TopicPartition(settings.topics().partials(), 0);
        wiring.replay().read(topic, state.replayFrom(), state.processedThrough(), (key, value, offset) -> again.accept(
                        value, offset)
                .filter(partial -> !window.hasJoined(partial.manifest()))
                .ifPresent(partial -> window.add(partial, context.currentSystemTimeMs())));
        partials = again;
        round.unfinished(again.firstOffsetOr(state.processedThrough() + 1));
    }

    @Override
    public void process(Record<String, byte[]> record) {
        var metadata = context.recordMetadata().orElseThrow();
        if (round == null) {
            wiring.models().newest().ifPresent(this::begin);
        }
        if (metadata.topic().equals(settings.topics().control())) {
            processCommand(record.value(), metadata.offset());
        } else {
            processPartial(record.value(), metadata.offset());
        }
    }

    private void processPartial(byte[] value, long offset) {
        if (round == null) {
            throw new FederationException(
                    "topic " + settings.topics().model() + " must hold a model before partial sums come, held none");
        }
        offsets.next(offset);
        Optional<ReceivedPartial> partial = partials.accept(value, offset);
        partial.ifPresent(round::add);
        round.processed(partials.firstOffsetOr(offset + 1), offset);
        if (partial.isPresent()) {
            round.closeIfDue();
        }
    }

    private void processCommand(byte[] value, long offset) {
        if (round == null) {
            LOG.warn("command at offset {} is passed over: there is no model yet", offset);
            return;
        }
        Optional<Command> command = commands.accept(value, offset);
        round.commanded(commands.firstOffsetOr(offset + 1), offset);
        command.ifPresent(complete -> complete.handTo(round));
    }

    private void onTick(long nowMs) {
        if (round != null) {
            round.onTick(nowMs);
        } else if (nowMs - lookedForModelAtMs >= LOOK_FOR_MODEL_MS) {
            lookedForModelAtMs = nowMs;
            wiring.models().newest().ifPresent(this::begin);
        }
    }

    @Override
    public void close() {
        wiring.metrics().roundGone();
    }
}
