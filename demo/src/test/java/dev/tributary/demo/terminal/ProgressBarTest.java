package dev.tributary.demo.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.demo.report.ReportFixtures;
import dev.tributary.demo.report.VersionReport;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class ProgressBarTest {

    private static final String REWRITE = "\r\u001b[K";
    private static final String LINE = "version  7/10  accuracy  71.4 %  loss  0.9000   10 updates  17.2 MB    2.1 s\n";

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, UTF_8);

    @Test
    void shouldRewriteLineInPlaceWhenOnTerminal() {
        ProgressBar bar = new ProgressBar(out, true, 10);

        bar.show(7, 0, 10, 0);
        bar.show(7, 5, 10, 1.24);
        bar.finish(ReportFixtures.version(7, 0.714, 0.9));

        assertThat(printed())
                .isEqualTo(REWRITE + "version  7/10 [..............................] 0/10 updates    0.0 s"
                        + REWRITE + "version  7/10 [###############...............] 5/10 updates    1.2 s"
                        + REWRITE + LINE);
    }

    @Test
    void shouldPrintOneLineAVersionWhenNotOnTerminal() {
        ProgressBar bar = new ProgressBar(out, false, 10);

        bar.show(7, 5, 10, 1.2);
        bar.finish(ReportFixtures.version(7, 0.714, 0.9));
        bar.close();

        assertThat(printed()).isEqualTo(LINE);
    }

    @Test
    void shouldStayFullWhenMoreUpdatesArriveThanNeeded() {
        ProgressBar bar = new ProgressBar(out, true, 1);

        bar.show(1, 30, 10, 100);

        assertThat(printed()).endsWith("version 1/1 [##############################] 30/10 updates  100.0 s");
    }

    @Test
    void shouldKeepNotesApartFromUnfinishedBar() {
        ProgressBar bar = new ProgressBar(out, true, 1);

        bar.show(1, 0, 10, 0);
        bar.note("a client left");
        bar.note("another");
        bar.show(1, 0, 10, 0);
        bar.close();
        bar.close();

        assertThat(printed())
                .contains(REWRITE + "a client left\nanother\n" + REWRITE)
                .endsWith("0.0 s\n");
    }

    @Test
    void shouldFitLineWhenNumbersAreNotKnownOrLarge() {
        ProgressBar bar = new ProgressBar(out, false, 500);

        bar.finish(ReportFixtures.version(500, Double.NaN, Double.NaN));
        bar.finish(new VersionReport(500, 100, 0, 1, 12.3456, 1, 1, 999_900_000, 1234.5, "deadline"));

        assertThat(printed().lines()).hasSize(2).allSatisfy(line -> assertThat(line)
                .hasSizeLessThan(80));
    }

    @Test
    void shouldBelieveLauncherBeforeConsoleWhenAskedForTerminal() {
        Properties said = new Properties();
        said.setProperty(Terminal.PROPERTY, "true");
        assertThat(Terminal.isInteractive(said, Map.of("TERM", "dumb"), false)).isTrue();
        said.setProperty(Terminal.PROPERTY, "false");
        assertThat(Terminal.isInteractive(said, Map.of(), true)).isFalse();
        assertThat(Terminal.isInteractive(new Properties(), Map.of("TERM", "xterm"), true))
                .isTrue();
        assertThat(Terminal.isInteractive(new Properties(), Map.of("TERM", "dumb"), true))
                .isFalse();
        assertThat(Terminal.isInteractive(new Properties(), Map.of(), false)).isFalse();
    }

    private String printed() {
        return bytes.toString(UTF_8).replace(System.lineSeparator(), "\n");
    }
}
