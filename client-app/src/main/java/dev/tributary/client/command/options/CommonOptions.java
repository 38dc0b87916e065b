package dev.tributary.client.command.options;

import dev.tributary.log.cluster.KafkaConfigFile;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Options of every command that talks to Kafka; a subcommand takes them too. */
public final class CommonOptions {

    @Option(
            names = "--federation",
            required = true,
            scope = ScopeType.INHERIT,
            paramLabel = "NAME",
            description = "Federation: the part of its topics' names after fl.")
    private String federation;

    @Option(
            names = "--bootstrap-server",
            scope = ScopeType.INHERIT,
            paramLabel = "HOST:PORT",
            description = "Kafka broker to begin with; may stand in the file of --kafka-config instead.")
    private String bootstrapServer;

    @Option(
            names = "--kafka-config",
            scope = ScopeType.INHERIT,
            paramLabel = "FILE",
            description = "Properties for Kafka's clients by Kafka's own names, such as security.protocol.")
    private Path kafkaConfig;

    @Option(names = "--verbose", scope = ScopeType.INHERIT, description = "Show the stack trace of a failure.")
    // Failures looks for the word itself, since it also reports words that could not be parsed.
    boolean isVerbose;

    /** Names the federation. */
    public String federation() {
        return federation;
    }

    /** Kafka properties of file and command line. */
    public Map<String, Object> kafka() {
        return KafkaConfigFile.load(kafkaConfig, bootstrapServer);
    }
}
