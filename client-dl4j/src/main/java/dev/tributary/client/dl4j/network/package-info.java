/**
 * A DL4J network that is ready to train: its flat vector, learning rates and corrections of gradients. Public for
 * {@code dev.tributary.client.dl4j} alone; users do not see it. Depends on layers and schemas.
 */
package dev.tributary.client.dl4j.network;
