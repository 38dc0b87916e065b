package dev.tributary.e2e.harness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.aggregation.AggregationStrategy;
import dev.tributary.aggregation.ReleasedDelta;
import dev.tributary.aggregation.ServerState;
import dev.tributary.federation.release.WordRelease;
import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.federation.settings.SummedWords;
import dev.tributary.privacy.quantisation.UpdateWords;
import dev.tributary.privacy.words.WordSum;
import dev.tributary.schemas.avro.MaskSum;
import dev.tributary.schemas.avro.RoundResult;
import dev.tributary.schemas.avro.UnmaskVerdict;
import dev.tributary.schemas.avro.UpdateMember;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The versions that the clients' whole numbers give without any mask, beside those that a masked federation published. */
public final class ClearSums {

    private final MaskedFederation masked;
    private final FederationSettings settings;
    private final Map<String, Integer> numbers = new HashMap<>();

    /**
     * @param masked  the federation
     * @param clients its clients, numbered from 0
     */
    public ClearSums(MaskedFederation masked, int clients) {
        this.masked = masked;
        this.settings = masked.settings();
        for (int i = 0; i < clients; i++) {
            numbers.put(masked.clientId(i).value(), i);
        }
    }

    /** Requires every version to the bit, each update in one of them, and one list released for a round. */
    public void require() {
        TreeMap<Long, float[]> versions = masked.federation().modelVersions();
        ServerState memory = new ServerState(versions.get(0L).length);
        AggregationStrategy strategy = settings.strategy().create();
        Set<String> counted = new HashSet<>();
        for (long version = 1; version <= versions.lastKey(); version++) {
            RoundResult result = masked.federation().rounds().result(version);
            List<UpdateMember> members = masked.federation().rounds().members(version);
            assertThat(result.getNote()).isEmpty();
            assertThat(members).hasSizeGreaterThanOrEqualTo(3);
            members.forEach(member -> assertThat(counted.add(member.getUpdateId()))
                    .as("an update counts once")
                    .isTrue());
            assertThat(versions.get(version))
                    .as("version %d", version)
                    .containsExactly(strategy.step(versions.get(version - 1).clone(), delta(version), memory));
        }
        requireOneReleaseOfEach();
    }

    /** The delta of a version without masks and without noise. */
    public ReleasedDelta delta(long version) {
        List<UpdateMember> members = masked.federation().rounds().members(version);
        UpdateWords words =
                new SummedWords(settings).ofUpdate(masked.federation().plan().parameterCount());
        WordSum sum = WordSum.zero(words.quantisation().wordSize(), words.length());
        members.forEach(member ->
                sum.add(0, masked.clearWords(numbers.get(member.getClientId())), (int) member.getAggregationWeight()));
        int[] weights = members.stream()
                .mapToInt(member -> (int) member.getAggregationWeight())
                .toArray();
        return new WordRelease(
                        words,
                        settings.round().normalization(),
                        settings.privacy().weightScale())
                .release(version, sum, weights, 0)
                .fold(WordRelease.Released::delta, why -> {
                    throw new AssertionError(why);
                });
    }

    /** Requires that the mask helper released one list for each round. */
    public void requireOneReleaseOfEach() {
        Map<String, Long> releases = masked.read(masked.federation().topics().maskSums(), MaskSum.class).stream()
                .filter(answer -> answer.getVerdict() == UnmaskVerdict.RELEASED)
                .map(answer -> answer.getRequestId() + "/" + answer.getListDigest())
                .distinct()
                .collect(
                        Collectors.groupingBy(list -> list.substring(0, list.lastIndexOf('/')), Collectors.counting()));
        assertThat(releases.values()).as("lists released for a round").containsOnly(1L);
    }
}
