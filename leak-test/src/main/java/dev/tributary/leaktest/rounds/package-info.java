/**
 * Federated averaging of simulated users in memory: local training, sums of words, server steps. Depends on
 * {@code artefacts}, {@code network} and {@code users}.
 */
package dev.tributary.leaktest.rounds;
