package dev.tributary.benchmarks.kernels;

import dev.tributary.aggregation.AggregationStrategy;
import dev.tributary.aggregation.ClientDelta;
import dev.tributary.aggregation.ReleasedDelta;
import dev.tributary.aggregation.RoundAggregate;
import dev.tributary.aggregation.ServerState;
import dev.tributary.aggregation.registry.Strategies;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * The strategies, from their registry: one step to the next model. Those that need every update get those of ten
 * clients, whose deltas differ.
 */
final class StrategyKernels {

    private static final int CLIENTS = 10;
    private static final double DIVISOR = CLIENTS;

    private StrategyKernels() {}

    static Map<String, IntFunction<Kernel>> byName() {
        Map<String, IntFunction<Kernel>> kernels = new TreeMap<>();
        for (String name : Strategies.STANDARD.names()) {
            AggregationStrategy strategy = Strategies.STANDARD.create(name, new StandardOptions());
            kernels.put(
                    "strategy-" + name, n -> strategy.fold(linear -> ofSum(linear, n), robust -> ofUpdates(robust, n)));
        }
        return kernels;
    }

    private static Kernel ofSum(AggregationStrategy strategy, int parameters) {
        float[] current = Kernels.values(parameters, CLIENTS);
        double[] sum = Kernels.doubles(parameters);
        ServerState state = new ServerState(parameters);
        // By 1, since the strategy divides the sum in place, again and again.
        return () -> strategy.next(current, RoundAggregate.ofSum(1, sum, 1), ReleasedDelta::unchanged, state);
    }

    private static Kernel ofUpdates(AggregationStrategy strategy, int parameters) {
        float[] current = Kernels.values(parameters, CLIENTS);
        ServerState state = new ServerState(parameters);
        List<ClientDelta> updates = IntStream.range(0, CLIENTS)
                .mapToObj(client -> new ClientDelta("client-" + client, Kernels.values(parameters, client), 1))
                .toList();
        return () ->
                strategy.next(current, RoundAggregate.ofUpdates(1, updates, DIVISOR), ReleasedDelta::unchanged, state);
    }
}
