package dev.tributary.leaktest.trial;

import dev.tributary.leaktest.attacks.Column;
import dev.tributary.leaktest.attacks.DigitInversion;
import dev.tributary.leaktest.attacks.SecretPhrases;
import dev.tributary.leaktest.attacks.TookPart;
import dev.tributary.leaktest.attacks.WhichWords;
import dev.tributary.leaktest.attacks.WhoseIsIt;
import java.util.List;
import java.util.Map;

/**
 * All that a leak test found.
 *
 * @param settings   settings of the trial
 * @param population whom it was tried on
 * @param whoseIsIt  by column
 * @param whichWords by column
 * @param guessing   mean F1 of whoever names every word
 * @param epsilon    ε of the federation with noise, at the δ of the settings
 * @param secrets    by column
 * @param tookPart   by column
 * @param audited    ε that unit canaries show, by column
 * @param originals  pictures of digits, one a user
 * @param digits     pictures that inversion made of their updates, by column
 * @param tokens     places where a planted token stood, by column
 * @param seconds    how long it took
 */
public record LeakTestResults(
        LeakTestSettings settings,
        Population population,
        Map<Column, WhoseIsIt> whoseIsIt,
        Map<Column, WhichWords> whichWords,
        double guessing,
        double epsilon,
        Map<Column, SecretPhrases> secrets,
        Map<Column, TookPart> tookPart,
        Map<Column, Double> audited,
        List<float[]> originals,
        Map<Column, DigitInversion> digits,
        Map<Column, Integer> tokens,
        double seconds) {}
