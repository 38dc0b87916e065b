package dev.tributary.aggregator.round;

import dev.tributary.aggregation.AggregationStrategy;
import dev.tributary.aggregation.ServerStep;
import dev.tributary.aggregator.combining.ReceivedPartial;
import dev.tributary.aggregator.control.Command;
import dev.tributary.aggregator.control.ControlIntake;
import dev.tributary.aggregator.evaluation.Verdict;
import dev.tributary.aggregator.evaluation.VersionJudge;
import dev.tributary.aggregator.publication.ClosedRound;
import dev.tributary.aggregator.publication.Publication.Published;
import dev.tributary.aggregator.publication.Release;
import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.federation.settings.Mode;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.avro.CloseReason;
import dev.tributary.schemas.avro.FederationState;
import dev.tributary.schemas.avro.Rejection;
import dev.tributary.schemas.avro.VersionEvaluation;
import dev.tributary.schemas.framing.RecordFraming;
import dev.tributary.schemas.globalmodel.GlobalModel;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The round that is open, and with it the newest version: adds partial sums, closes on its goal or deadline, and carries
 * out commands. Every version, whatever it comes from, is published here and nowhere else.
 *
 * <pre>
 *   goal reached, or deadline with a quorum ──▶ the strategy's next version; the round is empty
 *   deadline below the quorum               ──▶ extended; a cohort is widened; settings that wait get a version
 *   model published                         ──▶ that model is the next version; the round goes on
 *   rollback                                ──▶ the earlier version is the next one; what the round had is discarded
 * </pre>
 *
 * <p>Not thread-safe: one instance belongs to one stream task.
 */
final class OpenRound implements Command.Handler {

    private static final Logger LOG = LoggerFactory.getLogger(OpenRound.class);
    private static final String JUDGE = "judge";
    private static final String PUBLISHED = "published";

    private final ProcessorContext<String, byte[]> context;
    private final KeyValueStore<String, byte[]> store;
    private final RoundStage.Wiring wiring;
    private final VersionLedger ledger;
    private final BiConsumer<RoundWindow, RoundState> rebuild;
    private final RecordFraming framing;
    private VersionJudge judge;
    private RoundState state;
    private Course course;
    private AggregationStrategy strategy;
    private RoundWindow window;
    private long unfinishedFrom;

    /**
     * @param rebuild adds to an empty window again what had joined the round, from the topic of partial sums
     */
    OpenRound(
            ProcessorContext<String, byte[]> context,
            KeyValueStore<String, byte[]> store,
            RoundStage.Wiring wiring,
            VersionLedger ledger,
            RoundState state,
            Course course,
            BiConsumer<RoundWindow, RoundState> rebuild) {
        this.context = context;
        this.store = store;
        this.wiring = wiring;
        this.framing = wiring.framing();
        this.ledger = ledger;
        this.state = state;
        this.course = course;
        this.rebuild = rebuild;
        this.strategy = course.settings().strategy().create();
        this.window = emptyWindow();
        this.judge = Optional.ofNullable(store.get(JUDGE))
                .map(bytes -> VersionJudge.fromBytes(course.settings().evaluation(), bytes))
                .orElseGet(() -> new VersionJudge(course.settings().evaluation()));
    }

    private RoundWindow emptyWindow() {
        int parameters = ledger.newest().parameters().length;
        return new RoundWindow(RoundSums.of(strategy, parameters), state.closedSequences());
    }

    /** Saves a round that has just been opened for the first time. */
    void begin() {
        course.settings()
                .strategy()
                .requireMemory(
                        ledger.newest().parameters().length,
                        course.settings().round().goal());
        state.save(store);
        course.save(store);
    }

    /** Adds again what had joined the round, after a start or when its strategy needs it in another form. */
    void rebuild() {
        window = emptyWindow();
        rebuild.accept(window, state);
    }

    /** Says where the first partial sum begins that is not complete; the next record if there is none. */
    void unfinished(long from) {
        unfinishedFrom = from;
    }

    long closedThrough(int partition) {
        return state.closedSequences().getOrDefault(partition, 0L);
    }

    int lacking() {
        return Math.max(1, course.settings().round().goal() - size());
    }

    int size() {
        return window.members().size();
    }

    void add(ReceivedPartial partial) {
        window.add(partial, context.currentSystemTimeMs());
    }

    void processed(long firstUnfinished, long offset) {
        unfinishedFrom = firstUnfinished;
        state = state.processed(Math.min(window.firstOffsetOr(unfinishedFrom), unfinishedFrom), offset);
        state.save(store);
    }

    void commanded(long firstUnfinished, long offset) {
        state = state.commanded(firstUnfinished, offset);
        state.save(store);
    }

