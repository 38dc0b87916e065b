package dev.tributary.aggregator.round;

import dev.tributary.aggregator.combining.ReceivedPartial;
import dev.tributary.aggregator.publication.ClosedRound;
import dev.tributary.aggregator.publication.VersionPlan;
import dev.tributary.aggregator.round.machine.PendingRelease;
import dev.tributary.aggregator.round.machine.RoundEvent;
import dev.tributary.aggregator.round.machine.RoundState;
import dev.tributary.aggregator.round.machine.RoundTimes;
import dev.tributary.aggregator.round.machine.UnmaskEffect;
import dev.tributary.aggregator.round.machine.UnmaskEvent;
import dev.tributary.aggregator.unmasking.MaskAnswer;
import dev.tributary.aggregator.unmasking.ReleaseRules;
import dev.tributary.federation.release.WordRelease;
import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.federation.settings.Mode;
import dev.tributary.federation.settings.SummedWords;
import dev.tributary.privacy.quantisation.UpdateWords;
import dev.tributary.privacy.words.WordSum;
import dev.tributary.schemas.avro.CloseReason;
import dev.tributary.schemas.avro.MaskPurpose;
import dev.tributary.schemas.avro.UpdateMember;
import dev.tributary.schemas.masked.MaskedHeader;
import dev.tributary.schemas.masked.MemberList;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The masked round that has closed, beside the one that collects: asks the mask helper for the sum of its masks, and makes
 * of the answer a version. Its members and words are made again from the log after a crash, as those of the open round are.
 *
 * <p>Not thread-safe: one instance belongs to one stream task.
 */
final class UnmaskingRound implements UnmaskEffect.UnmaskHandler {

    private static final Logger LOG = LoggerFactory.getLogger(UnmaskingRound.class);

    /** A mask helper that is there answers in a fraction of this. */
    private static final long TELL_AFTER_MS = 5000;

    private final ProcessorContext<String, byte[]> context;
    private final RoundStage.Wiring wiring;
    private final VersionLedger ledger;
    private final OpenRound open;
    private final RoundEntrance entrance;
    private final MaskZero maskZero;
    private Optional<RoundWindow> window = Optional.empty();
    private Optional<MaskAnswer> answer = Optional.empty();
    private long toldAtMs;

    UnmaskingRound(
            ProcessorContext<String, byte[]> context,
            RoundStage.Wiring wiring,
            VersionLedger ledger,
            OpenRound open,
            RoundEntrance entrance) {
        this.entrance = entrance;
        this.maskZero = new MaskZero(wiring, ledger);
        this.context = context;
        this.wiring = wiring;
        this.ledger = ledger;
        this.open = open;
    }

    private FederationSettings settings() {
        return open.state().terms().settings();
    }

    private Optional<PendingRelease> pending() {
        return open.state().phase().pending();
    }

    /** Says whether an update of a client may join the open round: one of each client, within the bounds of a release. */
    boolean leavesRoomIn(RoundWindow collecting, String clientId) {
        return leavesRoomIn(collecting) && !(settings().privacy().isMasked() && collecting.hasClient(clientId));
    }

    /** Says whether any update may join the open round. */
    boolean leavesRoomIn(RoundWindow collecting) {
        boolean isLate = settings().round().mode() == Mode.SYNC && pending().isPresent();
        return !settings().privacy().isMasked()
                || !isLate
                        && !ReleaseRules.of(settings())
                                .isFull(collecting.members().size());
    }

    /** The updates of the round that waits. */
    Optional<RoundWindow> window() {
        return window;
    }

    /** Begins anew, to be filled by {@link #rejoin}. */
    void reopen(Optional<RoundWindow> empty) {
        window = empty;
    }

