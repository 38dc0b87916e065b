package dev.tributary.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class BenchReportTest {

    @Test
    void shouldShowEachFigureOnALineOfItsOwn() {
        BenchReport report = new BenchReport("title")
                .add("ratio", 0.123456)
                .add("peakHeapBytes", 2_097_152L)
                .add("runs", List.of(1L, 2L));
        assertThat(report.toTable().lines())
                .containsExactly(
                        "title",
                        "  ratio          0.1235",
                        "  peakHeapBytes  2,097,152 (2.0 MiB)",
                        "  runs           1",
                        "  runs           2");
    }

    @Test
    void shouldFindMiddleAndRankWhenValuesAreInAnyOrder() {
        assertThat(Quantiles.median(List.of(3.0, 1.0, 2.0))).isEqualTo(2);
        assertThat(Quantiles.median(List.of(4.0, 1.0, 2.0, 3.0))).isEqualTo(2.5);
        assertThat(Quantiles.quantile(List.of(5.0, 1.0, 4.0, 2.0, 3.0), 0.99)).isEqualTo(5);
        assertThat(Quantiles.quantile(List.of(5.0, 1.0, 4.0, 2.0, 3.0), 0.5)).isEqualTo(3);
    }
}
