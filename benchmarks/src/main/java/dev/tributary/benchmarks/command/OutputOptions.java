package dev.tributary.benchmarks.command;

import dev.tributary.benchmarks.report.BenchReport;
import dev.tributary.schemas.FederationException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/** Options that every benchmark of the pipeline has. */
final class OutputOptions {

    @Option(names = "--json", paramLabel = "FILE", description = "Where to write the figures as JSON.")
    private Path json;

    @Option(
            names = "--aggregator-java",
            paramLabel = "OPTIONS",
            defaultValue = "-Xmx1g -XX:+UseParallelGC",
            description = "Options for the aggregator's Java, separated by blanks. Default: ${DEFAULT-VALUE}")
    private String aggregatorJava;

    /** Options for the aggregator's Java. Checks the file to write, before a measurement of some minutes is in vain. */
    List<String> checked() {
        if (json != null) {
            Path directory = json.toAbsolutePath().getParent();
            if (directory == null || !Files.isDirectory(directory) || Files.isDirectory(json)) {
                throw new FederationException("--json must be a file in an existing directory, was " + json);
            }
        }
        return Arrays.stream(aggregatorJava.split(" ", -1))
                .filter(option -> !option.isBlank())
                .toList();
    }

    /** Takes lines on the progress. */
    Consumer<String> progress() {
        return line -> System.err.println(line);
    }

    /** Shows the figures and writes them. */
    void write(BenchReport report) {
        System.out.print(report.toTable());
        if (json != null) {
            report.writeJson(json);
        }
    }
}