    void onTick(long nowMs) {
        if (!course.isAnnounced()) {
            announce(nowMs);
        }
        closeIfDue();
        if (state.isOverdue(nowMs) && !course.isStopped()) {
            extend(nowMs);
        }
    }

    private void extend(long nowMs) {
        LOG.info(
                "round={} is extended: {} updates at its deadline, quorum {}",
                state.modelVersion() + 1,
                size(),
                course.settings().round().quorum());
        state = state.extended(nowMs, deadlineMs());
        state.save(store);
        if (course.waiting().isPresent()) {
            // A round that cannot close must not keep away the very settings that would let it.
            bringInSettings("settings changed at the deadline of a round below its quorum");
        } else if (course.settings().round().mode() == Mode.SYNC && course.samplingRate() < 1) {
            course = course.widened();
            announce(nowMs);
        }
    }

    private long deadlineMs() {
        return course.settings().round().deadline().toMillis();
    }

    private void announce(long nowMs) {
        course = course.announced();
        course.save(store);
        FederationState announcement = course.announcement(state.modelVersion(), nowMs);
        wiring.publication().announce(context, announcement);
        wiring.observer().announced(announcement);
        context.commit();
    }

    void closeIfDue() {
        long nowMs = context.currentSystemTimeMs();
        var round = course.settings().round();
        if (!course.isStopped()) {
            new ClosePolicy(round.goal(), round.quorum())
                    .decide(voices(), state.isOverdue(nowMs))
                    .ifPresent(reason -> close(reason, nowMs));
        }
        show();
    }

    /** What counts towards goal and quorum: where each client has one vote, a client counts once. */
    private int voices() {
        return strategy.fold(linear -> size(), robust -> window.clientCount());
    }

    private void close(CloseReason reason, long nowMs) {
        long startedAt = System.nanoTime();
        FederationSettings settings = course.settings();
        var aggregate =
                window.aggregate(state.modelVersion() + 1, settings.round().normalization());
        ServerStep step = strategy.next(ledger.exact(), aggregate, wiring.release(), ledger.serverState());
        ClosedRound closed = window.closed(reason, state, nowMs);
        step.skipped().ifPresent(why -> LOG.warn("round={}: {}", state.modelVersion() + 1, why));
        emptyRound();
        publish(
                step.parameters(),
                strategy.name(),
                closed,
                new Origin("", ControlIntake.shorten(step.skipped().orElse("")), -1),
                startedAt);
    }

    private void emptyRound() {
        window.reset();
        state = state.closed(unfinishedFrom, window.lastSequences());
    }

    /** Where a version comes from, if not from a round. */
    private record Origin(String commandId, String note, long rolledBackTo) {}

    private void publish(float[] exact, String how, ClosedRound round, Origin origin, long startedAt) {
        Course next = course.next();
        AggregationStrategy nextStrategy = next.settings().strategy().create();
        Release release = new Release(
                how,
                course.settings(),
                next.settings(),
                next.announcement(state.modelVersion() + 1, round.closedAtMs()),
                round,
                origin.commandId(),
                origin.note(),
                origin.rolledBackTo());
        Published published = ledger.publish(exact, release, nextStrategy.stateVectors(), startedAt);
        wiring.observer().published(published.result());
        boolean changesForm = !window.fits(nextStrategy);
        tellJudge(origin, release);
        course = next;
        strategy = nextStrategy;
        state = state.next(round.closedAtMs(), deadlineMs());
        state.save(store);
        course.save(store);
        if (changesForm) {
            rebuild();
        }
        wiring.metrics().roundClosed(round.reason().name(), published.modelBytes(), published.aggregationMs());
        LOG.info(
                "round={} closed by {} with {} updates of {} examples",
                state.modelVersion(),
                round.reason(),
                round.members().size(),
                round.exampleCount());
        // Readers see the version when the transaction commits.
        context.commit();
        show();
    }

    /** What the judge knows holds for the way on which versions follow from one another. */
    private void tellJudge(Origin origin, Release release) {
        long version = state.modelVersion() + 1;
        if (origin.rolledBackTo() >= 0) {
            judge.rolledBack(version, origin.rolledBackTo());
        } else if (release.strategy().equals(PUBLISHED)) {
            judge.modelReplaced(version);
        }
        judge = VersionJudge.fromBytes(release.next().evaluation(), judge.toBytes());
        saveJudge();
    }

    @Override
    public void change(Command.ChangeSettings command) {
        try {
            course.settings().requireChangeTo(command.settings());
            command.settings()
                    .strategy()
                    .requireMemory(
                            ledger.newest().parameters().length,
                            command.settings().round().goal());
        } catch (FederationException e) {
            refuse(new Command.Refused(command.commandId(), e.getMessage()));
            return;
        }
        course = course.asked(new Course.Waiting(command.commandId(), command.settings()));
        course.save(store);
        LOG.info("settings of command {} hold from modelVersion={} on", command.commandId(), state.modelVersion() + 1);
        if (course.isStopped()) {
            bringInSettings("settings changed after the federation had stopped");
        }
        context.commit();
    }

