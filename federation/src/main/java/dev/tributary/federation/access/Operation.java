package dev.tributary.federation.access;

/** Operations of Kafka's access control that a federation needs, named as {@code kafka-acls} and Strimzi do. */
public enum Operation {
    /** Fetch records; join a group and commit its offsets. */
    READ("Read"),
    /** Produce records; use a transactional id. */
    WRITE("Write"),
    /** See that it exists, its partitions and offsets. */
    DESCRIBE("Describe"),
    /** Create it. */
    CREATE("Create"),
    /** Set its settings. */
    ALTER_CONFIGS("AlterConfigs"),
    /** See its settings. */
    DESCRIBE_CONFIGS("DescribeConfigs");

    private final String word;

    Operation(String word) {
        this.word = word;
    }

    /**
     * Gives Kafka's word.
     *
     * @return such as {@code DescribeConfigs}
     */
    public String word() {
        return word;
    }
}
