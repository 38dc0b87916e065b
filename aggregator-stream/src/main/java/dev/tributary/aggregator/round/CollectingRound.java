package dev.tributary.aggregator.round;

import dev.tributary.aggregator.combining.ReceivedPartial;
import dev.tributary.aggregator.round.machine.PendingRelease;
import dev.tributary.aggregator.round.machine.RoundEvent;
import dev.tributary.aggregator.round.machine.RoundState;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ToLongBiFunction;

/**
 * The partial sums that no closed round has: in the round that collects, or without room in it. Those without room stay in
 * their log, in its order, whatever their number, and are read again when there is room: a mask helper that is away for
 * hours costs no memory.
 *
 * <p>Not thread-safe: one instance belongs to one stream task.
 */
final class CollectingRound {

    private static final long NONE = Long.MAX_VALUE;

    private final VersionLedger ledger;
    private final RoundEntrance entrance;
    private final UnmaskingRound unmasking;
    private final ToLongBiFunction<Consumer<ReceivedPartial>, RoundState> log;

    private RoundWindow window;
    private long unfinishedFrom;
    /** Where the first partial sum begins that has no room; all after it wait too. */
    private long waitingFrom = NONE;

    /**
     * @param ledger    knows the newest version
     * @param entrance  where partial sums join
     * @param unmasking the round that waits for its masks beside this one
     * @param log       gives the partial sums again that are in no closed round, and says where the first one begins that
     *     is not complete; the next record if there is none
     * @param state     as the round begins
     */
    CollectingRound(
            VersionLedger ledger,
            RoundEntrance entrance,
            UnmaskingRound unmasking,
            ToLongBiFunction<Consumer<ReceivedPartial>, RoundState> log,
            RoundState state) {
        this.ledger = ledger;
        this.entrance = entrance;
        this.unmasking = unmasking;
        this.log = log;
        this.window = emptyWindow(state, state.positions().closedSequences());
    }

    private RoundWindow emptyWindow(RoundState state, Map<Integer, Long> closedSequences) {
        int parameters = ledger.newest().parameters().length;
        return new RoundWindow(RoundSums.of(state.terms().settings(), parameters), closedSequences);
    }

    /** The updates that have joined. */
    RoundWindow window() {
        return window;
    }

    /** Takes a record of the log: the partial sum that it completes, if any, joins or waits. */
    void take(Optional<ReceivedPartial> partial, long firstUnfinished, RoundState state) {
        unfinishedFrom = firstUnfinished;
        partial.filter(this::findsRoom)
                .ifPresent(complete -> entrance.enter(complete, window, unmasking.window(), state));
    }

    private boolean findsRoom(ReceivedPartial partial) {
        if (waitingFrom == NONE && unmasking.leavesRoomIn(window)) {
            return true;
        }
        waitingFrom = Math.min(waitingFrom, partial.offset());
        return false;
    }

    /** Takes all again that is in no closed round: after a start, in another form, or since there is room again. */
    void rebuild(RoundState state) {
        Map<Integer, Long> closed = state.positions().closedSequences();
        Optional<PendingRelease> pending = state.phase().pending();
        unmasking.reopen(pending.map(round -> emptyWindow(state, closed)));
        window = emptyWindow(state, pending.map(PendingRelease::lastSequences).orElse(closed));
        waitingFrom = NONE;
        unfinishedFrom = log.applyAsLong(partial -> rejoin(partial, state), state);
    }

    private void rejoin(ReceivedPartial partial, RoundState state) {
        if (!unmasking.rejoin(partial, state) && !window.hasJoined(partial) && findsRoom(partial)) {
            entrance.enterAgain(partial, window, unmasking.window(), state);
        }
    }

    /** Lets in whatever has waited and finds room now. */
    void readOn(RoundState state) {
        if (waitingFrom != NONE && unmasking.leavesRoomIn(window)) {
            rebuild(state);
        }
    }

    /** Hands the round over that closes, and begins the next one. */
    RoundWindow handOver(RoundState state) {
        RoundWindow closing = window;
        window = emptyWindow(state, closing.lastSequences());
        return closing;
    }

    /** Leaves the round empty, as after a version; its updates are the caller's no more. */
    RoundEvent.Emptied emptied() {
        window.reset();
        unmasking.reopen(Optional.empty());
        return emptiedThrough(window.lastSequences());
    }

    /** Where the log stands when the partial sums through these are in no open round any more. */
    RoundEvent.Emptied emptiedThrough(Map<Integer, Long> lastSequences) {
        return new RoundEvent.Emptied(firstOffset(), lastSequences);
    }

    /** From where the log must be read again to have all this. */
    long firstOffset() {
        return Math.min(waitingFrom, window.firstOffsetOr(unfinishedFrom));
    }
}
