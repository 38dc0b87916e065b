package dev.tributary.client.data.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tributary.client.data.LabelledImages;
import dev.tributary.client.data.digits.GeneratedDigits;
import dev.tributary.schemas.FederationException;
import java.util.Arrays;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PartitionSchemeTest {

    private static final List<String> SCHEMES =
            List.of("iid", "shards", "dirichlet:0.001", "dirichlet:0.1", "dirichlet:1", "dirichlet:1000000");

    static Stream<Arguments> schemesAndSeeds() {
        return SCHEMES.stream().flatMap(scheme -> IntStream.range(0, 5).mapToObj(seed -> Arguments.of(scheme, seed)));
    }

    @ParameterizedTest(name = "{0}, seed {1}")
    @MethodSource("schemesAndSeeds")
    void shouldGiveEachExampleToExactlyOneClientAndNoneToNobody(String scheme, long seed) {
        SplittableRandom cases = new SplittableRandom(seed);
        int clients = cases.nextInt(1, 40);
        int[] labels = cases.ints(2L * clients + cases.nextInt(500), 0, 10).toArray();

        List<int[]> parts = PartitionScheme.parse(scheme).partition(labels, 10, clients, new SplittableRandom(seed));

        assertThat(parts).hasSize(clients).allSatisfy(part -> assertThat(part).isNotEmpty());
        assertThat(parts.stream().flatMapToInt(Arrays::stream).sorted().toArray())
                .isEqualTo(IntStream.range(0, labels.length).toArray());
    }

    @ParameterizedTest(name = "{0}, seed {1}")
    @MethodSource("schemesAndSeeds")
    void shouldGiveSamePartitionWhenSeedIsTheSame(String scheme, long seed) {
        LabelledImages digits = GeneratedDigits.generate(1, 0, 300);
        PartitionScheme parsed = PartitionScheme.parse(scheme);

        List<float[]> once = pixels(parsed.partition(digits, 7, seed));
        List<float[]> again = pixels(parsed.partition(digits, 7, seed));
        List<float[]> other = pixels(parsed.partition(digits, 7, seed + 1));

        assertThat(Arrays.deepEquals(once.toArray(), again.toArray())).isTrue();
        assertThat(Arrays.deepEquals(once.toArray(), other.toArray())).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"iid", "dirichlet:0.1", "dirichlet:100"})
    void shouldGiveEquallyManyExamplesWhenSchemeIsBalanced(String scheme) {
        int[] labels = uniformLabels(1_003);

        List<int[]> parts = PartitionScheme.parse(scheme).partition(labels, 10, 10, new SplittableRandom(1));

        IntSummaryStatistics sizes =
                parts.stream().mapToInt(part -> part.length).summaryStatistics();
        assertThat(sizes.getMin()).isEqualTo(100);
        assertThat(sizes.getMax()).isEqualTo(101);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldGiveAboutTwoLabelsToEachClientWhenSharded(long seed) {
        int[] labels = uniformLabels(8_000);

        List<int[]> parts = PartitionScheme.shards().partition(labels, 10, 10, new SplittableRandom(seed));

        // 20 shards over 10 classes of nearly equal size: a shard touches 2 labels, or rarely 3; a client has 2 shards.
        List<Long> labelsPerClient = parts.stream()
                .map(part -> Arrays.stream(part).map(i -> labels[i]).distinct().count())
                .toList();
        assertThat(labelsPerClient).allSatisfy(count -> assertThat(count).isBetween(1L, 6L));
        assertThat(labelsPerClient.stream().mapToLong(Long::longValue).average().orElseThrow())
                .isLessThan(4);
    }

    @Test
    void shouldGiveAtMostTwoLabelsWhenShardsFitTheClasses() {
        int[] labels = IntStream.range(0, 1_000).map(i -> i % 10).toArray();

        List<int[]> parts = PartitionScheme.shards().partition(labels, 10, 10, new SplittableRandom(4));

        assertThat(parts).allSatisfy(part -> assertThat(
                        Arrays.stream(part).map(i -> labels[i]).distinct().count())
                .isLessThanOrEqualTo(2));
    }

    @Test
    void shouldIgnoreAbsentClassesWhenDirichlet() {
        int[] labels = {3, 3, 3, 7, 7, 7, 7};

        List<int[]> parts = PartitionScheme.dirichlet(0.5).partition(labels, 10, 7, new SplittableRandom(4));

        assertThat(parts).hasSize(7).allSatisfy(part -> assertThat(part).hasSize(1));
    }

    @ParameterizedTest
    @CsvSource({"iid, iid", "shards, shards", "dirichlet:0.5, dirichlet:0.5", "dirichlet:1e2, dirichlet:100.0"})
    void shouldReadItselfBackWhenWritten(String text, String written) {
        PartitionScheme scheme = PartitionScheme.parse(text);

        assertThat(scheme).hasToString(written);
        assertThat(PartitionScheme.parse(scheme.toString())).isEqualTo(scheme);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "random|partition must be iid, shards or dirichlet:ALPHA, was random",
                "IID|partition must be iid, shards or dirichlet:ALPHA, was IID",
                "dirichlet|partition must be iid, shards or dirichlet:ALPHA, was dirichlet",
                "dirichlet:|partition must be dirichlet:ALPHA with a number like dirichlet:0.5, was dirichlet:",
                "dirichlet:x|partition must be dirichlet:ALPHA with a number like dirichlet:0.5, was dirichlet:x",
                "dirichlet:0|partition's ALPHA must be 0.001 to 1000000, was 0.0",
                "dirichlet:-1|partition's ALPHA must be 0.001 to 1000000, was -1.0",
                "dirichlet:NaN|partition's ALPHA must be 0.001 to 1000000, was NaN",
                "dirichlet:Infinity|partition's ALPHA must be 0.001 to 1000000, was Infinity",
            })
    void shouldRefuseTextWhenItIsNoScheme(String text, String message) {
        assertThatExceptionOfType(FederationException.class)
                .isThrownBy(() -> PartitionScheme.parse(text))
                .withMessage(message);
    }

    @ParameterizedTest
    @CsvSource({"iid, 9", "shards, 4", "dirichlet:1, 9"})
    void shouldRefuseClientsWhenThereAreTooFewExamples(String scheme, int most) {
        int[] labels = new int[9];
        PartitionScheme parsed = PartitionScheme.parse(scheme);

        assertThat(parsed.partition(labels, 10, most, new SplittableRandom(1))).hasSize(most);
        assertThatExceptionOfType(FederationException.class)
                .isThrownBy(() -> parsed.partition(labels, 10, most + 1, new SplittableRandom(1)))
                .withMessage("clients must be at most %d for 9 training examples, was %d", most, most + 1);
        assertThatExceptionOfType(FederationException.class)
                .isThrownBy(() -> parsed.partition(labels, 10, 0, new SplittableRandom(1)))
                .withMessage("clients must be at least 1, was 0");
    }

    private static int[] uniformLabels(int count) {
        return new SplittableRandom(77).ints(count, 0, 10).toArray();
    }

    private static List<float[]> pixels(List<LabelledImages> parts) {
        return parts.stream().map(LabelledImages::pixels).toList();
    }
}
