package dev.tributary.aggregator.round;

import dev.tributary.aggregation.AggregationStrategy;
import dev.tributary.aggregation.ServerStep;
import dev.tributary.aggregator.combining.ReceivedPartial;
import dev.tributary.aggregator.control.Command;
import dev.tributary.aggregator.control.ControlIntake;
import dev.tributary.aggregator.publication.ClosedRound;
import dev.tributary.aggregator.publication.Publication.Published;
import dev.tributary.aggregator.publication.VersionPlan;
import dev.tributary.aggregator.round.machine.RoundCount;
import dev.tributary.aggregator.round.machine.RoundEffect;
import dev.tributary.aggregator.round.machine.RoundEvent;
import dev.tributary.aggregator.round.machine.RoundMachine;
import dev.tributary.aggregator.round.machine.RoundState;
import dev.tributary.aggregator.round.machine.Transition;
import dev.tributary.aggregator.round.machine.UnmaskEffect;
import dev.tributary.aggregator.round.machine.UnmaskEvent;
import dev.tributary.aggregator.unmasking.MaskAnswer;
import dev.tributary.aggregator.unmasking.ReleaseRules;
import dev.tributary.schemas.globalmodel.GlobalModel;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ToLongBiFunction;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The open round in the stream task: lets events happen in the {@link RoundMachine}, carries out its effects, saves the
 * state and commits, once for each event and all that follows from it. Every version, whatever it comes from, is
 * published here and nowhere else.
 *
 * <p>Not thread-safe: one instance belongs to one stream task.
 */
final class OpenRound implements RoundEffect.Handler {

    private static final Logger LOG = LoggerFactory.getLogger(OpenRound.class);

    private final ProcessorContext<String, byte[]> context;
    private final RoundStateStore states;
    private final RoundStage.Wiring wiring;
    private final VersionLedger ledger;
    private final RoundEntrance entrance;
    private final UnmaskingRound unmasking;
    private final CollectingRound collecting;
    private final RoundMachine machine;
    private RoundState state;
    private RoundState saved;
    private boolean isAwaited;

    /**
     * @param rebuild gives the partial sums again that had joined rounds which are not done with, and says where the first
     *     one begins that is not complete; the next record if there is none
     */
    OpenRound(
            ProcessorContext<String, byte[]> context,
            RoundStateStore states,
            RoundStage.Wiring wiring,
            VersionLedger ledger,
            RoundState state,
            ToLongBiFunction<Consumer<ReceivedPartial>, RoundState> rebuild) {
        this.context = context;
        this.states = states;
        this.wiring = wiring;
        this.ledger = ledger;
        this.state = state;
        this.saved = state;
        GlobalModel model = ledger.newest();
        this.machine = new RoundMachine(new RoundMachine.ModelShape(
                model.parameters().length, model.layout().fingerprint()));
        this.entrance = new RoundEntrance(context, wiring, ledger.account());
        this.unmasking = new UnmaskingRound(context, wiring, ledger, this, entrance);
        this.collecting = new CollectingRound(ledger, entrance, unmasking, rebuild, state);
    }

    /** Saves a round that has just been opened for the first time. */
    void save() {
        states.save(state);
        saved = state;
    }

    /** Adds again the partial sums that had joined the round: after a start, or in another form. */
    void rebuild() {
        collecting.rebuild(state);
    }

    /** Hands the round over that closes, and begins the next one. */
    RoundWindow handOver() {
        return collecting.handOver(state);
    }

    /** Where the log stands when the partial sums through these are in no open round any more. */
    RoundEvent.Emptied emptiedThrough(Map<Integer, Long> lastSequences) {
        return collecting.emptiedThrough(lastSequences);
    }

    /** Says whether an update of a client may join the round: one of each client, within the bounds of a release. */
    boolean hasRoomFor(String clientId) {
        return unmasking.leavesRoomIn(window(), clientId);
    }

    long closedThrough(int partition) {
        return state.positions().closedSequences().getOrDefault(partition, 0L);
    }

    int updatesToGoal() {
        return Math.max(1, state.terms().settings().round().goal() - size());
    }

    int size() {
        return window().members().size();
    }

    private RoundWindow window() {
        return collecting.window();
    }

    RoundState state() {
        return state;
    }

    /** Takes a record of the log of partial sums, and the partial sum that it completes. */
    void process(Optional<ReceivedPartial> partial, long firstUnfinished, long offset) {
        long nowMs = context.currentSystemTimeMs();
        collecting.take(partial, firstUnfinished, state);
        take(new RoundEvent.PartialsRead(unmasking.firstOffsetOr(collecting.firstOffset()), offset));
        if (partial.isPresent()) {
            take(new RoundEvent.UpdatesJoined(count(), nowMs));
        }
        finish();
    }

    /** Takes a record of {@code control}, and the command that it completes. */
    void command(Optional<Command> command, long firstUnfinished, long offset) {
        take(new RoundEvent.ControlRead(firstUnfinished, offset));
        command.ifPresent(complete -> take(new RoundEvent.Commanded(complete, context.currentSystemTimeMs())));
        finish();
    }

