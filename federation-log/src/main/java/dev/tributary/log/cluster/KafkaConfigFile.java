package dev.tributary.log.cluster;

import dev.tributary.log.properties.KafkaProcess;
import dev.tributary.log.properties.PropertyCheck;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.TextFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.CommonClientConfigs;

/**
 * Reads the properties file of {@code --kafka-config}: Kafka's own names and values, those of a registry, and those of
 * plug-ins that are named.
 */
public final class KafkaConfigFile {

    private KafkaConfigFile() {}

    /**
     * Puts the file's properties and the bootstrap servers of the command line together.
     *
     * @param file             properties file, or null for none
     * @param bootstrapServers {@code host:port,…}, or null to take them from the file
     * @return Kafka properties by name, owned by the caller
     * @throws FederationException if the file cannot be read or holds what no process of ours knows, or nothing names
     *                             the bootstrap servers
     */
    public static Map<String, Object> load(Path file, String bootstrapServers) {
        Map<String, Object> config = new HashMap<>();
        if (file != null) {
            config.putAll(load(file));
        }
        if (bootstrapServers != null) {
            config.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        }
        if (!config.containsKey(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG)) {
            throw new FederationException(
                    "bootstrap.servers must be given, by --bootstrap-server or in the file of --kafka-config");
        }
        return config;
    }

    /**
     * Reads a file, for a command that does without the cluster.
     *
     * @param file properties file
     * @return its properties by name, owned by the caller
     * @throws FederationException if the file cannot be read or holds what no process of ours knows
     */
    public static Map<String, Object> load(Path file) {
        Map<String, Object> config = new HashMap<>();
        read(file).forEach((name, value) -> config.put(String.valueOf(name), value));
        PropertyCheck.require(KafkaProcess.COMMAND, config);
        return config;
    }

    private static Properties read(Path file) {
        try {
            return TextFile.readProperties(file);
        } catch (IOException e) {
            throw new FederationException("--kafka-config must be a readable properties file, was " + file, e);
        } catch (FederationException e) {
            throw new FederationException("--kafka-config: " + e.getMessage(), e);
        }
    }
}
