package dev.tributary.demo.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

class HtmlReportTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 10, 500})
    void shouldRenderWholePageWhenVersionCountIs(int versionCount) throws Exception {
        String page = HtmlReport.render(ReportFixtures.report(versionCount));

        assertThat(page).startsWith("<!DOCTYPE html>").endsWith("</html>\n").doesNotContain("{{", "NaN", "Infinity");
        assertThat(count(page, "<tr><th scope=\"row\">")).isEqualTo(versionCount);
        assertThat(count(page, "<svg ")).isEqualTo(versionCount == 0 ? 0 : 2);
        assertWellFormed(page);
    }

    @Test
    void shouldFetchNothingFromElsewhereWhenOpened() {
        String page = HtmlReport.render(ReportFixtures.report(10));

        assertThat(page)
                .contains("Content-Security-Policy")
                .doesNotContainIgnoringCase("<script", "<link", "<img", "@import", "url(", "src=", "http:", "https:");
    }

    @Test
    void shouldTellHowReadableUpdatesWereWhenRendered() {
        assertThat(HtmlReport.render(ReportFixtures.masked(3)))
                .contains(
                        "only masked updates went through Kafka: no update was readable by anyone; least clients behind"
                                + " a sum: 10; noise: none, so the model itself carries no guarantee.");
        assertThat(HtmlReport.render(ReportFixtures.report(3)))
                .contains("only model updates went through Kafka: every update stood in the clear on the log; noise:");
    }

    @Test
    void shouldShowTextAsTextWhenItLooksLikeMarkup() throws Exception {
        String hostile = "<script>alert(\"1\" & '2')</script>{{cards}}$1\\";
        DemoReport report = new DemoReport(
                hostile,
                1,
                List.of(hostile),
                1,
                hostile,
                new TrainingSettings(hostile, 1, 1, 0.1, hostile),
                UpdatePrivacy.CLEAR,
                List.of(new VersionReport(1, 1, 0, 0.5, 1, 1, 0, 1, 1, hostile)),
                0.5,
                1,
                0,
                1);

        String page = HtmlReport.render(report);

        String escaped = "&lt;script&gt;alert(&quot;1&quot; &amp; &#39;2&#39;)&lt;/script&gt;{{cards}}$1\\";
        assertThat(page).doesNotContain("<script").contains(escaped);
        assertThat(count(page, Pattern.quote(escaped))).isEqualTo(9);
        assertWellFormed(page);
    }

    @Test
    void shouldLeaveGapWhenAccuracyOfAVersionIsNotKnown() {
        List<VersionReport> versions = new ArrayList<>(ReportFixtures.report(6).versions());
        versions.set(2, ReportFixtures.version(3, Double.NaN, Double.NaN));

        String page = HtmlReport.render(ReportFixtures.report(versions));

        // Three curves, each in two runs; five dots each.
        assertThat(count(page, "<path class=\"curve")).isEqualTo(6);
        assertThat(count(page, "<circle class=\"dot")).isEqualTo(15);
        assertThat(page).contains("<td>–</td>");
    }

    @Test
    void shouldSaySoWhenNothingWasMeasured() {
        DemoReport report = ReportFixtures.report(List.of(ReportFixtures.version(1, Double.NaN, Double.NaN)));

        String page = HtmlReport.render(report);

        assertThat(count(page, "Nothing was measured")).isEqualTo(2);
        assertThat(page).contains("<b>–</b>").doesNotContain("<svg");
    }

    @Test
    void shouldHideDotsWhenTheyWouldHideTheCurve() {
        String page = HtmlReport.render(ReportFixtures.report(500));

        assertThat(count(page, "<circle class=\"dot")).isZero();
        assertThat(count(page, "<circle class=\"hidden-dot")).isEqualTo(1_500);
    }

    @Test
    void shouldNotDependOnLocaleWhenNumbersAreWritten() {
        java.util.Locale before = java.util.Locale.getDefault();
        String expected = HtmlReport.render(ReportFixtures.report(3));
        try {
            java.util.Locale.setDefault(java.util.Locale.forLanguageTag("ar-EG-u-nu-arab"));
            assertThat(HtmlReport.render(ReportFixtures.report(3))).isEqualTo(expected);
        } finally {
            java.util.Locale.setDefault(before);
        }
    }

    private static long count(String text, String regex) {
        return Pattern.compile(regex).matcher(text).results().count();
    }

    /** The page avoids what HTML allows and XML does not, save two void elements, so an XML parser checks its nesting. */
    private static Document assertWellFormed(String page)
            throws ParserConfigurationException, IOException, SAXException {
        String xml = page.replace("<!DOCTYPE html>", "").replaceAll("<(meta [^>]*)>", "<$1/>");
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
    }
}
