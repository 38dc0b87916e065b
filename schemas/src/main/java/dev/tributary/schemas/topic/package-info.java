/** Names, keys, partitions and settings of a federation's topics, in one place. Depends on nothing. */
package dev.tributary.schemas.topic;
