/** The ledger as an application of Kafka Streams: its store, its processors, its answers. Sees ledger and epoch. */
package dev.tributary.maskhelper.topology;
