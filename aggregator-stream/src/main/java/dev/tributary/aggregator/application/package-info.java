/** The aggregator as a running process: its Kafka Streams settings, its checks at start, its life and its failures. */
package dev.tributary.aggregator.application;
