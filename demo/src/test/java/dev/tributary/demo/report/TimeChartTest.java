package dev.tributary.demo.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.demo.report.TimeChart.Curve;
import dev.tributary.demo.report.TimeChart.Point;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

class TimeChartTest {

    @Test
    void shouldHoldAValueUntilTheNextWhenDrawn() throws Exception {
        Curve curve = new Curve("a < b", List.of(new Point(0, 0), new Point(50, 1)));

        String svg = new TimeChart("accuracy", 100, List.of(curve)).render();

        Document parsed = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
        assertThat(parsed.getDocumentElement().getTextContent()).contains("a < b", "100 %", "seconds");
        assertThat(svg).contains("d=\"M64.0 310.0H382.0V44.0H700.0\"");
    }

    @Test
    void shouldRefuseMoreCurvesThanColours() {
        Curve curve = new Curve("a", List.of(new Point(0, 0)));

        assertThatThrownBy(() -> new TimeChart("t", 1, List.of(curve, curve, curve, curve, curve)))
                .hasMessage("curves must be 1 to 4, were 5");
    }
}
