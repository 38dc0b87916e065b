/**
 * One leak test from its settings to its results: which runs there are, and which attacker gets what of them. Depends on all
 * packages but {@code report} and {@code command}.
 */
package dev.tributary.leaktest.trial;
