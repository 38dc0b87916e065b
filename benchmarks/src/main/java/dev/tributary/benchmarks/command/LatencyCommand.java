package dev.tributary.benchmarks.command;

import dev.tributary.benchmarks.federation.BenchPlan;
import dev.tributary.benchmarks.pipeline.LatencyBenchmark;
import dev.tributary.schemas.avro.PayloadEncoding;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tributary bench latency}. */
@Command(
        name = "latency",
        description = "Last acknowledgement of a round to the new version in a client's hands.",
        mixinStandardHelpOptions = true)
final class LatencyCommand implements Callable<Integer> {

    @Option(names = "--parameters", paramLabel = "N", defaultValue = "54314", description = "Length of the model.")
    private long parameters;

    @Option(names = "--goal", paramLabel = "N", defaultValue = "10", description = "Updates that close a round.")
    private int goal;

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "300", description = "Measured rounds.")
    private int rounds;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() {
        Input.within("--goal", goal, 1, 10_000);
        Input.within("--rounds", rounds, 1, 1_000_000);
        List<String> java = output.checked();
        BenchPlan plan = BenchPlan.of(Input.parameters(parameters), 1, goal, PayloadEncoding.FLOAT32)
                .holding(1);
        output.write(new LatencyBenchmark(plan, rounds, java, output.progress()).run());
        return 0;
    }
}
