package dev.tributary.aggregator.command;

import dev.tributary.aggregator.provisioning.TextTable;
import dev.tributary.schemas.cluster.KafkaConfigFile;
import dev.tributary.schemas.registry.SchemaRegistrar;
import dev.tributary.schemas.registry.SchemaRegistration;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** How a command reaches the registry. */
final class RegistryOptions {

    @Option(
            names = "--kafka-config",
            required = true,
            paramLabel = "FILE",
            description = "Properties file with tributary.registry.url, as all processes of the federation have it.")
    private Path kafkaConfig;

    SchemaRegistrar registrar() {
        return new SchemaRegistrar(KafkaConfigFile.load(kafkaConfig));
    }

    static String table(List<SchemaRegistration> registrations) {
        TextTable table = new TextTable("RECORD", "SUBJECT", "ID", "COMPATIBILITY");
        registrations.forEach(one -> table.row(
                one.record(),
                one.subject(),
                one.id().isPresent() ? String.valueOf(one.id().getAsInt()) : "missing",
                one.compatibility().isEmpty() ? "not set" : one.compatibility()));
        return table.render();
    }
}
