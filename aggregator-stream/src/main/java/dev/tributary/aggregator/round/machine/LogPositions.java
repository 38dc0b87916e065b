package dev.tributary.aggregator.round.machine;

import java.util.Map;

/**
 * How far stage 2 has read its input, and from where it reads again after a crash.
 *
 * @param partialsFrom    offset of the log of partial sums from which the open round is read again
 * @param partialsThrough last offset of that log that was processed, or -1
 * @param controlFrom     offset in {@code control} from which a command that is not whole is read again
 * @param controlThrough  last offset of {@code control} that was processed, or -1; nothing at or below it is carried out
 *                        again, whatever happens to the offsets of the consumer group
 * @param maskSumsFrom    offset in {@code mask-sums} from which an answer that is not whole is read again
 * @param maskSumsThrough last offset of {@code mask-sums} that was processed, or -1
 * @param closedSequences by partition of {@code updates}: number of its last partial sum in a closed round; copied
 */
public record LogPositions(
        long partialsFrom,
        long partialsThrough,
        long controlFrom,
        long controlThrough,
        long maskSumsFrom,
        long maskSumsThrough,
        Map<Integer, Long> closedSequences) {

    static final LogPositions BEGINNING = new LogPositions(0, -1, 0, -1, 0, -1, Map.of());

    /** Copies the sequences. */
    public LogPositions {
        closedSequences = Map.copyOf(closedSequences);
    }

    LogPositions partialsRead(long from, long through) {
        return new LogPositions(
                from, through, controlFrom, controlThrough, maskSumsFrom, maskSumsThrough, closedSequences);
    }

    LogPositions controlRead(long from, long through) {
        return new LogPositions(
                partialsFrom, partialsThrough, from, through, maskSumsFrom, maskSumsThrough, closedSequences);
    }

    LogPositions emptied(RoundEvent.Emptied round) {
        return new LogPositions(
                round.partialsFrom(),
                partialsThrough,
                controlFrom,
                controlThrough,
                maskSumsFrom,
                maskSumsThrough,
                round.lastSequences());
    }

    LogPositions maskSumsRead(long from, long through) {
        return new LogPositions(
                partialsFrom, partialsThrough, controlFrom, controlThrough, from, through, closedSequences);
    }

    /** The same when the partial sums through these are in no open round any more. */
    LogPositions closedThrough(Map<Integer, Long> sequences) {
        return new LogPositions(
                partialsFrom, partialsThrough, controlFrom, controlThrough, maskSumsFrom, maskSumsThrough, sequences);
    }
}
