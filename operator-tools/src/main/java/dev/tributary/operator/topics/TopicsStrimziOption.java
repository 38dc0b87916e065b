package dev.tributary.operator.topics;

import picocli.CommandLine.Option;

/** Where Strimzi's operators find the resources. */
final class TopicsStrimziOption {

    @Option(
            names = "--strimzi-cluster",
            paramLabel = "NAME",
            defaultValue = "kafka",
            description = "With --format strimzi: name of the Kafka resource. Default: ${DEFAULT-VALUE}")
    private String cluster;

    String cluster() {
        return cluster;
    }
}
