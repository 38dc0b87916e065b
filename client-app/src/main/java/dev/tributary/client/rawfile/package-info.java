/** A model version as a file of bare floats beside their description. Knows no Kafka and no training. */
package dev.tributary.client.rawfile;
