package dev.tributary.benchmarks.kernels;

import dev.tributary.benchmarks.report.BenchReport;
import dev.tributary.schemas.FederationException;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs kernels under JMH, each in a JVM of its own.
 *
 * @param include    which of them, as a regular expression that is looked for in their names
 * @param parameters length of the vectors
 * @param seconds    length of an iteration
 * @param iterations measured iterations, after two to warm up
 */
public record KernelRun(String include, int parameters, int seconds, int iterations) {

    private static final int WARM_UP = 2;

    /**
     * Runs them.
     *
     * @return microseconds per million parameters, by kernel
     * @throws FederationException if no kernel has such a name
     */
    public BenchReport run() {
        String[] names = chosen().toArray(String[]::new);
        OptionsBuilder options = new OptionsBuilder();
        options.include(Pattern.quote(KernelBenchmark.class.getName()))
                .param("kernel", names)
                .param("parameters", String.valueOf(parameters))
                .forks(1)
                .warmupIterations(WARM_UP)
                .warmupTime(TimeValue.seconds(seconds))
                .measurementIterations(iterations)
                .measurementTime(TimeValue.seconds(seconds))
                .jvmArgs("-Xmx2g", "-XX:+UseParallelGC")
                .verbosity(VerboseMode.SILENT);
        try {
            return report(new Runner(options.build()).run());
        } catch (RunnerException e) {
            throw new IllegalStateException("JMH gave up: " + e.getMessage(), e);
        }
    }

    private List<String> chosen() {
        try {
            Pattern pattern = Pattern.compile(include);
            List<String> names = Kernels.all().keySet().stream()
                    .filter(name -> pattern.matcher(name).find())
                    .toList();
            if (names.isEmpty()) {
                throw new FederationException(
                        "REGEX must match one of " + Kernels.all().keySet() + ", was " + include);
            }
            return names;
        } catch (PatternSyntaxException e) {
            throw new FederationException("REGEX must be a regular expression, was " + include, e);
        }
    }

    private BenchReport report(Collection<RunResult> results) {
        BenchReport report = new BenchReport("kernels: microseconds per million parameters, one thread");
        for (RunResult result : results) {
            double micros = result.getPrimaryResult().getScore();
            report.add(result.getParams().getParam("kernel"), micros * 1e6 / parameters);
        }
        return report;
    }
}