    /** Publishes the newest model once more, since settings come into force with a version. */
    private void bringInSettings(String note) {
        String commandId = course.waiting().orElseThrow().commandId();
        ClosedRound none = ClosedRound.none(CloseReason.PUBLISHED, context.currentSystemTimeMs());
        publish(ledger.exact(), "settings", none, new Origin(commandId, note, -1), System.nanoTime());
    }

    @Override
    public void publish(Command.PublishModel command) {
        String expected = ledger.newest().layout().fingerprint();
        if (!command.layoutFingerprint().equals(expected)) {
            refuse(new Command.Refused(
                    command.commandId(),
                    "layout of the model must be " + expected + ", was " + command.layoutFingerprint()));
            return;
        }
        ledger.leaveWay();
        ClosedRound none = ClosedRound.none(CloseReason.PUBLISHED, context.currentSystemTimeMs());
        publish(
                command.parameters().values(),
                PUBLISHED,
                none,
                new Origin(command.commandId(), command.reason(), -1),
                System.nanoTime());
    }

    @Override
    public void rollBack(Command.RollBack command) {
        long newest = ledger.newest().version();
        Optional<GlobalModel> target = command.toVersion() >= 0 && command.toVersion() < newest
                ? wiring.models().version(command.toVersion())
                : Optional.empty();
        if (target.isEmpty()) {
            refuse(new Command.Refused(
                    command.commandId(),
                    "version to roll back to must be a readable one below " + newest + ", was " + command.toVersion()
                            + "; the readable ones are listed by: tributary model list"));
            return;
        }
        long nowMs = context.currentSystemTimeMs();
        ClosedRound discarded = window.closed(CloseReason.ROLLBACK, state, nowMs);
        emptyRound();
        ledger.leaveWay();
        publish(
                target.get().parameters(),
                "rollback",
                discarded,
                new Origin(command.commandId(), command.reason(), command.toVersion()),
                System.nanoTime());
    }

    @Override
    public void judge(Command.Evaluated command) {
        VersionEvaluation evaluation = command.evaluation();
        if (evaluation.getVersion() > state.modelVersion()) {
            // Clients may speak of a version that is not there: a report is let in before that can be known.
            return;
        }
        Verdict verdict = judge.judge(evaluation, ledger.oldestReadable(), state.modelVersion());
        saveJudge();
        VersionEvaluation judged = VersionEvaluation.newBuilder(evaluation)
                .setIsBad(verdict.isBad())
                .build();
        wiring.publication().evaluated(context, judged, context.currentSystemTimeMs());
        verdict.rollbackTo().ifPresent(version -> rollBackFrom(evaluation, version));
        verdict.stopReason().filter(reason -> !course.isStopped()).ifPresent(this::stop);
    }

    private void rollBackFrom(VersionEvaluation evaluation, long toVersion) {
        LOG.warn("modelVersion={} is bad and is rolled back to {}", evaluation.getVersion(), toVersion);
        String metric = course.settings().evaluation().metric();
        String reason = String.format(
                Locale.ROOT,
                "guard: %s of version %d fell to %.6g",
                metric,
                evaluation.getVersion(),
                evaluation.getMetrics().get(metric).getMean());
        rollBack(new Command.RollBack("guard-" + evaluation.getVersion(), toVersion, reason));
    }

    private void stop(String reason) {
        LOG.info("federation is done at modelVersion={}: reason={}", state.modelVersion(), reason);
        course = course.stopped(ControlIntake.shorten(reason));
        announce(context.currentSystemTimeMs());
    }

    private void saveJudge() {
        store.put(JUDGE, judge.toBytes());
    }

    @Override
    public void refuse(Command.Refused command) {
        LOG.warn("command {} is refused: {}", command.commandId(), command.why());
        long nowMs = context.currentSystemTimeMs();
        var place = context.recordMetadata().orElseThrow();
        Rejection rejection = Rejection.newBuilder()
                .setReason("COMMAND_REFUSED")
                .setDetail(ControlIntake.shorten(command.why()))
                .setClientId("")
                .setUpdateId(command.commandId())
                .setBaseVersion(-1)
                .setTopic(place.topic())
                .setPartition(place.partition())
                .setOffset(place.offset())
                .setRejectedAtMs(nowMs)
                .build();
        context.forward(new Record<>("", framing.encode(rejection), nowMs), wiring.rejectionsSink());
        context.commit();
    }

    /** Shows where the round stands to whoever looks at the metrics. */
    void show() {
        wiring.metrics().roundOpen(state.modelVersion(), state.openedAtMs(), size());
    }
}
