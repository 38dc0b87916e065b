/** The server optimisers: how the server walks along the released delta of a round. Plain Java. */
package dev.tributary.aggregation.optimizer;
