/**
 * The topics of a federation as code: what they must be like and how large they grow, as text for other tools, compared
 * with a real cluster, created on it. Depends on settings, the names of the stores, the length of partial sums, and
 * schemas.
 */
package dev.tributary.federation.provisioning;