    /** Takes a partial sum again that had joined a round before; returns whether it belongs to this one. */
    boolean rejoin(ReceivedPartial partial, RoundState state) {
        Optional<PendingRelease> waiting = state.phase().pending();
        if (waiting.isEmpty()
                || partial.sequence() > waiting.get().lastSequences().getOrDefault(partial.partition(), 0L)) {
            return false;
        }
        RoundWindow mine = window.orElseThrow();
        if (mine.hasJoined(partial)) {
            return true;
        }
        boolean isOut = partial.members().stream()
                .map(UpdateMember::getUpdateId)
                .anyMatch(waiting.get().takenOut()::contains);
        if (isOut) {
            mine.passOver(partial);
        } else {
            entrance.enterAgain(partial, mine, Optional.empty(), state);
        }
        return true;
    }

    long firstOffsetOr(long otherwise) {
        return window.map(mine -> mine.firstOffsetOr(otherwise)).orElse(otherwise);
    }

    @Override
    public void fix(UnmaskEffect.FixMembers effect) {
        RoundTimes times = open.state().times();
        window = Optional.of(open.handOver());
        ask(effect.reason(), times, Set.of(), open.state().modelVersion() + 1);
    }

    @Override
    public void askAgain(UnmaskEffect.AskAgain effect) {
        // The words that are left are read from the log again: their sum says nothing of each.
        open.rebuild();
        PendingRelease waiting = pending().orElseThrow();
        ask(waiting.reason(), waiting.times(), waiting.takenOut(), waiting.version());
    }

    private void ask(CloseReason reason, RoundTimes times, Set<String> takenOut, long version) {
        RoundWindow mine = window.orElseThrow();
        long nowMs = context.currentSystemTimeMs();
        MemberList list = mine.list(version);
        maskZero.fixed();
        if (settings().privacy().isMasked()) {
            byte[] request = wiring.framing().encode(list.toRequest());
            context.forward(new Record<>(list.requestId(), request, nowMs), wiring.unmaskSink());
        }
        PendingRelease asked = new PendingRelease(
                version,
                list.digest(settings().topics().federation()),
                reason,
                times,
                mine.lastSequences(),
                takenOut,
                nowMs);
        LOG.info("round={} is fixed: {} members", version, mine.members().size());
        open.take(new UnmaskEvent.MembersFixed(asked, nowMs));
    }

    /** Takes an answer that is whole and signed. */
    void onAnswer(MaskAnswer given) {
        Optional<PendingRelease> waiting =
                pending().filter(round -> given.answers(requestId(round), round.listDigest()));
        if (waiting.isEmpty()) {
            LOG.info(
                    "an answer to {} is passed over: no round waits for it",
                    given.manifest().getRequestId());
            return;
        }
        long nowMs = context.currentSystemTimeMs();
        if (!given.isReleased()) {
            String reason = given.manifest().getReason();
            LOG.warn("round={} is not released: reason={}", waiting.get().version(), reason);
            open.take(new UnmaskEvent.ListRefused(
                    reason,
                    given.members(),
                    window.orElseThrow().countWithout(given.members(), ReleaseRules.of(settings())),
                    nowMs));
            return;
        }
        maskZero.account(
                settings().privacy(), window.orElseThrow(), waiting.get().version());
        answer = Optional.of(given);
        open.take(new AnswerCheck(settings().privacy(), words())
                .flaw(given, window.orElseThrow(), waiting.get().version())
                .<RoundEvent>map(why -> new UnmaskEvent.SumUnusable(why, nowMs))
                .orElseGet(() -> new UnmaskEvent.SumArrived(nowMs)));
        answer = Optional.empty();
    }

    private static String requestId(PendingRelease round) {
        return MaskedHeader.word(MaskPurpose.UPDATE) + "/" + round.version();
    }

    private UpdateWords words() {
        return new SummedWords(settings()).ofUpdate(ledger.newest().parameters().length);
    }

