package dev.tributary.leaktest.trial;

import dev.tributary.leaktest.attacks.Column;
import dev.tributary.leaktest.attacks.WhichWords;
import dev.tributary.leaktest.attacks.WhoseIsIt;
import java.util.Map;

/**
 * All that a leak test found.
 *
 * @param settings   what was tried
 * @param population whom it was tried on
 * @param whoseIsIt  by column
 * @param whichWords by column
 * @param guessing   mean F1 of whoever names every word
 * @param seconds    how long it took
 */
public record LeakTestResults(
        LeakTestSettings settings,
        Population population,
        Map<Column, WhoseIsIt> whoseIsIt,
        Map<Column, WhichWords> whichWords,
        double guessing,
        double seconds) {}
