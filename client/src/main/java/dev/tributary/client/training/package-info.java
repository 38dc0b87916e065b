/**
 * Local training as the client sees it: the interfaces that a trainer and an evaluator of any engine implement.
 * Depends on schemas.
 */
package dev.tributary.client.training;
