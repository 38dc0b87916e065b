package dev.tributary.aggregator.combining;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class MetricMeansTest {

    private final MetricMeans means = new MetricMeans();

    @Test
    void shouldWeighByExampleCountWhenClientsReport() {
        means.add(Map.of("loss", 1.0, "accuracy", 0.5), 1);
        means.add(Map.of("loss", 5.0), 3);

        assertThat(means.means()).isEqualTo(Map.of("loss", 4.0, "accuracy", 0.5));
    }

    @Test
    void shouldBeTheSameWhenSumsOfTwoAreAdded() {
        MetricMeans other = new MetricMeans();
        means.add(Map.of("loss", 1.0), 1);
        other.add(Map.of("loss", 5.0), 3);
        means.addAll(other.sums());

        assertThat(means.means()).isEqualTo(Map.of("loss", 4.0));
    }

    @Test
    void shouldKeepFirstNamesWhenClientsReportTooMany() {
        for (int i = 0; i < 100; i++) {
            means.add(Map.of("metric-" + i, 1.0), 1);
        }
        means.add(Map.of("metric-0", 3.0), 1);

        assertThat(means.means()).hasSize(MetricMeans.MAX_NAMES).containsEntry("metric-0", 2.0);
        assertThat(means.means()).containsKey("metric-63").doesNotContainKey("metric-64");
    }

    @Test
    void shouldLeaveOutMeanWhenItOverflows() {
        means.add(Map.of("loss", Double.MAX_VALUE, "accuracy", 0.5), 1000);
        means.add(Map.of("loss", -Double.MAX_VALUE), 1000);

        assertThat(means.means()).isEqualTo(Map.of("accuracy", 0.5));
    }

    @Test
    void shouldForgetWhenReset() {
        means.add(Map.of("loss", 1.0), 1);
        means.reset();

        assertThat(means.means()).isEmpty();
    }
}
