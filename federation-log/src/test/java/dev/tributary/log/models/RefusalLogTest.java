package dev.tributary.log.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.schemas.avro.Rejection;
import dev.tributary.schemas.framing.RecordFraming;
import dev.tributary.schemas.topic.RecordKeys;
import org.junit.jupiter.api.Test;

class RefusalLogTest {

    private final RecordFraming framing = new RecordFraming();
    private final RefusalLog log = new RefusalLog(framing);

    private byte[] notice(String updateId) {
        return framing.encode(
                new Rejection("NORM_TOO_LARGE", "", "", updateId, 3L, "fl.digits.updates", 1, 17L, 1_000L));
    }

    @Test
    void shouldGiveEachNoticeOnceInTheirOrder() {
        log.accept(RecordKeys.refusal(0, 31), notice("first"));
        log.accept(RecordKeys.refusal(1, 0), notice("second"));

        assertThat(log.take()).extracting(Rejection::getUpdateId).containsExactly("first", "second");
        assertThat(log.take()).isEmpty();
    }

    @Test
    void shouldPassOverWhateverIsNoNotice() {
        log.accept("state", notice("under another key"));
        log.accept(null, notice("without a key"));
        log.accept(RecordKeys.refusal(0, 0), null);
        log.accept(RecordKeys.refusal(0, 0), new byte[] {1, 2, 3});

        assertThat(log.take()).isEmpty();
    }

    @Test
    void shouldKeepTheNewestWhenNobodyTakesThem() {
        for (int i = 0; i < 2 * RefusalLog.MOST; i++) {
            log.accept(RecordKeys.refusal(0, i), notice("update-" + i));
        }

        assertThat(log.take())
                .hasSize(RefusalLog.MOST)
                .last()
                .extracting(Rejection::getUpdateId)
                .isEqualTo("update-" + (2 * RefusalLog.MOST - 1));
    }
}
