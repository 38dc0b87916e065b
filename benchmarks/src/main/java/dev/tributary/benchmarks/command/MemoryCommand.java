package dev.tributary.benchmarks.command;

import dev.tributary.benchmarks.federation.BenchPlan;
import dev.tributary.benchmarks.pipeline.MemoryBenchmark;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tributary bench memory}. */
@Command(
        name = "memory",
        description = "Greatest live heap of the aggregator by the goal of a round.",
        mixinStandardHelpOptions = true)
final class MemoryCommand implements Callable<Integer> {

    @Option(names = "--parameters", paramLabel = "N", defaultValue = "1663370", description = "Length of the model.")
    private long parameters;

    @Option(names = "--goals", paramLabel = "N,N", defaultValue = "10,100,1000", split = ",", description = "Goals.")
    private List<Integer> goals;

    @Option(
            names = "--updates",
            paramLabel = "N",
            description = "Updates to preload. Default: as many as the greatest goal.")
    private Integer updates;

    @Option(names = "--encoding", paramLabel = "NAME", defaultValue = "float32", description = "float32, int8, …")
    private String encoding;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() {
        goals.forEach(goal -> Input.within("--goals", goal, 1, 100_000));
        int most = goals.stream().mapToInt(Integer::intValue).max().orElseThrow();
        int count = Input.within("--updates", updates == null ? most : updates, most, 1_000_000);
        List<String> java = output.checked();
        BenchPlan plan = BenchPlan.of(Input.parameters(parameters), 1, most, Input.encoding(encoding))
                .holding(1);
        output.write(new MemoryBenchmark(plan, goals, count, java, output.progress()).run());
        return 0;
    }
}
