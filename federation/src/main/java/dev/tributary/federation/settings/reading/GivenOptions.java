package dev.tributary.federation.settings.reading;

import dev.tributary.aggregation.registry.StrategyOptions;
import java.util.Collection;
import java.util.Map;
import java.util.regex.Pattern;

/** Options of a strategy that were read and checked before. */
public record GivenOptions(Map<String, String> inEffect) implements StrategyOptions {

    @Override
    public double number(String key, double standard, double least, double greatest) {
        return Double.parseDouble(inEffect.get(key));
    }

    @Override
    public int integer(String key, int standard, int least, int greatest) {
        return Integer.parseInt(inEffect.get(key));
    }

    @Override
    public String choice(String key, String standard, Collection<String> allowed) {
        return inEffect.get(key);
    }

    @Override
    public String text(String key, Pattern allowed) {
        return inEffect.get(key);
    }
}
