package dev.tributary.e2e.harness;

/**
 * What a test's federation is to be like.
 *
 * @param parameterCount  parameters of its model, all zero in version 0
 * @param partitions      partitions of its updates
 * @param maxMessageBytes {@code max.message.bytes} of its topics
 * @param keepVersions    versions that stay readable
 * @param copies          copies of each topic
 * @param sections        the sections of its federation.yaml that the test decides: round, admission, combining
 */
public record FederationPlan(
        int parameterCount, int partitions, int maxMessageBytes, int keepVersions, int copies, String sections) {

    private static final int KAFKA_DEFAULT = 1_048_588;
    private static final int ALL_VERSIONS = 10_000;

    /** A plan with one partition and Kafka's limit of records. */
    public static FederationPlan of(int parameterCount, String sections) {
        return new FederationPlan(parameterCount, 1, KAFKA_DEFAULT, ALL_VERSIONS, 1, sections);
    }

    /** The plan with so many partitions of updates. */
    public FederationPlan withPartitions(int count) {
        return new FederationPlan(parameterCount, count, maxMessageBytes, keepVersions, copies, sections);
    }

    /** The plan with a smaller limit, so that a small model needs many chunks. */
    public FederationPlan withMaxMessageBytes(int bytes) {
        return new FederationPlan(parameterCount, partitions, bytes, keepVersions, copies, sections);
    }

    /** The plan with fewer versions that stay readable, for a run that is checked while it runs. */
    public FederationPlan withKeepVersions(int versions) {
        return new FederationPlan(parameterCount, partitions, maxMessageBytes, versions, copies, sections);
    }

    /** The plan for a cluster of several brokers. */
    public FederationPlan withCopies(int count) {
        return new FederationPlan(parameterCount, partitions, maxMessageBytes, keepVersions, count, sections);
    }

    /** The whole federation.yaml. */
    String yaml(String federation) {
        return """
                federation: %s
                topics:
                  updatePartitions: %d
                  replicationFactor: %d
                model:
                  keepVersions: %d
                """
                        .formatted(federation, partitions, copies, keepVersions)
                + sections
                + (sections.contains("privacy:") ? "" : "\nprivacy: {masking: off}\n");
    }
}
