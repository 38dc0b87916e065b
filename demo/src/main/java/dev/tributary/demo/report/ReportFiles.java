package dev.tributary.demo.report;

import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes a {@link DemoReport} as files. */
public final class ReportFiles {

    /** Name of the file for programs. */
    public static final String JSON = "report.json";

    /** Name of the file for people. */
    public static final String HTML = "report.html";

    private ReportFiles() {}

    /**
     * Writes {@code report.json} and {@code report.html}, replacing older ones.
     *
     * @param directory made if it is missing, with its parents
     * @throws FederationException if the directory or a file cannot be written
     */
    public static void write(DemoReport report, Path directory) {
        try {
            Files.createDirectories(directory);
            WholeFile.write(directory.resolve(JSON), JsonReport.render(report));
            WholeFile.write(directory.resolve(HTML), HtmlReport.render(report));
        } catch (IOException e) {
            throw new FederationException(directory + " must be a writable directory, was not: " + e, e);
        }
    }
}
