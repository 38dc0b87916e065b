package dev.tributary.aggregator.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tributary.aggregator.evaluation.judging.ComparableGroup;
import dev.tributary.aggregator.harness.SettingsFixtures;
import dev.tributary.federation.settings.evaluation.EvaluationSettings;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class VersionTallyTest {

    private static final EvaluationSettings SETTINGS =
            SettingsFixtures.settings("evaluation: {minReports: 3}").evaluation();

    private static VersionTally after(int reports) {
        VersionTally tally = VersionTally.EMPTY;
        for (int i = 0; i < reports; i++) {
            tally = tally.plus(new Report(1, Map.of("accuracy", (double) i), 0), SETTINGS);
        }
        return tally;
    }

    static LongStream seeds() {
        return LongStream.range(0, 20);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldGiveMeanAndSpreadWhenValuesAreLargeAndNear(long seed) {
        // Given
        SplittableRandom random = new SplittableRandom(seed);
        int count = 3 + random.nextInt(40);
        double[] values = random.doubles(count, 1e9, 1e9 + 1).toArray();
        long[] examples = random.longs(count, 1, 1000).toArray();

        // When
        MetricTally left = MetricTally.NOTHING;
        MetricTally right = MetricTally.NOTHING;
        for (int i = 0; i < count; i++) {
            MetricTally one = MetricTally.of(values[i], examples[i]);
            if (random.nextBoolean()) {
                left = left.plus(one);
            } else {
                right = right.plus(one);
            }
        }
        MetricTally all = left.plus(right);

        // Then
        double sum = 0;
        double total = 0;
        for (int i = 0; i < count; i++) {
            sum += examples[i] * (values[i] - 1e9);
            total += examples[i];
        }
        double mean = sum / total;
        double squares = 0;
        for (int i = 0; i < count; i++) {
            squares += examples[i] * (values[i] - 1e9 - mean) * (values[i] - 1e9 - mean);
        }
        assertThat(all.reportCount()).isEqualTo(count);
        assertThat(all.mean() - 1e9).isCloseTo(mean, within(1e-5));
        assertThat(all.standardDeviation()).isCloseTo(Math.sqrt(squares / total), within(1e-5));
    }

    @Test
    void shouldHaveNoSpreadWhenAllSayTheSame() {
        assertThat(MetricTally.of(0.1, 3).plus(MetricTally.of(0.1, 7)).standardDeviation())
                .isZero();
    }

    @Test
    void shouldStayFiniteWhenValuesAreTheGreatest() {
        MetricTally tally = MetricTally.NOTHING;
        for (int i = 0; i < 1000; i++) {
            double value = i % 2 == 0 ? EvaluationSettings.GREATEST_METRIC : -EvaluationSettings.GREATEST_METRIC;
            tally = tally.plus(MetricTally.of(value, 1_000_000_000_000L));
        }

        assertThat(tally.mean()).isCloseTo(0, within(1.0));
        assertThat(tally.standardDeviation()).isCloseTo(EvaluationSettings.GREATEST_METRIC, within(1.0));
    }

    @Test
    void shouldShowReportsInBatchesThatGrowWithWhatWasShown() {
        assertThat(after(2).shown().reportCount()).isZero();
        assertThat(after(3).shown().reportCount()).isEqualTo(3);
        assertThat(after(5).shown().reportCount()).isEqualTo(3);
        assertThat(after(24).shown().reportCount()).isEqualTo(24);
        // An eighth of 27 is more than three.
        assertThat(after(30).shown().reportCount()).isEqualTo(27);
        assertThat(after(31).shown().reportCount()).isEqualTo(31);
    }

    @Test
    void shouldHoldMetricBackWhenTooFewReportsOfABatchHaveIt() {
        VersionTally tally = after(2).plus(new Report(1, Map.of("accuracy", 1.0, "loss", 5.0), 0), SETTINGS);
        assertThat(tally.shown().metrics()).containsOnlyKeys("accuracy");

        for (int i = 0; i < 3; i++) {
            tally = tally.plus(new Report(1, Map.of("loss", 5.0), 0), SETTINGS);
        }
        assertThat(tally.shown().reportCount()).isEqualTo(6);
        assertThat(tally.shown().metrics().get("loss").reportCount()).isEqualTo(4);
        assertThat(tally.shown().metrics().get("accuracy").reportCount()).isEqualTo(3);
    }

    @Test
    void shouldKeepPlaceForTheConfiguredMetricWhenClientsInventNames() {
        VersionTally tally = VersionTally.EMPTY;
        for (int client = 0; client < 30; client++) {
            Map<String, Double> metrics = new HashMap<>();
            for (int i = 0; i < 16; i++) {
                metrics.put("invented-" + client + "-" + i, 1.0);
            }
            tally = tally.plus(new Report(1, metrics, 0), SETTINGS);
        }
        tally = tally.plus(new Report(1, Map.of("accuracy", 0.5), 0), SETTINGS);

        assertThat(tally.waiting().metrics()).containsKey("accuracy").hasSize(VersionTally.MOST_NAMES);
    }

    @Test
    void shouldBeTheSameWhenWrittenAndRead() {
        Serde<VersionTally> serde = VersionTallySerde.serde();
        VersionTally tally = after(4).plus(new Report(7, Map.of("loss", -1.5), 0), SETTINGS);

        VersionTally read =
                serde.deserializer().deserialize("", serde.serializer().serialize("", tally));

        assertThat(read.shown()).isEqualTo(tally.shown());
        assertThat(read.waiting()).isEqualTo(tally.waiting());
        assertThat(serde.deserializer().deserialize("", null)).isNull();
    }

    @Test
    void shouldPutWindowsTogetherWhenTheyMeet() {
        VersionTally both = after(4).plus(after(5));

        assertThat(both.shown().reportCount()).isEqualTo(6);
        assertThat(both.waiting().reportCount()).isEqualTo(3);
    }

    private static long shownAfter(int reports, long expected) {
        VersionTally tally = VersionTally.EMPTY;
        for (int i = 0; i < reports; i++) {
            tally = tally.plus(new Report(1, Map.of("accuracy", 0.5), expected), SETTINGS);
        }
        return tally.shown().reportCount();
    }

    @ParameterizedTest
    @CsvSource({
        "3, 0, 3",
        "2, 2, 0",
        "3, 2, 3",
        "3, 4, 0",
        "4, 4, 4",
        "7, 9, 0",
        "8, 9, 8",
        "15, 20, 0",
        "16, 20, 16",
        "18, 20, 16",
        "19, 20, 19",
        "60, 1000, 0",
        "61, 1000, 61"
    })
    void shouldWaitForAsManyAsStandForTheGroupWhenNothingIsShownYet(int reports, long expected, long shown) {
        assertThat(shownAfter(reports, expected)).isEqualTo(shown);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5, 9, 13, 17, 27, 28, 40, 100, 777, 4096})
    void shouldShowAPartThatStandsForAllWhenAllOfAGroupHaveReported(int group) {
        assertThat(ComparableGroup.areComparable(shownAfter(group, group), group))
                .isTrue();
    }
}
