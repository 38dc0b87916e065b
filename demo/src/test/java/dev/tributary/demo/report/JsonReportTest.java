package dev.tributary.demo.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonReportTest {

    @Test
    void shouldHoldPromisedKeysAsNumbersWhenRendered() throws JsonProcessingException {
        DemoReport report = ReportFixtures.report(List.of(ReportFixtures.version(1, 0.71, 0.9)));

        JsonNode json = parse(report);

        assertThat(json.get("model").textValue()).isEqualTo("cnn");
        assertThat(json.get("parameters").isIntegralNumber()).isTrue();
        assertThat(json.get("parameters").longValue()).isEqualTo(431_080);
        assertThat(json.get("clients").intValue()).isEqualTo(3);
        assertThat(json.get("seed").longValue()).isEqualTo(42);
        assertThat(json.get("data").textValue()).isEqualTo("generated");
        assertThat(json.get("testAccuracy").doubleValue()).isEqualTo(0.71);
        assertThat(json.get("updatesAdmitted").longValue()).isEqualTo(3);
        assertThat(json.get("updatesRejected").longValue()).isEqualTo(1);
        assertThat(json.get("seconds").doubleValue()).isEqualTo(61.04);
        JsonNode version = json.get("versions").get(0);
        assertThat(version.get("version").longValue()).isEqualTo(1);
        assertThat(version.get("updates").intValue()).isEqualTo(10);
        assertThat(version.get("accuracy").doubleValue()).isEqualTo(0.71);
        assertThat(version.get("loss").doubleValue()).isEqualTo(0.9);
        assertThat(version.get("seconds").doubleValue()).isEqualTo(2.13);
        assertThat(version.get("bytes").longValue()).isEqualTo(17_243_200);
    }

    @Test
    void shouldTellMoreThanPromisedWhenRendered() throws JsonProcessingException {
        JsonNode json = parse(ReportFixtures.report(1));

        assertThat(json.get("clientNames")).extracting(JsonNode::textValue).containsExactly("bob", "alice", "carol");
        assertThat(json.get("partition").textValue()).isEqualTo("iid");
        assertThat(json.get("learningRate").doubleValue()).isEqualTo(0.1);
        assertThat(json.get("encoding").textValue()).isEqualTo("int8");
        JsonNode version = json.get("versions").get(0);
        assertThat(version.get("rejected").isIntegralNumber()).isTrue();
        assertThat(version.get("meanStaleness").doubleValue()).isEqualTo(0.25);
        assertThat(version.get("trainingLoss").isNumber()).isTrue();
        assertThat(version.get("closeReason").textValue()).isEqualTo("goal");
    }

    @Test
    void shouldTellHowReadableUpdatesWereWhenRendered() throws JsonProcessingException {
        JsonNode clear = parse(ReportFixtures.report(2));
        JsonNode masked = parse(ReportFixtures.masked(2));

        assertThat(clear.get("masking").textValue()).isEqualTo("off");
        assertThat(clear.has("leastClientsBehindASum")).isFalse();
        assertThat(masked.get("masking").textValue()).isEqualTo("required");
        assertThat(masked.get("leastClientsBehindASum").intValue()).isEqualTo(10);
        assertThat(masked.get("noise").textValue()).isEqualTo("none");
    }

    @Test
    void shouldWriteNullWhenNumberIsNotKnown() throws JsonProcessingException {
        JsonNode json =
                parse(ReportFixtures.report(List.of(ReportFixtures.version(1, Double.NaN, Double.POSITIVE_INFINITY))));

        assertThat(json.get("testAccuracy").isNull()).isTrue();
        assertThat(json.get("versions").get(0).get("accuracy").isNull()).isTrue();
        assertThat(json.get("versions").get(0).get("loss").isNull()).isTrue();
    }

    @Test
    void shouldHoldEmptyListWhenNoVersionWasPublished() throws JsonProcessingException {
        JsonNode json = parse(ReportFixtures.report(0));

        assertThat(json.get("versions").isArray()).isTrue();
        assertThat(json.get("versions")).isEmpty();
    }

    private static JsonNode parse(DemoReport report) throws JsonProcessingException {
        return new ObjectMapper().readTree(JsonReport.render(report));
    }
}
