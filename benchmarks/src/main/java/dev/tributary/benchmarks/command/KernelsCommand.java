package dev.tributary.benchmarks.command;

import dev.tributary.benchmarks.kernels.KernelRun;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tributary bench kernels}. */
@Command(
        name = "kernels",
        description = "The kernels by JMH: codecs, digest, norm, sums, strategies.",
        mixinStandardHelpOptions = true)
final class KernelsCommand implements Callable<Integer> {

    @Parameters(
            arity = "0..1",
            paramLabel = "REGEX",
            defaultValue = "",
            description = "Which kernels, as a regular expression. Default: all.")
    private String include;

    @Option(names = "--parameters", paramLabel = "N", defaultValue = "1000000", description = "Length of the vectors.")
    private long parameters;

    @Option(names = "--seconds", paramLabel = "N", defaultValue = "1", description = "Length of an iteration.")
    private int seconds;

    @Option(names = "--iterations", paramLabel = "N", defaultValue = "5", description = "Measured iterations.")
    private int iterations;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() {
        Input.parameters(parameters);
        Input.within("--seconds", seconds, 1, 600);
        Input.within("--iterations", iterations, 1, 1000);
        output.checked();
        output.write(new KernelRun(include, (int) parameters, seconds, iterations).run());
        return 0;
    }
}
