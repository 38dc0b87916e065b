/** The schemes that deal a data set out to clients: alike, by label shards, by Dirichlet mixtures. Plain Java. */
package dev.tributary.client.data.partition;