    /** Takes a record of {@code mask-sums}, and the answer that it completes. */
    void maskSum(Optional<MaskAnswer> answer, long firstUnfinished, long offset) {
        take(new UnmaskEvent.AnswerRead(firstUnfinished, offset));
        answer.ifPresent(unmasking::onAnswer);
        finish();
    }

    void onTick(long nowMs) {
        unmasking.onTick(nowMs);
        take(new RoundEvent.TimePassed(count(), nowMs));
        entrance.spentReason(state, size()).ifPresent(why -> take(new RoundEvent.Done(why, nowMs)));
        finish();
    }

    private RoundCount count() {
        return window().count(ReleaseRules.of(state.terms().settings()));
    }

    void take(RoundEvent event) {
        Transition transition = machine.on(state, event);
        RoundNews.tell(state, transition.state(), this::count);
        state = transition.state();
        for (RoundEffect effect : transition.effects()) {
            isAwaited |= effect.isAwaited();
            effect.carryOut(this);
        }
    }

    private void finish() {
        collecting.readOn(state);
        if (!state.equals(saved)) {
            save();
        }
        if (isAwaited) {
            // Readers see what was written when the transaction commits.
            context.commit();
            isAwaited = false;
        }
        show();
    }

    @Override
    public void close(RoundEffect.CloseRound effect) {
        long startedAt = System.nanoTime();
        VersionPlan plan = effect.plan();
        var aggregate = window().aggregate(
                        state.modelVersion() + 1, plan.settings().round().normalization());
        AggregationStrategy strategy = state.terms().settings().strategy().create();
        ServerStep step = strategy.next(ledger.exact(), aggregate, wiring.release(), ledger.serverState());
        String note = ControlIntake.shorten(step.skipped().orElse(""));
        step.skipped().ifPresent(why -> LOG.warn("round={}: {}", state.modelVersion() + 1, why));
        ClosedRound round = window().closed(plan.reason(), state.times(), nowMs());
        publish(step.parameters(), plan.withNote(note), round, Optional.of(collecting.emptied()), startedAt);
    }

    @Override
    public void publishAgain(RoundEffect.PublishAgain effect) {
        ClosedRound none = ClosedRound.none(effect.plan().reason(), nowMs());
        publish(ledger.exact(), effect.plan(), none, Optional.empty(), System.nanoTime());
    }

    @Override
    public void publish(RoundEffect.PublishParameters effect) {
        long startedAt = System.nanoTime();
        VersionPlan plan = effect.plan();
        ledger.forgetServerState();
        ClosedRound round = effect.discardsRound()
                ? window().closed(plan.reason(), state.times(), nowMs())
                : ClosedRound.none(plan.reason(), nowMs());
        Optional<RoundEvent.Emptied> emptied =
                effect.discardsRound() ? Optional.of(collecting.emptied()) : Optional.empty();
        publish(effect.parameters().values(), plan, round, emptied, startedAt);
    }

    void publish(
            float[] exact, VersionPlan plan, ClosedRound round, Optional<RoundEvent.Emptied> emptied, long startedAt) {
        Map<Integer, Long> closed = emptied.map(RoundEvent.Emptied::lastSequences)
                .orElseGet(() -> state.positions().closedSequences());
        Published published = ledger.publish(exact, plan, round.closing(closed), startedAt);
        wiring.observer().published(published.result());
        take(new RoundEvent.VersionPublished(plan, published.chunkCount(), emptied, round.closedAtMs()));
        wiring.metrics().privacy(published.result().getPrivacy());
        wiring.metrics().roundClosed(plan.reason().name(), published.modelBytes(), published.aggregationMs());
        RoundNews.tellClosed(state.modelVersion(), plan.reason(), round);
    }

    @Override
    public void read(RoundEffect.ReadVersion effect) {
        Optional<Command.Parameters> found = wiring.models()
                .version(effect.command().toVersion())
                .map(model -> new Command.Parameters(model.parameters()));
        take(new RoundEvent.VersionRead(effect.command(), found, nowMs()));
    }

    @Override
    public void unmask(UnmaskEffect effect) {
        effect.carryOutBy(unmasking);
    }

    @Override
    public void expire(RoundEffect.ExpireVersion effect) {
        wiring.publication().expire(context, effect.version(), effect.chunkCount(), nowMs());
    }

    @Override
    public void rebuild(RoundEffect.RebuildSums effect) {
        rebuild();
    }

    @Override
    public void announce(RoundEffect.Announce effect) {
        wiring.publication().announce(context, effect.state());
        wiring.observer().announced(effect.state());
    }

    @Override
    public void publishEvaluation(RoundEffect.PublishEvaluation effect) {
        wiring.publication().evaluated(context, effect.evaluation(), nowMs());
    }

    @Override
    public void follow(RoundEffect.FollowWith effect) {
        take(effect.event());
    }

    @Override
    public void refuse(RoundEffect.RefuseCommand effect) {
        new RefusedCommands(context, wiring.framing(), wiring.rejectionsSink()).tell(effect);
    }

    private long nowMs() {
        return context.currentSystemTimeMs();
    }

    /** Shows the round to whoever looks at the metrics. */
    void show() {
        RoundNews.show(state, size(), wiring.metrics());
    }
}
