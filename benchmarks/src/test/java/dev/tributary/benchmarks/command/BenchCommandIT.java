package dev.tributary.benchmarks.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each benchmark of the pipeline, as small as it goes: that it runs to its end and says what it is asked for. */
class BenchCommandIT {

    private static final String SMALL_JVM = "-Xmx192m -XX:+UseSerialGC -XX:TieredStopAtLevel=1";

    @TempDir
    private Path directory;

    private JsonNode figures(String... words) throws IOException {
        Path json = directory.resolve("figures.json");
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--aggregator-java", SMALL_JVM, "--json", json.toString()));
        assertThat(BenchMain.commandLine().execute(all.toArray(String[]::new))).isZero();
        return new ObjectMapper().readTree(Files.readString(json));
    }

    @Test
    void shouldMeasureIngestOverTheSameRecordsWhenAggregatorAndConsumerTakeTurns() throws IOException {
        JsonNode figures = figures(
                "ingest",
                "--parameters",
                "300000",
                "--updates",
                "8",
                "--goal",
                "4",
                "--warm-up",
                "0",
                "--runs",
                "1",
                "--partitions",
                "2");
        assertThat(figures.fieldNames())
                .toIterable()
                .contains(
                        "bareConsumerMBps",
                        "aggregatorMBps",
                        "ratio",
                        "bytesRead",
                        "bytesWritten",
                        "writeAmplification",
                        "peakHeapBytes",
                        "allocatedBytesPerUpdate");
        assertThat(figures.get("bytesRead").asLong()).isBetween(8 * 1_200_000L, 8 * 1_210_000L);
        // Two models of FLOAT32, and at least as many partial sums of FLOAT64.
        assertThat(figures.get("bytesWritten").asLong()).isGreaterThan(2 * 1_200_000L + 2 * 2_400_000L);
        assertThat(figures.get("ratio").asDouble()).isPositive();
    }

    @Test
    void shouldMeasureLatencyOfEachRound() throws IOException {
        JsonNode figures = figures("latency", "--parameters", "1000", "--rounds", "3", "--goal", "2");
        assertThat(figures.get("rounds").asInt()).isEqualTo(3);
        assertThat(figures.get("p99Ms").asDouble())
                .isGreaterThanOrEqualTo(figures.get("p50Ms").asDouble())
                .isPositive();
    }

    @Test
    void shouldMeasureLiveHeapForEachGoal() throws IOException {
        JsonNode figures = figures("memory", "--parameters", "1000", "--goals", "2,4", "--updates", "4");
        assertThat(figures.get("goal2PeakHeapBytes").asLong()).isGreaterThan(1 << 20);
        assertThat(figures.get("goal4PeakHeapBytes").asLong()).isGreaterThan(1 << 20);
        assertThat(figures.get("ratioOfGreatestToLeastGoal").asDouble()).isBetween(0.5, 2.0);
    }

    @Test
    void shouldRejectNothingWhenAFleetSends() throws IOException {
        JsonNode figures = figures("fleet", "--parameters", "1000", "--clients", "20", "--seconds", "1");
        assertThat(figures.get("rejections").asLong()).isZero();
        assertThat(figures.get("updatesPerSecond").asDouble()).isPositive();
        assertThat(figures.get("byClients")).hasSize(1);
    }

    @Test
    void shouldMeasureWholeRoundsOfRealClients() throws IOException {
        JsonNode figures =
                figures("rounds", "--clients", "2", "--parameters", "1000", "--rounds", "3", "--warm-up", "0");
        assertThat(figures.fieldNames())
                .toIterable()
                .contains("updatesPerSecond", "roundsPerSecond", "msPerRound", "uploadMBps", "aggregatorPeakRssBytes");
        assertThat(figures.get("bytesPerUpdate").asLong()).isEqualTo(4000);
        assertThat(figures.get("rounds").asLong()).isGreaterThanOrEqualTo(3);
    }
}
