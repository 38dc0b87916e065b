package dev.tributary.aggregator.recorded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.aggregator.admission.Receipt;
import dev.tributary.aggregator.harness.MemoryStores;
import dev.tributary.schemas.masked.Digest;
import java.util.Locale;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;

class ReceiptsTest {

    private static final Digest HEADER = Digest.hash(new byte[] {1});

    private final KeyValueStore<String, byte[]> store = MemoryStores.add(MemoryStores.context(0), "admission");
    private final Receipts receipts = new Receipts(store);

    private static Receipt good(long decidedAtMs) {
        return new Receipt(HEADER, "", decidedAtMs);
    }

    @Test
    void shouldBeTheSameAfterARestart() {
        receipts.put("a", "u-1", good(5));
        receipts.put("b", "u-1", new Receipt(HEADER, "REVOKED", 6));
        receipts.put("c", "u-1", good(7));
        receipts.forget("c", "u-1");

        Receipts again = new Receipts(store);

        assertThat(again.find("a", "u-1")).contains(good(5));
        assertThat(again.find("b", "u-1")).get().satisfies(receipt -> {
            assertThat(receipt.isGood()).isFalse();
            assertThat(receipt.refusal()).isEqualTo("REVOKED");
        });
        assertThat(again.find("c", "u-1")).isEmpty();
        assertThat(again.size()).isEqualTo(2);
    }

    @Test
    void shouldReplaceAReceiptWhenTheMaskHelperSaysItAgain() {
        receipts.put("a", "u-1", new Receipt(HEADER, "UNKNOWN_KEY", 5));
        receipts.put("a", "u-1", good(6));

        assertThat(receipts.find("a", "u-1")).contains(good(6));
        assertThat(receipts.size()).isEqualTo(1);
    }

    @Test
    void shouldForgetThoseOfExpiredSeedsAlone() {
        receipts.put("a", "u-1", good(5));
        receipts.put("b", "u-1", good(6));

        receipts.forgetBefore(5);
        assertThat(receipts.size()).isEqualTo(2);
        receipts.forgetBefore(6);

        assertThat(receipts.find("a", "u-1")).isEmpty();
        assertThat(receipts.find("b", "u-1")).isPresent();
        assertThat(new Receipts(store).size()).isEqualTo(1);
    }

    @Test
    void shouldKeepTheNewestOfAClientThatIsFloodedWithThem() {
        receipts.put("honest", "u-1", good(0));
        for (int i = 1; i <= 1000; i++) {
            receipts.put("flooding", String.format(Locale.ROOT, "u-%d", i), good(i));
        }

        assertThat(receipts.size()).isEqualTo(Receipts.MOST_PER_CLIENT + 1);
        assertThat(receipts.find("flooding", "u-1000")).isPresent();
        assertThat(receipts.find("flooding", "u-992")).isEmpty();
        assertThat(receipts.find("honest", "u-1")).isPresent();
    }

    @Test
    void shouldKeepNoMoreThanTheBoundHoweverManyClientsThereAre() {
        for (int i = 0; i <= Receipts.MOST; i++) {
            receipts.put("client-" + i, "u", good(i));
        }

        assertThat(receipts.size()).isEqualTo(Receipts.MOST);
        assertThat(receipts.find("client-0", "u")).isEmpty();
        assertThat(receipts.find("client-" + Receipts.MOST, "u")).isPresent();
    }
}
