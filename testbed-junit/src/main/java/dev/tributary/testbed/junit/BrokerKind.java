package dev.tributary.testbed.junit;

/** Where the broker of a test runs. */
public enum BrokerKind {
    /** In the test's JVM; needs nothing but Java. */
    EMBEDDED,
    /** In a container of Kafka's own image, by Testcontainers, which must be on the test's class path; needs Docker. */
    KAFKA_CONTAINER
}
