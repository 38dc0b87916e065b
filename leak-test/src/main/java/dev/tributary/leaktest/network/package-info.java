/**
 * The two networks that users train, in plain arrays: next words and digits. Small enough to train hundreds of clients in
 * seconds; their gradients are those of any embedding, softmax and dense layer. Depends on {@code users}.
 */
package dev.tributary.leaktest.network;
