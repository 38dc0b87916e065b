package dev.tributary.e2e.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tributary.schemas.avro.RoundResult;
import dev.tributary.schemas.avro.UpdateMember;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;

/**
 * Computes every version of a federation again, in whole numbers, from the deltas that its members must have sent.
 *
 * @param federation        the federation
 * @param stalenessExponent its {@code round.stalenessExponent}, 0 or 1: others leave no whole weights
 */
public record ExactSums(TestFederation federation, int stalenessExponent) {

    /**
     * Waits until every acknowledged update counts, and requires that the versions have no gap, that no update counts
     * twice, and that each version is its base plus the weighted mean of its members, to the bit.
     *
     * @return what the rounds topic said
     */
    public Rounds require() {
        Set<String> acknowledged = federation.clients().acknowledged();
        await("every acknowledged update counts")
                .atMost(TestFederation.PATIENCE)
                .untilAsserted(
                        () -> assertThat(federation.rounds().countedUpdates()).containsAll(acknowledged));
        return requireVersions();
    }

    /** Requires the same, without waiting for updates that do not count yet. */
    public Rounds requireVersions() {
        Rounds rounds = federation.rounds();
        TreeMap<Long, float[]> models = new TreeMap<>();
        // A running aggregator may publish between the two reads.
        await("model and rounds topics tell of the same versions")
                .atMost(TestFederation.PATIENCE)
                .untilAsserted(() -> {
                    models.putAll(federation.modelVersions());
                    assertThat(federation.rounds().versions()).isEqualTo(List.copyOf(models.keySet()));
                });
        assertThat(rounds.versions())
                .isEqualTo(LongStream.rangeClosed(0, rounds.newest()).boxed().toList());
        requireEachCountsOnce(rounds);
        for (long version = 1; version <= rounds.newest(); version++) {
            requireMean(rounds, version, models.get(version - 1), models.get(version));
        }
        return rounds;
    }

    private static void requireEachCountsOnce(Rounds rounds) {
        Set<String> counted = new HashSet<>();
        for (long version : rounds.versions()) {
            for (UpdateMember member : rounds.members(version)) {
                assertThat(counted.add(member.getUpdateId()))
                        .as("update %s counts once, also in version %d", member.getUpdateId(), version)
                        .isTrue();
            }
        }
    }

    /** Requires one version to be its base plus the mean of its members. */
    void requireMean(Rounds rounds, long version, float[] base, float[] published) {
        List<UpdateMember> members = rounds.members(version);
        RoundResult result = rounds.result(version);
        assertThat(result.getBaseVersion()).isEqualTo(version - 1);
        assertThat(result.getUpdateCount()).isEqualTo(members.size()).isPositive();
        long divisor = 0;
        long[] sum = new long[base.length];
        for (UpdateMember member : members) {
            Contribution contribution =
                    federation.clients().contribution(member.getClientId(), member.getBaseVersion());
            assertThat(member.getExampleCount()).isEqualTo(contribution.exampleCount());
            long weight = Contribution.wholeWeight(member, stalenessExponent);
            assertThat(member.getAggregationWeight()).as("weight of %s", member).isEqualTo(weight);
            divisor += member.getExampleCount();
            for (int i = 0; i < sum.length; i++) {
                sum[i] += weight * contribution.deltaAt(i);
            }
        }
        assertThat(result.getExampleCount()).isEqualTo(divisor);
        for (int i = 0; i < sum.length; i++) {
            // The sum is exact in a double too: whole numbers far below 2^53. So there is one quotient to be rounded.
            float expected = (float) (base[i] + sum[i] / (double) divisor);
            if (Float.floatToIntBits(expected) != Float.floatToIntBits(published[i])) {
                throw new AssertionError(
                        "parameter " + i + " of version " + version + " must be " + expected + ", was " + published[i]);
            }
        }
    }
}
