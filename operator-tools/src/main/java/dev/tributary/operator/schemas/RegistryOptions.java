package dev.tributary.operator.schemas;

import dev.tributary.federation.rendering.TextTable;
import dev.tributary.log.cluster.KafkaConfigFile;
import dev.tributary.log.registry.SchemaRegistrar;
import dev.tributary.log.registry.SchemaRegistration;
import dev.tributary.process.command.OutputOption;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    /** Prints the findings, as a table or as JSON. */
    static void print(PrintWriter out, OutputOption output, List<SchemaRegistration> registrations) {
        if (output.isJson()) {
            output.print(
                    out,
                    Map.of(
                            "schemas",
                            registrations.stream().map(RegistryOptions::shown).toList()));
        } else {
            out.print(table(registrations));
            out.flush();
        }
    }

    private static Map<String, Object> shown(SchemaRegistration one) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("record", one.record());
        shown.put("subject", one.subject());
        one.id().ifPresent(id -> shown.put("id", id));
        shown.put("compatibility", one.compatibility());
        shown.put("isRight", one.isRight());
        return shown;
    }

    private static String table(List<SchemaRegistration> registrations) {
        TextTable table = new TextTable("RECORD", "SUBJECT", "ID", "COMPATIBILITY");
        registrations.forEach(one -> table.row(
                one.record(),
                one.subject(),
                one.id().isPresent() ? String.valueOf(one.id().getAsInt()) : "missing",
                one.compatibility().isEmpty() ? "not set" : one.compatibility()));
        return table.render();
    }
}
