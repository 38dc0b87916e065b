package dev.tributary.demo.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.demo.report.DemoReport;
import dev.tributary.demo.report.ReportFixtures;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextReportTest {

    @Test
    void shouldAlignColumnsWhenRendered() {
        DemoReport report = ReportFixtures.report(
                List.of(ReportFixtures.version(9, 0.7149, 0.9), ReportFixtures.version(10, Double.NaN, Double.NaN)));

        assertThat(TextReport.render(report))
                .isEqualTo(
                        """
                version  updates  rejected  stale  accuracy    loss   train   time  closed by
                -------  -------  --------  -----  --------  ------  ------  -----  ---------
                      9       10         0   0.25    71.5 %  0.9000  0.9900  2.1 s  goal
                     10       10         0   0.25         -       -       -  2.1 s  goal

                cnn (431,080 parameters), 3 clients, data generated, partition iid, seed 42
                test accuracy -, 6 updates admitted, 1 rejected, 34.5 MB, 1 min 01 s
                updates written as int8
                every update stood in the clear on the log
                noise: none, so the model itself carries no guarantee
                """);
    }

    @Test
    void shouldEndWithWhoCouldReadAnUpdateWhenUpdatesWereMasked() {
        assertThat(TextReport.render(ReportFixtures.masked(2)))
                .endsWith(
                        """
                no update was readable by anyone; least clients behind a sum: 10
                noise: none, so the model itself carries no guarantee
                """);
    }

    @Test
    void shouldSaySoWhenNoVersionWasPublished() {
        assertThat(TextReport.render(ReportFixtures.report(0))).startsWith("No version was published.\n\ncnn (");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 500})
    void shouldFitTerminalWhenVersionCountIs(int versionCount) {
        String text = TextReport.render(ReportFixtures.report(versionCount));

        assertThat(text.lines())
                .hasSize(versionCount + 8)
                .allSatisfy(line -> assertThat(line).hasSizeLessThan(80).matches("\\p{ASCII}*"));
    }
}
