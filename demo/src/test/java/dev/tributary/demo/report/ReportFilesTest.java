package dev.tributary.demo.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tributary.schemas.FederationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportFilesTest {

    @TempDir
    private Path directory;

    @Test
    void shouldWriteBothFilesWhenDirectoryIsMissing() throws IOException {
        Path out = directory.resolve("a/b");

        ReportFiles.write(ReportFixtures.report(2), out);
        ReportFiles.write(ReportFixtures.report(1), out);

        assertThat(Files.readString(out.resolve("report.json"))).isEqualTo(JsonReport.render(ReportFixtures.report(1)));
        assertThat(Files.readString(out.resolve("report.html"))).isEqualTo(HtmlReport.render(ReportFixtures.report(1)));
    }

    @Test
    void shouldNameDirectoryWhenItCannotBeWritten() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));

        assertThatExceptionOfType(FederationException.class)
                .isThrownBy(() -> ReportFiles.write(ReportFixtures.report(1), file))
                .withMessageStartingWith(file + " must be a writable directory, was not: ");
    }
}
