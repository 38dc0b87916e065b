package dev.tributary.aggregator.command;

import dev.tributary.schemas.cluster.KafkaConfigFile;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Option;

/** How a command reaches the cluster. */
final class KafkaOptions {

    @Option(
            names = "--bootstrap-server",
            paramLabel = "HOST:PORT",
            description = "Brokers to begin with; overrides bootstrap.servers of --kafka-config.")
    private String bootstrapServers;

    @Option(
            names = "--kafka-config",
            paramLabel = "FILE",
            description = "Properties file with any of Kafka's settings, passed through untouched.")
    private Path kafkaConfig;

    Map<String, Object> load() {
        return KafkaConfigFile.load(kafkaConfig, bootstrapServers);
    }
}
