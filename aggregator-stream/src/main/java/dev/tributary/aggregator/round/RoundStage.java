package dev.tributary.aggregator.round;

import dev.tributary.aggregation.ReleaseStep;
import dev.tributary.aggregator.combining.PartialLog;
import dev.tributary.aggregator.combining.ReceivedPartial;
import dev.tributary.aggregator.control.Command;
import dev.tributary.aggregator.control.ControlIntake;
import dev.tributary.aggregator.operations.FederationMetrics;
import dev.tributary.aggregator.publication.ModelSource;
import dev.tributary.aggregator.publication.Publication;
import dev.tributary.aggregator.recovery.LogReplay;
import dev.tributary.aggregator.recovery.TopicIdentity;
import dev.tributary.aggregator.release.ReleaseKeys;
import dev.tributary.aggregator.round.machine.RoundState;
import dev.tributary.aggregator.unmasking.MaskSumIntake;
import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.framing.RecordFraming;
import dev.tributary.schemas.globalmodel.GlobalModel;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stage 2, wherever its partial sums come from: hands them, commands and the time to the {@link OpenRound}, in the one
 * order in which they come, and brings it back after a crash.
 *
 * <p>Life: {@link #start} once, then any of the others. Not thread-safe: one instance belongs to one stream task.
 */
public final class RoundStage {

    /** How often {@link #onTick} is to be called, in milliseconds. */
    public static final long TICK_MS = 50;

    private static final Logger LOG = LoggerFactory.getLogger(RoundStage.class);
    private static final long LOOK_FOR_MODEL_MS = 1000;

    private final FederationSettings settings;
    private final Wiring wiring;

    private ProcessorContext<String, byte[]> context;
    private KeyValueStore<String, byte[]> store;
    private RoundStateStore states;
    private PartialLog partials;
    private ControlIntake commands;
    private Optional<MaskSumIntake> answers = Optional.empty();
    private OpenRound round;
    private long lookedForModelAtMs;

    /**
     * Names and means that the stage is given beside the settings.
     *
     * @param stateStore     name of the task's store
     * @param rejectionsSink name of the sink of refused commands
     * @param chunkBytes     greatest length of a value in the store
     * @param models         reads versions from the model topic
     * @param replay         reads the topics of partial sums and of commands again
     * @param release        makes the combined delta of a round public
     * @param unmaskSink     name of the sink of requests to the mask helper
     * @param keys           keys without which nothing is released where masks or noise are promised
     * @param publication    writes a version and its round
     * @param observer       is told at once of each publication
     * @param framing        used by the same task alone
     * @param metrics        counts
     */
    public record Wiring(
            String stateStore,
            String rejectionsSink,
            int chunkBytes,
            ModelSource models,
            LogReplay replay,
            ReleaseStep release,
            String unmaskSink,
            ReleaseKeys keys,
            Publication publication,
            RoundObserver observer,
            RecordFraming framing,
            FederationMetrics metrics) {}

    /**
     * @param settings the settings that the federation begins with
     * @param wiring   names and means
     */
    public RoundStage(FederationSettings settings, Wiring wiring) {
        this.settings = settings;
        this.wiring = wiring;
    }

    /**
     * Goes on where the last commit left it, or begins with the newest model; without one it waits for one.
     *
     * @param processorContext of the task
     * @param partialLog       has the partial sums that had joined the open round
     * @throws FederationException if the newest model is not the one that the round is based on
     */
    public void start(ProcessorContext<String, byte[]> processorContext, PartialLog partialLog) {
        context = processorContext;
        partials = partialLog;
        store = context.getStateStore(wiring.stateStore());
        states = new RoundStateStore(store);
        recover();
    }

    private void recover() {
        lookedForModelAtMs = context.currentSystemTimeMs();
        Optional<GlobalModel> newest = wiring.models().newest();
        Optional<RoundState> saved = states.load();
        if (saved.isEmpty()) {
            newest.ifPresent(this::begin);
            return;
        }
        new TopicIdentity(store, wiring.replay()).requireOfRound(settings.topics());
        RoundState state = saved.get();
        GlobalModel model = newest.filter(found -> found.version() == state.modelVersion())
                .orElseThrow(() -> new FederationException("newest version on "
                        + settings.topics().model()
                        + " must be " + state.modelVersion() + ", was "
                        + newest.map(found -> String.valueOf(found.version())).orElse("none")
                        + "; was the topic created anew, or written by something else?"));
        if (!state.terms().nextSettings().text().equals(settings.text())) {
            LOG.warn("the settings file differs from the settings in force, which stand on the log;"
                    + " to have it take effect: tributary federation apply");
        }
        state.requireMasking(settings);
        open(model, state);
        TopicPartition control = new TopicPartition(settings.topics().control(), 0);
        wiring.replay()
                .read(
                        control,
                        state.positions().controlFrom(),
                        state.positions().controlThrough(),
                        (key, value, offset) -> commands.accept(value, offset));
        answers.ifPresent(intake -> wiring.replay()
                .read(
                        new TopicPartition(settings.topics().maskSums(), 0),
                        state.positions().maskSumsFrom(),
                        state.positions().maskSumsThrough(),
                        (key, value, offset) -> intake.accept(value, offset)));
        round.rebuild();
        LOG.info(
                "round={} continues with {} updates on modelVersion={}",
                state.modelVersion() + 1,
                round.size(),
                state.modelVersion());
        round.show();
    }

    private void begin(GlobalModel newest) {
        settings.privacy().requireLayout(newest.layout());
        settings.strategy()
                .requireMemory(newest.parameters().length, settings.round().goal());
        open(newest, RoundState.begun(newest.version(), chunkCount(newest), settings, context.currentSystemTimeMs()));
        round.save();
        new TopicIdentity(store, wiring.replay()).requireOfRound(settings.topics());
        LOG.info("round={} opens on modelVersion={}", newest.version() + 1, newest.version());
        round.show();
    }

    /** A federation begins with a version in FLOAT32. */
    private int chunkCount(GlobalModel model) {
        long payloadBytes = (long) Float.BYTES * model.parameters().length;
        return (int) Math.max(1, (payloadBytes + wiring.chunkBytes() - 1) / wiring.chunkBytes());
    }

    private void open(GlobalModel newest, RoundState state) {
        wiring.observer().opened(newest);
        commands = new ControlIntake(wiring.framing(), newest.parameters().length);
        answers = wiring.keys()
                .helperRoot()
                .map(root ->
                        new MaskSumIntake(wiring.framing(), settings.topics().federation(), root));
        VersionLedger ledger = new VersionLedger(context, store, wiring.publication(), wiring.chunkBytes(), newest);
        round = new OpenRound(context, states, wiring, ledger, state, this::rebuild);
    }

    private long rebuild(Consumer<ReceivedPartial> rejoin, RoundState state) {
        return partials.read(state.positions().partialsFrom(), state.positions().partialsThrough(), rejoin);
    }

    /**
     * Says where the log was left at the last commit.
     *
     * @return last offset of the log of partial sums that was processed, or -1
     */
    public long processedThrough() {
        return states.load().map(state -> state.positions().partialsThrough()).orElse(-1L);
    }

    /**
     * Says which partial sums cannot come back.
     *
     * @param partition partition of {@code updates}
     * @return number of its last partial sum in a closed round, 0 if there is none
     */
    public long closedThrough(int partition) {
        return round == null ? 0 : round.closedThrough(partition);
    }

    /**
     * Counts the updates until the goal of the open round.
     *
     * @return at least 1
     */
    public int updatesToGoal() {
        return round == null ? 1 : round.updatesToGoal();
    }

    /**
     * Goes on by one record of the log of partial sums.
     *
     * @param partial         the partial sum that it completes, if any; added before the call returns, and not kept
     * @param firstUnfinished offset of the first record of an incomplete partial sum, else of the next record
     * @param offset          offset of the record
     * @throws FederationException if there is no model yet, or the partial sum is not the next one
     */
    public void process(Optional<ReceivedPartial> partial, long firstUnfinished, long offset) {
        findModel();
        if (round == null) {
            throw new FederationException(
                    "topic " + settings.topics().model() + " must hold a model before partial sums come, held none");
        }
        round.process(partial, firstUnfinished, offset);
    }

    /**
     * Takes a record of the topic of commands.
     *
     * @param value  its value
     * @param offset its offset
     */
    public void command(byte[] value, long offset) {
        findModel();
        if (round == null) {
            LOG.warn("command at offset {} is passed over: there is no model yet", offset);
            return;
        }
        if (round.state().hasReadControl(offset)) {
            LOG.warn(
                    "command at offset {} is passed over: commands through offset {} were processed before; were the"
                            + " offsets of the aggregator's group set back, or was the topic created anew?",
                    offset,
                    round.state().positions().controlThrough());
            return;
        }
        Optional<Command> command = commands.accept(value, offset);
        round.command(command, commands.firstOffsetOr(offset + 1), offset);
    }

    /**
     * Takes a record of the topic of mask sums.
     *
     * @param value  its value, may be null
     * @param offset its offset
     */
    public void maskSum(byte[] value, long offset) {
        if (round == null || offset <= round.state().positions().maskSumsThrough()) {
            return;
        }
        MaskSumIntake intake = answers.orElseThrow();
        round.maskSum(intake.accept(value, offset), intake.firstOffsetOr(offset + 1), offset);
    }

    /**
     * @param clientId a client
     * @return whether an update of it may join the open round now; else it waits for the next one
     */
    public boolean hasRoomFor(String clientId) {
        return round != null && round.hasRoomFor(clientId);
    }

    private void findModel() {
        if (round == null) {
            wiring.models().newest().ifPresent(this::begin);
        }
    }

    /**
     * Looks at the clock: closes or extends a round that is overdue.
     *
     * @param nowMs wall-clock time
     */
    public void onTick(long nowMs) {
        if (round != null) {
            round.onTick(nowMs);
        } else if (nowMs - lookedForModelAtMs >= LOOK_FOR_MODEL_MS) {
            lookedForModelAtMs = nowMs;
            findModel();
        }
    }

    /** Says that this task has the round no more. */
    public void close() {
        wiring.metrics().roundGone();
    }
}
