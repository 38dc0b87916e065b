package dev.tributary.benchmarks.kernels;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One kernel under JMH, which wants a public class. {@link KernelRun} names the kernels. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class KernelBenchmark {

    /** Name of the kernel. */
    @Param("norm-l2")
    public String kernel;

    /** Length of its vectors. */
    @Param("1000000")
    public int parameters;

    private Kernel prepared;

    /** Makes the vectors. */
    @Setup
    public void prepare() {
        prepared = Kernels.all().get(kernel).apply(parameters);
    }

    /**
     * Does the work once.
     *
     * @return the result, which JMH makes sure is computed
     * @throws Exception never in practice
     */
    @Benchmark
    public Object kernel() throws Exception {
        return prepared.run();
    }
}
