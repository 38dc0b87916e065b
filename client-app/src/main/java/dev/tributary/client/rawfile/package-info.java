/** A model version as a file of bare floats beside a description of what they are. Knows no Kafka and no training. */
package dev.tributary.client.rawfile;
