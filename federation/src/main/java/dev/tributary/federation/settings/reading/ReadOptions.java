package dev.tributary.federation.settings.reading;

import dev.tributary.aggregation.registry.StrategyOptions;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Options of a strategy out of a settings file; remembers each with the value in effect. */
public final class ReadOptions implements StrategyOptions {

    private final SettingsReader reader;
    private final Map<String, String> inEffect = new TreeMap<>();

    public ReadOptions(SettingsReader reader) {
        this.reader = reader;
    }

    public Map<String, String> inEffect() {
        return inEffect;
    }

    @Override
    public double number(String key, double standard, double least, double greatest) {
        double value = reader.number(key, standard, least, greatest);
        inEffect.put(key, String.valueOf(value));
        return value;
    }

    @Override
    public int integer(String key, int standard, int least, int greatest) {
        int value = (int) reader.integer(key, standard, least, greatest);
        inEffect.put(key, String.valueOf(value));
        return value;
    }

    @Override
    public String choice(String key, String standard, Collection<String> allowed) {
        String value = reader.oneOf(key, standard, allowed);
        inEffect.put(key, value);
        return value;
    }

    @Override
    public String text(String key, Pattern allowed) {
        String value = reader.text(key);
        if (!allowed.matcher(value).matches()) {
            throw reader.refusal(key, "a text that matches " + allowed, value);
        }
        inEffect.put(key, value);
        return value;
    }
}
