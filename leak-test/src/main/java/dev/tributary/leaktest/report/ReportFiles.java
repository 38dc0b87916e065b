package dev.tributary.leaktest.report;

import dev.tributary.leaktest.trial.LeakTestResults;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes a leak test's results as files. */
public final class ReportFiles {

    /** Name of the file for programs. */
    public static final String JSON = "leak-report.json";

    /** Name of the file for people. */
    public static final String HTML = "leak-report.html";

    private ReportFiles() {}

    /**
     * Writes the files, replacing those that are there.
     *
     * @param results   of a leak test
     * @param findings  of those results
     * @param directory made if it is missing, with its parents
     * @throws FederationException if the directory or a file cannot be written
     */
    public static void write(LeakTestResults results, List<Finding> findings, Path directory) {
        try {
            Files.createDirectories(directory);
            WholeFile.write(directory.resolve(JSON), JsonReport.render(results, findings));
            WholeFile.write(directory.resolve(HTML), HtmlReport.render(results, findings));
        } catch (IOException e) {
            throw new FederationException(
                    "--out must be a directory that can be written, was " + directory + ": " + e, e);
        }
    }
}
