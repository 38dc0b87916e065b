package dev.tributary.aggregation.registry;

import java.util.Collection;
import java.util.regex.Pattern;

/** A strategy's own settings, as it asks for them. A value outside its bounds is refused by whoever holds them. */
public interface StrategyOptions {

    /**
     * Asks for a number.
     *
     * @param key      name of the setting
     * @param standard value when none is set
     * @param least    least value
     * @param greatest greatest value
     * @return the value
     */
    double number(String key, double standard, double least, double greatest);

    /**
     * Asks for a whole number.
     *
     * @param key      name of the setting
     * @param standard value when none is set
     * @param least    least value
     * @param greatest greatest value
     * @return the value
     */
    int integer(String key, int standard, int least, int greatest);

    /**
     * Asks for one of several words.
     *
     * @param key      name of the setting
     * @param standard value when none is set
     * @param allowed  the words
     * @return the value
     */
    String choice(String key, String standard, Collection<String> allowed);

    /**
     * Asks for a text that has no default.
     *
     * @param key     name of the setting
     * @param allowed pattern of the whole text
     * @return the value
     */
    String text(String key, Pattern allowed);
}
