package dev.tributary.aggregator.round;

import dev.tributary.aggregator.combining.PartialLog;
import dev.tributary.aggregator.combining.ReceivedPartial;
import dev.tributary.aggregator.recovery.LogReplay;
import dev.tributary.schemas.framing.RecordFraming;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;

/** The topic of partial sums: puts them together as their records come, and reads them again. Not thread-safe. */
final class PartialTopic implements PartialLog {

    private final TopicPartition partition;
    private final LogReplay replay;
    private final RecordFraming framing;
    private PartialIntake intake;

    PartialTopic(TopicPartition partition, LogReplay replay, RecordFraming framing) {
        this.partition = partition;
        this.replay = replay;
        this.framing = framing;
        this.intake = new PartialIntake(framing);
    }

    /** Takes the next record; returns the partial sum that it completes. */
    Optional<ReceivedPartial> accept(byte[] value, long offset) {
        return intake.accept(value, offset);
    }

    /** Offset of the first record of a partial sum that is not complete, or the given one if there is none. */
    long firstOffsetOr(long otherwise) {
        return intake.firstOffsetOr(otherwise);
    }

    @Override
    public long read(long from, long through, Consumer<ReceivedPartial> visitor) {
        PartialIntake again = new PartialIntake(framing);
        replay.read(partition, from, through, (key, value, offset) -> again.accept(value, offset)
                .ifPresent(visitor));
        intake = again;
        return again.firstOffsetOr(through + 1);
    }
}
