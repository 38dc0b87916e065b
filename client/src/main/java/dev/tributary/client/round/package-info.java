/**
 * One client of a federation: it receives a model, has it trained, publishes the delta, and waits. Depends on training,
 * update, masking, link and schemas.
 */
package dev.tributary.client.round;
