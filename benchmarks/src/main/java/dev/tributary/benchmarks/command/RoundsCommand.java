package dev.tributary.benchmarks.command;

import dev.tributary.benchmarks.federation.BenchPlan;
import dev.tributary.benchmarks.pipeline.RoundsBenchmark;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tributary bench rounds}. */
@Command(
        name = "rounds",
        description = "Whole rounds with real clients and no training.",
        mixinStandardHelpOptions = true)
final class RoundsCommand implements Callable<Integer> {

    @Option(names = "--clients", paramLabel = "N", defaultValue = "10", description = "Clients, all in each round.")
    private int clients;

    @Option(names = "--parameters", paramLabel = "N", defaultValue = "54314", description = "Length of the model.")
    private long parameters;

    @Option(names = "--encoding", paramLabel = "NAME", defaultValue = "float32", description = "float32, int8, …")
    private String encoding;

    @Option(names = "--partitions", paramLabel = "P", defaultValue = "1", description = "Partitions of updates.")
    private int partitions;

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "200", description = "Measured rounds.")
    private int rounds;

    @Option(
            names = "--warm-up",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "Least time before rounds are measured: Java compiles what runs often. Default: 60.")
    private int warmUp;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() {
        Input.within("--clients", clients, 1, 200);
        Input.within("--partitions", partitions, 1, 64);
        Input.within("--rounds", rounds, 1, 1_000_000);
        Input.within("--warm-up", warmUp, 0, 3600);
        List<String> java = output.checked();
        BenchPlan plan = BenchPlan.of(Input.parameters(parameters), partitions, clients, Input.encoding(encoding))
                .holding(clients);
        output.write(new RoundsBenchmark(plan, rounds, Duration.ofSeconds(warmUp), java, output.progress()).run());
        return 0;
    }
}
