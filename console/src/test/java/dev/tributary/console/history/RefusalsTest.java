package dev.tributary.console.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.process.command.OutputOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Refused updates: counted whatever their number, shown without whose they are. */
class RefusalsTest {

    private static final long HOUR_MS = 3_600_000;

    private final Logged log = new Logged();

    private Map<String, Object> shown() {
        return log.history().rejections(1_000);
    }

    private List<?> list(String member) {
        return (List<?>) shown().get(member);
    }

    @Test
    void shouldShowNoIdWhenTheDetailNamesClientAndUpdate() {
        log.reject("CLIENT_ID_MISMATCH", "b1946ac92492", "client b1946ac92492 sent b1946ac92492-u1 with norm 1.5", 1);

        assertThat(OutputOption.json(shown()))
                .doesNotContain("b1946ac92492")
                .contains("client … sent … with norm 1.5", "\"offset\":42");
    }

    @Test
    void shouldLeaveNumbersWholeWhenAnIdIsADigit() {
        log.reject("NORM_TOO_LARGE", "1", "norm must be at most 10.1, was 1e9", 1);

        assertThat(OutputOption.json(shown())).contains("norm must be at most 10.1, was 1e9");
    }

    @Test
    void shouldExplainEachReasonWhenItIsCounted() {
        log.reject("NON_FINITE", "a", "d", 1);
        log.reject("STALE_VERSION", "a", "d", 5);
        log.reject("STALE_VERSION", "b", "d", 3);

        assertThat(OutputOption.json(shown()))
                .contains("\"total\":3")
                .contains("{\"reason\":\"STALE_VERSION\",\"count\":2,\"lastAtMs\":5,"
                        + "\"meaning\":\"trained from too old a version\"");
    }

    @Test
    void shouldBoundItsMemoryWhenRefusalsReasonsAndHoursAreMany() {
        for (int i = 0; i < 10_000; i++) {
            log.reject("REASON_" + i % 500, "c", "d", i * HOUR_MS);
        }

        assertThat(shown()).containsEntry("total", 10_000L);
        assertThat(list("newest")).hasSize(Refusals.MOST_NEWEST);
        assertThat(list("byHour")).hasSize(Refusals.MOST_HOURS);
        assertThat(list("byReason")).hasSize(Refusals.MOST_REASONS + 1);
        assertThat(OutputOption.json(list("byReason"))).contains("\"reason\":\"OTHER\",\"count\":8000");
    }
}
