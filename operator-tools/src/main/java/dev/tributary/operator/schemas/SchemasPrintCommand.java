package dev.tributary.operator.schemas;

import dev.tributary.log.registry.SchemaText;
import dev.tributary.process.command.OutputOption;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.WholeFile;
import dev.tributary.schemas.framing.RecordFraming;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.avro.Schema;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints the schemas of this release, or writes them into files. */
@Command(
        name = "print",
        description = "Prints the schemas of this release, each whole, as they are registered.",
        mixinStandardHelpOptions = true)
final class SchemasPrintCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--record", paramLabel = "NAME", description = "Only this one, such as ModelUpdate.")
    private String record;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Writes one file NAME.avsc each into this directory instead, made if missing.")
    private Path directory;

    @Mixin
    private OutputOption output;

    @Override
    public Integer call() {
        List<Schema> schemas = RecordFraming.schemas().stream()
                .filter(schema -> record == null || schema.getName().equals(record))
                .toList();
        if (schemas.isEmpty()) {
            throw new FederationException("--record must be one of "
                    + RecordFraming.schemas().stream().map(Schema::getName).toList() + ", was " + record);
        }
        PrintWriter out = spec.commandLine().getOut();
        if (directory == null && output.isJson()) {
            output.print(
                    out,
                    Map.of(
                            "schemas",
                            schemas.stream().map(SchemasPrintCommand::shown).toList()));
        } else if (directory == null) {
            schemas.forEach(schema -> out.println(SchemaText.pretty(schema)));
        } else {
            schemas.forEach(this::write);
            out.println(schemas.size() + " files written to " + directory);
        }
        out.flush();
        return 0;
    }

    private static Map<String, Object> shown(Schema schema) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("record", schema.getName());
        shown.put("schema", SchemaText.pretty(schema));
        return shown;
    }

    private void write(Schema schema) {
        try {
            Files.createDirectories(directory);
            WholeFile.write(directory.resolve(schema.getName() + ".avsc"), SchemaText.pretty(schema) + "\n");
        } catch (IOException e) {
            throw new FederationException("--out must be a writable directory, was " + directory + ": " + e, e);
        }
    }
}
