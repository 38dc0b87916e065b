package dev.tributary.e2e.harness;

/**
 * The broker that a test runs on: the embedded one, or with {@link OnKafkaContainer} the public image in a container.
 *
 * @param bootstrapServers where it is reached
 */
public record TestBroker(String bootstrapServers) {}
