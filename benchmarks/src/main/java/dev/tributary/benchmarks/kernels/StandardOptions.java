package dev.tributary.benchmarks.kernels;

import dev.tributary.aggregation.registry.StrategyOptions;
import java.util.Collection;
import java.util.regex.Pattern;

/** Every strategy with its defaults; the one text that has none names the first client of the benchmark. */
final class StandardOptions implements StrategyOptions {

    /** The client that a strategy may ask for by name. */
    static final String FIRST_CLIENT = "client-0";

    @Override
    public double number(String key, double standard, double least, double greatest) {
        return standard;
    }

    @Override
    public int integer(String key, int standard, int least, int greatest) {
        return standard;
    }

    @Override
    public String choice(String key, String standard, Collection<String> allowed) {
        return standard;
    }

    @Override
    public String text(String key, Pattern allowed) {
        return FIRST_CLIENT;
    }
}
