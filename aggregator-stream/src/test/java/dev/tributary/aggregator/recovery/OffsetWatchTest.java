package dev.tributary.aggregator.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.schemas.FederationException;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class OffsetWatchTest {

    private final TruncatedLog log = new TruncatedLog();
    private final OffsetWatch watch = new OffsetWatch(new TopicPartition("updates", 0), log, 9, () -> log.nowMs);

    /** A log whose beginning moves. */
    private static final class TruncatedLog implements LogReplay {

        private long beginning;
        private long nowMs;
        private int looks;

        @Override
        public void read(TopicPartition partition, long from, long through, RecordVisitor visitor) {
            throw new AssertionError("nothing is to be read again");
        }

        @Override
        public long firstOffset(TopicPartition partition) {
            looks++;
            return beginning;
        }
    }

    @Test
    void shouldNotLookWhenNoOffsetIsMissing() {
        watch.next(10);
        watch.next(11);

        assertThat(watch.lostOffsets()).isEmpty();
        assertThat(log.looks).isZero();
    }

    @Test
    void shouldSayNothingWhenGapIsACommitMarker() {
        watch.next(12);

        assertThat(watch.lostOffsets()).isEmpty();
        assertThat(log.looks).isEqualTo(1);
    }

    @Test
    void shouldCountLostOffsetsWhenLogBeginsBehindThem() {
        log.beginning = 100;
        watch.next(100);

        assertThat(watch.lostOffsets()).isEqualTo(OptionalLong.of(90));
        log.nowMs += 1000;
        assertThat(watch.lostOffsets()).isEmpty();
    }

    @Test
    void shouldLookOnceASecondWhenThereAreManyGaps() {
        for (int offset = 11; offset < 1000; offset += 2) {
            watch.next(offset);
            watch.lostOffsets();
        }

        assertThat(log.looks).isEqualTo(1);
    }

    @Test
    void shouldStopWhenAnOffsetComesAgain() {
        assertThatThrownBy(() -> watch.next(9))
                .isInstanceOf(FederationException.class)
                .hasMessageContaining("must go on after offset 9")
                .hasMessageContaining("created anew");
        assertThat(watch.processedThrough()).isEqualTo(9);
    }

    /** A topic whose id is known, with a record at each of these offsets. */
    private record KnownLog(Set<Long> offsets) implements LogReplay {

        @Override
        public void read(TopicPartition partition, long from, long through, RecordVisitor visitor) {
            offsets.stream()
                    .filter(offset -> offset >= from && offset <= through)
                    .sorted()
                    .forEach(offset -> visitor.visit("client", new byte[0], offset));
        }

        @Override
        public String topicId(String topic) {
            return "id of " + topic;
        }

        OffsetWatch watch(long processedThrough) {
            return new OffsetWatch(new TopicPartition("updates", 0), this, processedThrough, () -> 0);
        }
    }

    @Test
    void shouldPassOverWhatWasProcessedWhenTheGroupWasSetBackBeforeTheStart() {
        OffsetWatch known = new KnownLog(Set.of()).watch(9);

        assertThat(known.next(0)).isFalse();
        assertThat(known.next(9)).isFalse();
        assertThat(known.processedThrough()).isEqualTo(9);
        assertThat(known.next(10)).isTrue();
        assertThatThrownBy(() -> known.next(0)).hasMessageContaining("but went on with offset 0");
    }

    @Test
    void shouldStopWhenNobodyHasProcessedRecordsBetweenMemoryAndGroup() {
        OffsetWatch known = new KnownLog(Set.of(9L, 11L, 12L)).watch(9);

        assertThatThrownBy(() -> known.next(12))
                .isInstanceOf(FederationException.class)
                .hasMessageContaining("updates-0 must go on with offset 11, where the changelogs end")
                .hasMessageContaining("goes on with offset 12");
    }

    @Test
    void shouldGoOnWhenOnlyMarkersAreBetweenMemoryAndGroup() {
        assertThat(new KnownLog(Set.of(9L, 12L)).watch(9).next(12)).isTrue();
    }

    /** As after an adoption, which begins at the ends of what is there. */
    @Test
    void shouldBeginWhereTheGroupSaysWhenThereIsNoMemory() {
        assertThat(new KnownLog(Set.of(0L, 1L, 2L)).watch(-1).next(2)).isTrue();
    }
}
