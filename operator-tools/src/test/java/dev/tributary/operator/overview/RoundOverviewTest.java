package dev.tributary.operator.overview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.schemas.avro.CloseReason;
import dev.tributary.schemas.avro.MetricSpread;
import dev.tributary.schemas.avro.RoundResult;
import dev.tributary.schemas.avro.VersionEvaluation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Rounds as text and as JSON. */
class RoundOverviewTest {

    private static RoundResult round(long version, double loss) {
        return round(version, loss, Map.of("0", 3L, "2", 1L));
    }

    private static RoundResult round(long version, double loss, Map<String, Long> staleness) {
        return round(version, loss, staleness, Map.of());
    }

    private static RoundResult round(
            long version, double loss, Map<String, Long> staleness, Map<String, Double> privacy) {
        return RoundResult.newBuilder()
                .setPrivacy(privacy)
                .setVersion(version)
                .setBaseVersion(version - 1)
                .setCloseReason(CloseReason.GOAL)
                .setUpdateCount(4)
                .setClientCount(3)
                .setPartialCount(2)
                .setExampleCount(400)
                .setAggregationWeight(400)
                .setStaleness(staleness)
                .setMetrics(Double.isNaN(loss) ? Map.of() : Map.of("loss", loss))
                .setUpdateBytes(10)
                .setModelBytes(20)
                .setStepL2Norm(0.125)
                .setOpenedAtMs(1_000)
                .setFirstUpdateAtMs(1_500)
                .setClosedAtMs(3_500)
                .setAggregationMs(1.5)
                .setExtensions(0)
                .setMemberRecords(1)
                .setStrategy("fedAvg")
                .setLayoutFingerprint("f")
                .setParameterCount(5)
                .setSettings("")
                .setCommandId("")
                .setRolledBackTo(-1)
                .setDiscardedUpdateCount(0)
                .setNote("")
                .build();
    }

    private static RoundLine line(RoundResult round, String... marks) {
        return new RoundLine(round, Optional.empty(), List.of(marks));
    }

    private static VersionEvaluation evaluation(double accuracy) {
        return VersionEvaluation.newBuilder()
                .setVersion(1)
                .setReportCount(5)
                .setGroupSize(6)
                .setExampleCount(500)
                .setMetrics(Map.of("accuracy", new MetricSpread(accuracy, 0.02, 5L)))
                .setIsBad(false)
                .setEvaluatedAtMs(1)
                .build();
    }

    @Test
    void shouldShowARoundInItsColumns() {
        RoundTable table = new RoundTable(0);

        assertThat(table.header()).isEqualTo("VERSION REASON    UPDATES CLIENTS STALE      STEP     TIME  METRICS");
        assertThat(table.row(line(round(7, 0.5), "bad")))
                .isEqualTo("      7 goal            4       3  0.50    0.1250    2.5 s  training loss 0.5000 | bad");
    }

    @Test
    void shouldShowTheEvaluationBeforeWhatTrainingSays() {
        RoundLine evaluated = new RoundLine(round(1, 0.5), Optional.of(evaluation(0.9)), List.of());

        assertThat(new RoundTable(0).row(evaluated))
                .endsWith("  accuracy 0.9000 +- 0.02000 (5 of 6 clients) | training loss 0.5000");
        assertThat(evaluated.metric("accuracy")).isEqualTo(0.9);
        assertThat(evaluated.metric("loss")).isEqualTo(0.5);
        assertThat(evaluated.metric("recall")).isNaN();
    }

    @Test
    void shouldShowEpsilonFirstWhenReleasesCarryNoise() {
        RoundResult noised = round(7, Double.NaN, Map.of(), Map.of("rho", 0.25, "epsilon", 3.6, "privacyDelta", 1e-5));

        assertThat(new RoundTable(0).row(line(noised)))
                .contains("2.5 s  epsilon ")
                .endsWith(" at delta 1.0E-5");
        assertThat(line(noised).json().get("privacy")).isInstanceOf(Map.class);
        assertThat(line(round(7, 0.5)).json()).containsEntry("privacy", "none");
    }

    @Test
    void shouldCutWordsToTheWidthOfTheTerminal() {
        String row = new RoundTable(70).row(line(round(7, 0.5), "rolled back by version 9"));

        assertThat(row).hasSize(70).endsWith("~");
    }

    @Test
    void shouldShowADashWhereThereIsNoNumber() {
        RoundResult initial = round(0, Double.NaN, Map.of());

        assertThat(new RoundTable(0).row(line(initial))).contains("     -    0.1250");
    }

    @Test
    void shouldTellProgramsEverythingInAFixedOrder() {
        Map<String, Object> json = line(round(7, 0.5), "bad").json();

        assertThat(json.keySet())
                .startsWith("version", "baseVersion", "reason", "strategy", "updates", "clients")
                .endsWith("evaluation", "marks", "note", "privacy");
        assertThat(json).containsEntry("version", 7L).containsEntry("marks", List.of("bad"));
    }

    @Test
    void shouldDrawEachValueAtItsHeight() {
        assertThat(new TextChart(40, 3).draw("loss", 1, List.of(1.0, 0.5, Double.NaN, 0.0)))
                .isEqualTo(
                        """
                        loss
                           1.000 |*
                                 | *
                           0.000 |   *
                                 +----
                                  1  4
                        """);
    }

    @Test
    void shouldDrawTheMeanOfNeighboursWhenThereAreMoreValuesThanColumns() {
        List<Double> values = IntStream.range(0, 60).mapToObj(i -> (double) i).toList();

        String chart = new TextChart(40, 4).draw("updates", 0, values);

        assertThat(chart.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(40));
        assertThat(chart).contains("   58.50 |").contains("  0.5000 |").endsWith("0                           59\n");
    }

    @Test
    void shouldDrawNothingWhenNobodyMeasured() {
        assertThat(new TextChart(40, 3).draw("loss", 0, List.of(Double.NaN, Double.NaN)))
                .isEmpty();
        assertThat(new RoundCharts(40).draw(List.of(line(round(0, Double.NaN)))))
                .isEmpty();
    }

    @Test
    void shouldDrawAFlatLineWhenAllValuesAreTheSame() {
        assertThat(new TextChart(40, 3)
                        .draw("updates", 5, List.of(4.0, 4.0))
                        .lines()
                        .toList())
                .element(3)
                .isEqualTo("   4.000 |**");
    }

    @Test
    void shouldDrawWhatThereIs() {
        String charts =
                new RoundCharts(60).draw(List.of(line(round(1, 0.5)), line(round(2, 0.25)), line(round(3, 0.125))));

        assertThat(charts).contains("\nloss\n", "\nupdates\n").doesNotContain("accuracy");
    }

    @Test
    void shouldRefuseAChartThatIsTooSmall() {
        assertThatThrownBy(() -> new TextChart(19, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("chart must be at least 20 wide and 2 high, was 19 and 3");
    }
}
