package dev.tributary.aggregation.registry;

import dev.tributary.aggregation.AggregationStrategy;
import dev.tributary.aggregation.CombiningRule;
import dev.tributary.aggregation.LearningRateSchedule;
import dev.tributary.aggregation.LinearStrategy;
import dev.tributary.aggregation.RobustStrategy;
import dev.tributary.aggregation.ServerOptimizer;
import dev.tributary.aggregation.ServerStepRule;
import dev.tributary.aggregation.optimizer.AdaptiveOptimizer;
import dev.tributary.aggregation.optimizer.FederatedAveraging;
import dev.tributary.aggregation.optimizer.ServerMomentum;
import dev.tributary.aggregation.robust.Bulyan;
import dev.tributary.aggregation.robust.CentredClipping;
import dev.tributary.aggregation.robust.CoordinateMedian;
import dev.tributary.aggregation.robust.Krum;
import dev.tributary.aggregation.robust.NormClipping;
import dev.tributary.aggregation.robust.TrimmedMean;
import dev.tributary.aggregation.robust.TrustBootstrapping;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * All strategies by name. A new one is a class and a line in {@link #STANDARD}; {@code docs/extending.md} shows it.
 *
 * <p>The name of a server optimiser stands for the weighted mean followed by that optimiser. The name of a rule stands for
 * that rule, followed by the optimiser that the setting {@code serverOptimizer} names. Immutable.
 */
public final class Strategies {

    /** Name of the strategy, and of the server optimiser, that is used when none is set. */
    public static final String STANDARD_NAME = "fedAvg";

    private static final Pattern CLIENT_ID = Pattern.compile("[A-Za-z0-9-]{1,64}");

    /** The strategies of Tributary. */
    public static final Strategies STANDARD = new Strategies(Map.of(), Map.of())
            .withOptimizer(STANDARD_NAME, options -> new FederatedAveraging())
            .withOptimizer("fedAvgM", options -> new ServerMomentum(options.number("momentum", 0.9, 0, 0.9999)))
            .withOptimizer(
                    "fedAdagrad",
                    // No momentum, as in the paper's experiments.
                    options -> AdaptiveOptimizer.fedAdagrad(beta1(options, 0), tau(options)))
            .withOptimizer(
                    "fedAdam",
                    options -> AdaptiveOptimizer.fedAdam(
                            beta1(options, AdaptiveOptimizer.STANDARD_BETA1), beta2(options), tau(options)))
            .withOptimizer(
                    "fedYogi",
                    options -> AdaptiveOptimizer.fedYogi(
                            beta1(options, AdaptiveOptimizer.STANDARD_BETA1), beta2(options), tau(options)))
            .withRule("median", options -> new CoordinateMedian())
            .withRule(
                    "trimmedMean",
                    options -> new TrimmedMean(options.number("trim", TrimmedMean.STANDARD_TRIM, 0.001, 0.499)))
            .withRule("normClipping", options -> new NormClipping(options.number("clippingNorm", 0, 0, 1e12)))
            .withRule("krum", options -> Krum.one(byzantine(options)))
            .withRule("multiKrum", options -> Krum.mean(byzantine(options), options.integer("chosen", 0, 0, 1_000_000)))
            .withRule("bulyan", options -> new Bulyan(byzantine(options)))
            .withRule(
                    "centredClipping",
                    options -> new CentredClipping(
                            options.number("radius", CentredClipping.STANDARD_RADIUS, 1e-9, 1e12),
                            options.integer("iterations", CentredClipping.STANDARD_ITERATIONS, 1, 100)))
            .withRule("flTrust", options -> new TrustBootstrapping(options.text("referenceClient", CLIENT_ID)));

    private final Map<String, Function<StrategyOptions, ServerOptimizer>> optimizers;
    private final Map<String, Function<StrategyOptions, CombiningRule>> rules;

    private Strategies(
            Map<String, Function<StrategyOptions, ServerOptimizer>> optimizers,
            Map<String, Function<StrategyOptions, CombiningRule>> rules) {
        this.optimizers = optimizers;
        this.rules = rules;
    }

    private static double beta1(StrategyOptions options, double standard) {
        return options.number("beta1", standard, 0, 0.9999);
    }

    private static double beta2(StrategyOptions options) {
        return options.number("beta2", AdaptiveOptimizer.STANDARD_BETA2, 0, 0.9999);
    }

    private static double tau(StrategyOptions options) {
        return options.number("tau", AdaptiveOptimizer.STANDARD_TAU, 1e-9, 1);
    }

    private static int byzantine(StrategyOptions options) {
        return options.integer("byzantine", 1, 1, 100_000);
    }

    /**
     * Adds a server optimiser.
     *
     * @param name    as it is written in settings
     * @param factory makes it of its settings
     * @return these strategies and that one
     * @throws IllegalArgumentException if the name is taken
     */
    public Strategies withOptimizer(String name, Function<StrategyOptions, ServerOptimizer> factory) {
        return new Strategies(with(optimizers, name, factory), rules);
    }

    /**
     * Adds a combining rule.
     *
     * @param name    as it is written in settings
     * @param factory makes it of its settings
     * @return these strategies and that one
     * @throws IllegalArgumentException if the name is taken
     */
    public Strategies withRule(String name, Function<StrategyOptions, CombiningRule> factory) {
        return new Strategies(optimizers, with(rules, name, factory));
    }

    private <F> Map<String, F> with(Map<String, F> factories, String name, F factory) {
        if (names().contains(name)) {
            throw new IllegalArgumentException("name of a strategy must be free, was " + name);
        }
        Map<String, F> more = new LinkedHashMap<>(factories);
        more.put(name, factory);
        return more;
    }

    /**
     * Lists the names.
     *
     * @return in the order in which they were added, server optimisers first
     */
    public List<String> names() {
        List<String> names = new ArrayList<>(optimizers.keySet());
        names.addAll(rules.keySet());
        return names;
    }

    /**
     * Makes a strategy.
     *
     * @param name    one of {@link #names}
     * @param options its settings
     * @return the strategy
     * @throws IllegalArgumentException if there is none of that name
     */
    public AggregationStrategy create(String name, StrategyOptions options) {
        if (!names().contains(name)) {
            throw new IllegalArgumentException("strategy must be one of " + names() + ", was " + name);
        }
        if (optimizers.containsKey(name)) {
            return new LinearStrategy(name, serverStep(name, options));
        }
        CombiningRule rule = rules.get(name).apply(options);
        String optimizer = options.choice("serverOptimizer", STANDARD_NAME, optimizers.keySet());
        return new RobustStrategy(name, rule, serverStep(optimizer, options));
    }

    private ServerStepRule serverStep(String optimizerName, StrategyOptions options) {
        ServerOptimizer optimizer = optimizers.get(optimizerName).apply(options);
        double rate = options.number("serverLearningRate", optimizer.standardLearningRate(), 1e-6, 1e3);
        return new ServerStepRule(optimizer, rate, schedule(options));
    }

    private static LearningRateSchedule schedule(StrategyOptions options) {
        List<LearningRateSchedule.Kind> kinds = List.of(LearningRateSchedule.Kind.values());
        List<String> names =
                kinds.stream().map(LearningRateSchedule.Kind::settingName).toList();
        LearningRateSchedule.Kind kind = kinds.get(names.indexOf(options.choice("schedule", names.get(0), names)));
        if (kind == LearningRateSchedule.Kind.CONSTANT) {
            return LearningRateSchedule.CONSTANT;
        }
        boolean decays = kind == LearningRateSchedule.Kind.EXPONENTIAL || kind == LearningRateSchedule.Kind.STEP;
        return new LearningRateSchedule(
                kind,
                options.integer("scheduleRounds", 100, 1, 1_000_000_000),
                decays ? options.number("scheduleDecay", 0.5, 1e-6, 1) : 1,
                kind == LearningRateSchedule.Kind.COSINE ? options.number("scheduleFloor", 0, 0, 1) : 0,
                options.integer("scheduleStart", 0, 0, 1_000_000_000));
    }
}
