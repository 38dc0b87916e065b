package dev.tributary.client.command;

import dev.tributary.schemas.cluster.KafkaConfigFile;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Option;

/** Options of every command that talks to Kafka. */
final class CommonOptions {

    @Option(
            names = "--federation",
            required = true,
            paramLabel = "NAME",
            description = "Federation: the part of its topics' names after fl.")
    private String federation;

    @Option(
            names = "--bootstrap-server",
            paramLabel = "HOST:PORT",
            description = "Kafka broker to begin with; may stand in the file of --kafka-config instead.")
    private String bootstrapServer;

    @Option(
            names = "--kafka-config",
            paramLabel = "FILE",
            description = "Properties for Kafka's clients by Kafka's own names, such as security.protocol.")
    private Path kafkaConfig;

    @Option(names = "--verbose", description = "Show the stack trace of a failure.")
    // Failures looks for the word itself, since it also reports words that could not be parsed.
    boolean isVerbose;

    String federation() {
        return federation;
    }

    /** Kafka properties of file and command line. */
    Map<String, Object> kafka() {
        return KafkaConfigFile.load(kafkaConfig, bootstrapServer);
    }
}
