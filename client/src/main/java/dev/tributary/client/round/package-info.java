/**
 * What a client does in one round: receive a model, train, publish the delta, wait; and how it goes on doing so when
 * the broker does not answer. Depends on training, update and schemas.
 */
package dev.tributary.client.round;
