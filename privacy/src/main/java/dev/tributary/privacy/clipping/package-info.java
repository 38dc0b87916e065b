/**
 * Adaptive clipping (Andrew, Thakkar, McMahan, Ramaswamy 2021, "Differentially Private Learning with Adaptive Clipping",
 * <a href="https://arxiv.org/abs/1905.03871">arXiv:1905.03871</a>): the clipping norm follows a quantile of the deltas'
 * norms, of which nothing is told but a noisy share of clipped clients.
 */
package dev.tributary.privacy.clipping;
