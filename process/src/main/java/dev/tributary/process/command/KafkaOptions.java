package dev.tributary.process.command;

import dev.tributary.log.cluster.KafkaConfigFile;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Option;

/** How a command reaches the cluster. */
public final class KafkaOptions {

    @Option(
            names = "--bootstrap-server",
            paramLabel = "HOST:PORT",
            description = "Brokers to begin with; overrides bootstrap.servers of --kafka-config.")
    private String bootstrapServers;

    @Option(
            names = "--kafka-config",
            paramLabel = "FILE",
            description = "Properties file with Kafka's settings by Kafka's own names; an unknown one is refused.")
    private Path kafkaConfig;

    public Map<String, Object> load() {
        return KafkaConfigFile.load(kafkaConfig, bootstrapServers);
    }
}
