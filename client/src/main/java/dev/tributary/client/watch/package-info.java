/**
 * The newest version of a model for whoever uses it and takes no part: no trainer, no secret, no group. Depends on link,
 * the log and schemas.
 */
package dev.tributary.client.watch;
