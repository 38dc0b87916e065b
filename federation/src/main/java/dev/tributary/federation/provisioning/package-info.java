/**
 * The topics that a federation needs: roles, partitions, settings and names of the stores behind them. Depends on settings,
 * the length of partial sums, and schemas.
 */
package dev.tributary.federation.provisioning;
