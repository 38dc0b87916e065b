package dev.tributary.aggregator.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.schemas.avro.PartialSum;
import dev.tributary.schemas.avro.PayloadEncoding;
import dev.tributary.schemas.avro.RoundResult;
import dev.tributary.schemas.avro.UnmaskRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Everything of {@link MaskedTopologyTest} where updates have several partitions, so that masked words pass the topic of
 * partial sums; and how stage 1 and stage 2 come to an understanding about room.
 */
class MaskedPartitionsTopologyTest extends MaskedTopologyTest {

    private static final float[] ZEROS = new float[4];

    @Override
    int partitions() {
        return 4;
    }

    @Test
    void shouldPassWordsOnUnderTheirMaskWhenAnUpdateIsAdmitted() {
        join("a", 0);

        assertThat(harness().partials()).singleElement().satisfies(partial -> {
            assertThat(partial.getEncoding()).isEqualTo(PayloadEncoding.UNKNOWN);
            assertThat(partial.getMaskedHeader().remaining()).isEqualTo(32);
            assertThat(partial.getPayloadDigest())
                    .isEqualTo(masks().manifest("a-on-0").getPayloadDigest());
            assertThat(partial.getParameterCount())
                    .isEqualTo(masks().manifest("a-on-0").getWordCount());
            assertThat(partial.getMembers()).singleElement().satisfies(member -> {
                assertThat(member.getUpdateId()).isEqualTo("a-on-0");
                assertThat(member.getExampleCount()).isZero();
            });
        });
    }

    @Test
    void shouldTellStageOneWhichUpdatesAreDoneWithWhenAVersionIsPublished() {
        joinAll(0, "a", "b", "c", "d");
        join("e", 0);
        harness().maskSum(masks().sum(lastRequest()));

        List<RoundResult> rounds = harness().rounds();
        assertThat(rounds.get(rounds.size() - 1).getClosedPartials()).isEqualTo(Map.of("0", 4L));
    }

    @Test
    void shouldKeepASecondUpdateUntilTheRoundOfTheFirstIsPublished() {
        joinAll(0, "b", "c", "d", "e");
        harness().maskSum(masks().sum(lastRequest()));
        joinAll(1, "a", "b");
        harness().partials();
        // Its first update is in a round that waits: unlike in one task, stage 1 does not know that it has closed.
        join("a", 0);
        assertThat(harness().partials()).isEmpty();
        joinAll(1, "c", "d");
        assertThat(harness().partials()).hasSize(2);

        harness().maskSum(masks().sum(lastRequest()));
        harness().advanceWallClock(Duration.ofSeconds(1));

        assertThat(harness().partials())
                .extracting(partial -> partial.getMembers().get(0).getUpdateId())
                .containsExactly("a-on-0");
    }

    /** They wait in the topic of partial sums, so it is the mask helper that finds their seeds expired. */
    @Test
    @Override
    void shouldRefuseWhatHadNoRoomUntilItsSeedExpired() {
        joinAll(0, "a", "b", "c", "d");
        joinAll(0, "e", "f", "g", "h", "i", "j", "k", "l", "m");
        harness().maskSum(masks().sum(lastRequest()));
        harness().advanceWallClock(Duration.ofSeconds(1));
        UnmaskRequest full = lastRequest();
        assertThat(full.getMembers()).hasSize(6);

        harness().maskSum(masks().refusal(full, "EXPIRED", "e-on-0", "f-on-0"));
        UnmaskRequest smaller = lastRequest();
        harness().maskSum(masks().sum(smaller));

        assertThat(smaller.getMembers()).hasSize(4);
        join("n", 0);
        assertThat(lastRequest().getMembers())
                .extracting("updateId")
                .containsExactlyInAnyOrder("k-on-0", "l-on-0", "m-on-0", "n-on-0");
        float[] before = newest();
        harness().maskSum(masks().sum(lastRequest()));
        assertThat(newest())
                .containsExactly(masks().expected(lastRequest(), before))
                .isNotEqualTo(ZEROS);
        assertThat(reasons()).isEmpty();
    }

    @Test
    void shouldGiveEveryUpdateARoundInItsOrderWhenManyWaitForTheMaskHelper() {
        for (int i = 0; i < 22; i++) {
            join("c" + (10 + i), 0);
        }
        List<PartialSum> partials = harness().partials();
        assertThat(partials).hasSize(22);

        for (int round = 1; round <= 4; round++) {
            float[] before = newest();
            UnmaskRequest request = lastRequest();
            assertThat(request.getVersion()).isEqualTo(round);
            harness().maskSum(masks().sum(request));
            assertThat(newest()).containsExactly(masks().expected(request, before));
            harness().advanceWallClock(Duration.ofSeconds(1));
        }

        // 4 to the goal, then full rounds of 6, as long as there are enough.
        assertThat(harness().rounds().stream().map(RoundResult::getUpdateCount).toList())
                .endsWith(4L, 6L, 6L, 6L);
        assertThat(reasons()).isEmpty();
    }
}
