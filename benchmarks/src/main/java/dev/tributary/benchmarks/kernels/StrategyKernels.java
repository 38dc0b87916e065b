package dev.tributary.benchmarks.kernels;

import dev.tributary.aggregator.aggregation.FederatedAveraging;
import java.util.Map;
import java.util.function.IntFunction;

/** The strategies: one step of each from a sum to the next model. */
final class StrategyKernels {

    private static final double DIVISOR = 1000;

    private StrategyKernels() {}

    static Map<String, IntFunction<Kernel>> byName() {
        return Map.of("strategy-" + FederatedAveraging.NAME, n -> {
            FederatedAveraging strategy = new FederatedAveraging(1);
            float[] current = Kernels.values(n);
            double[] sum = Kernels.doubles(n);
            return () -> strategy.next(current, sum, DIVISOR);
        });
    }
}
