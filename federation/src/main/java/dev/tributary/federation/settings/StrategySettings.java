package dev.tributary.federation.settings;

import dev.tributary.aggregation.AggregationStrategy;
import dev.tributary.aggregation.registry.Strategies;
import dev.tributary.arithmetic.Weighting;
import dev.tributary.federation.settings.reading.GivenOptions;
import dev.tributary.federation.settings.reading.ReadOptions;
import dev.tributary.federation.settings.reading.SettingsReader;
import dev.tributary.schemas.FederationException;
import java.util.Map;
import java.util.TreeMap;

/**
 * How the updates of a round become the next model. {@code docs/strategies.md} lists the settings of each strategy.
 *
 * @param name      name of the strategy
 * @param weighting aggregation weight of an update in a weighted mean
 * @param maxMemory most bytes that the strategy may take in stage 2
 * @param options   the strategy's own settings, each with the value in effect, by key
 */
public record StrategySettings(String name, Weighting weighting, long maxMemory, Map<String, String> options) {

    /** Copies the options. */
    public StrategySettings {
        options = Map.copyOf(options);
    }

    static StrategySettings read(SettingsReader reader) {
        String name = reader.oneOf("name", Strategies.STANDARD_NAME, Strategies.STANDARD.names());
        Weighting weighting = reader.choice("weighting", Weighting.class, Weighting.EXAMPLES);
        long maxMemory = reader.bytes("maxMemory", 1L << 30, 1L << 20, 1L << 44);
        ReadOptions options = new ReadOptions(reader);
        Strategies.STANDARD.create(name, options);
        return new StrategySettings(name, weighting, maxMemory, options.inEffect());
    }

    /**
     * Makes the strategy.
     *
     * @return immutable, so one is enough
     */
    public AggregationStrategy create() {
        return Strategies.STANDARD.create(name, new GivenOptions(options));
    }

    /**
     * Checks that a round has enough clients for the strategy's guarantee.
     *
     * @param round when a round closes
     * @throws FederationException if the goal or the quorum is too low
     */
    void requireEnoughClients(RoundSettings round) {
        int least = create().leastClients();
        require("round.goal", round.goal(), least);
        require("round.quorum", round.quorum(), least);
    }

    private void require(String setting, int value, int least) {
        if (value < least) {
            throw new FederationException(setting + " must be at least " + least + " with strategy " + shown()
                    + ", was " + value + "; raise it, or see docs/strategies.md for one that needs fewer");
        }
    }

    private String shown() {
        return options.isEmpty() ? name : name + " " + new TreeMap<>(options);
    }

    /**
     * Checks that the strategy fits into its memory.
     *
     * @param parameters length of the model
     * @param goal       updates that close a round
     * @throws FederationException if it needs more than {@link #maxMemory}
     */
    public void requireMemory(int parameters, int goal) {
        long needed = create().memoryBytes(parameters, goal);
        if (needed > maxMemory) {
            throw new FederationException(
                    "strategy.maxMemory must be at least " + needed + " bytes for strategy " + name
                            + " with " + parameters + " parameters and round.goal " + goal + ", was " + maxMemory
                            + "; raise it (and the heap), lower round.goal, or take a strategy that needs no single updates,"
                            + " such as " + Strategies.STANDARD_NAME);
        }
    }

    /** Adds these settings to the provenance of a version. */
    void show(Map<String, String> shown) {
        shown.put("strategy.name", name);
        shown.put("strategy.weighting", SettingsReader.show(weighting));
        options.forEach((key, value) -> shown.put("strategy." + key, value));
    }
}