    @Override
    public void unmask(UnmaskEffect.Unmask effect) {
        long startedAt = System.nanoTime();
        RoundWindow mine = window.orElseThrow();
        WordSum sum = mine.words();
        answer.ifPresentOrElse(masks -> sum.add(0, masks.words(), -1), () -> addOwnNoise(sum, mine));
        WordRelease release = new WordRelease(
                words(),
                settings().round().normalization(),
                settings().privacy().weightScale());
        int[] weights = ReleaseRules.weights(mine.members());
        release.release(
                        open.state().modelVersion() + 1,
                        sum,
                        weights,
                        settings().privacy().drawnNoiseScale())
                .<Runnable>fold(
                        released -> () -> publish(effect, released, startedAt),
                        why -> () -> open.take(new UnmaskEvent.SumUnusable(why, context.currentSystemTimeMs())))
                .run();
    }

    private void addOwnNoise(WordSum sum, RoundWindow mine) {
        PendingRelease waiting = pending().orElseThrow();
        maskZero.account(settings().privacy(), mine, waiting.version());
        maskZero.addNoise(sum, settings().privacy(), waiting.listDigest());
    }

    private void publish(UnmaskEffect.Unmask effect, WordRelease.Released released, long startedAt) {
        float[] parameters =
                settings().strategy().create().step(ledger.exact(), released.delta(), ledger.serverState());
        ClosedRound closed = closed().unmasked(released.examples(), released.metrics());
        open.publish(parameters, effect.plan(), closed, Optional.of(emptied()), startedAt);
    }

    @Override
    public void discard(UnmaskEffect.Discard effect) {
        tellDiscarded(effect.plan());
        ClosedRound closed = closed().discarded();
        open.publish(ledger.exact(), effect.plan(), closed, Optional.of(emptied()), System.nanoTime());
    }

    @Override
    public void discardOpen(UnmaskEffect.DiscardOpen effect) {
        tellDiscarded(effect.plan());
        RoundWindow uneven = open.handOver();
        ClosedRound closed = uneven.closed(effect.plan().reason(), open.state().times(), context.currentSystemTimeMs());
        RoundEvent.Emptied emptied = open.emptiedThrough(uneven.lastSequences());
        open.publish(ledger.exact(), effect.plan(), closed.discarded(), Optional.of(emptied), System.nanoTime());
    }

    private void tellDiscarded(VersionPlan plan) {
        LOG.warn("round={} is discarded: {}", open.state().modelVersion() + 1, plan.note());
    }

    private ClosedRound closed() {
        PendingRelease waiting = pending().orElseThrow();
        return window.orElseThrow().closed(waiting.reason(), waiting.times(), context.currentSystemTimeMs());
    }

    private RoundEvent.Emptied emptied() {
        window = Optional.empty();
        return open.emptiedThrough(pending().orElseThrow().lastSequences());
    }

    @Override
    public void drop(UnmaskEffect.Drop effect) {
        LOG.warn("a round that waited for its masks is dropped: {} updates", size());
        window = Optional.empty();
    }

    int size() {
        return window.map(mine -> mine.members().size()).orElse(0);
    }

    /** Releases a round without masks, or says once for each request that the mask helper does not answer. */
    void onTick(long nowMs) {
        if (!settings().privacy().isMasked()) {
            pending()
                    .filter(round -> maskZero.isCommitted())
                    .ifPresent(round -> open.take(new UnmaskEvent.SumArrived(nowMs)));
            return;
        }
        pending()
                .filter(round -> nowMs - round.askedAtMs() >= TELL_AFTER_MS && toldAtMs != round.askedAtMs())
                .ifPresent(round -> {
                    toldAtMs = round.askedAtMs();
                    LOG.warn(
                            "round={} waits for the mask helper, which has not answered {} for {} s; nothing is lost"
                                    + " meanwhile",
                            round.version(),
                            requestId(round),
                            (nowMs - round.askedAtMs()) / 1000);
                });
        wiring.metrics().unmasking(pending().map(PendingRelease::askedAtMs));
    }
}
