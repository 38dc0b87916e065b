/**
 * Privacy loss of a client over releases with noise, added up truthfully: zero-concentrated differential privacy by
 * participation, its conversion to (ε, δ), exact values for Gaussian releases, and, for planning alone, the subsampled
 * Gaussian. Rounds close with whoever comes first, so nothing is ever claimed for sampling.
 */
package dev.tributary.privacy.accountant;
