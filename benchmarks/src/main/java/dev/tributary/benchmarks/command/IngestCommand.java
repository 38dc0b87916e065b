package dev.tributary.benchmarks.command;

import dev.tributary.benchmarks.federation.BenchPlan;
import dev.tributary.benchmarks.pipeline.IngestBenchmark;
import dev.tributary.schemas.FederationException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tributary bench ingest}. */
@Command(
        name = "ingest",
        description = "Updates through the aggregator against a bare consumer of the same records, in turns.",
        mixinStandardHelpOptions = true)
final class IngestCommand implements Callable<Integer> {

    private static final int MOST_PARTITIONS = 64;

    @Option(names = "--parameters", paramLabel = "N", defaultValue = "1663370", description = "Length of the model.")
    private long parameters;

    @Option(names = "--updates", paramLabel = "N", defaultValue = "300", description = "Updates to preload.")
    private int updates;

    @Option(names = "--goal", paramLabel = "N", defaultValue = "100", description = "Updates that close a round.")
    private int goal;

    @Option(names = "--encoding", paramLabel = "NAME", defaultValue = "float32", description = "float32, int8, …")
    private String encoding;

    @Option(names = "--partitions", paramLabel = "P", defaultValue = "1", description = "Partitions of updates.")
    private int partitions;

    @Option(names = "--runs", paramLabel = "N", defaultValue = "5", description = "Measured turns of each.")
    private int runs;

    @Option(
            names = "--warm-up",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "Least time of turns before those that are measured. Default: 60.")
    private int warmUp;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() {
        Input.within("--updates", updates, 1, 1_000_000);
        Input.within("--goal", goal, 1, updates);
        Input.within("--partitions", partitions, 1, Math.min(MOST_PARTITIONS, updates));
        Input.within("--runs", runs, 1, 1000);
        Input.within("--warm-up", warmUp, 0, 3600);
        if (updates % goal != 0) {
            throw new FederationException("--updates must be a multiple of --goal " + goal + ", was " + updates);
        }
        List<String> java = output.checked();
        BenchPlan plan = BenchPlan.of(Input.parameters(parameters), partitions, goal, Input.encoding(encoding))
                .holding(1)
                // All updates are on version 0, and each round makes the rest of them older.
                .admittingStaleness(updates / goal);
        output.write(
                new IngestBenchmark(plan, updates, runs, Duration.ofSeconds(warmUp), java, output.progress()).run());
        return 0;
    }
}
