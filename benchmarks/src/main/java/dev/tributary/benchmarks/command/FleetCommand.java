package dev.tributary.benchmarks.command;

import dev.tributary.benchmarks.federation.BenchPlan;
import dev.tributary.benchmarks.pipeline.FleetBenchmark;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tributary bench fleet}. */
@Command(
        name = "fleet",
        description = "Many logical clients over a few producers, from 100 of them to all.",
        mixinStandardHelpOptions = true)
final class FleetCommand implements Callable<Integer> {

    private static final int MAX_STALENESS = 1000;

    @Option(names = "--clients", paramLabel = "N", defaultValue = "10000", description = "Clients.")
    private int clients;

    @Option(names = "--parameters", paramLabel = "N", defaultValue = "54314", description = "Length of the model.")
    private long parameters;

    @Option(names = "--encoding", paramLabel = "NAME", defaultValue = "float32", description = "float32, int8, …")
    private String encoding;

    @Option(names = "--partitions", paramLabel = "P", defaultValue = "1", description = "Partitions of updates.")
    private int partitions;

    @Option(names = "--producers", paramLabel = "N", defaultValue = "2", description = "Producers.")
    private int producers;

    @Option(names = "--seconds", paramLabel = "N", defaultValue = "15", description = "Measured time for each size.")
    private int seconds;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() {
        Input.within("--clients", clients, 1, 1_000_000);
        Input.within("--partitions", partitions, 1, 64);
        Input.within("--producers", producers, 1, 100);
        Input.within("--seconds", seconds, 1, 3600);
        List<String> java = output.checked();
        BenchPlan plan = BenchPlan.of(
                        Input.parameters(parameters), partitions, Math.max(1, clients / 10), Input.encoding(encoding))
                .admittingStaleness(MAX_STALENESS)
                .holding(2 * producers);
        output.write(new FleetBenchmark(plan, clients, producers, seconds, java, output.progress()).run());
        return 0;
    }
}
