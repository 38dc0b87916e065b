/**
 * The attacker of each test, with what a leak gives him and nothing else, and how well he did. Depends on {@code artefacts},
 * {@code network} and {@code users}; knows no round and no report.
 */
package dev.tributary.leaktest.attacks;
