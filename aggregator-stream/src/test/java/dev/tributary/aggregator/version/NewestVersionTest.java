package dev.tributary.aggregator.version;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.aggregator.harness.MemoryStores;
import dev.tributary.aggregator.harness.ModelFixtures;
import dev.tributary.schemas.framing.RecordFraming;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The newest version, its bytes, and the store that follows the rounds topic. */
class NewestVersionTest {

    private final RecordFraming framing = new RecordFraming();
    private final MockProcessorContext<String, byte[]> context = MemoryStores.context(0);
    private final KeyValueStore<String, byte[]> store = MemoryStores.add(context, "versions");
    private final VersionFollower follower = new VersionFollower("versions", new RecordFraming());

    @BeforeEach
    @SuppressWarnings("unchecked")
    void startFollower() {
        follower.init((MockProcessorContext<Void, Void>) (Object) context);
    }

    private void round(String key, byte[] value) {
        follower.process(new Record<>(key, value, 0));
    }

    private byte[] roundOf(long version) {
        return framing.encode(ModelFixtures.roundOf(ModelFixtures.version(version, 1, 2)));
    }

    private long newest() {
        return NewestVersion.fromBytes(store.get(VersionFollower.NEWEST)).version();
    }

    @Test
    void shouldBeTheSameWhenWrittenAndRead() {
        NewestVersion version = new NewestVersion(
                Long.MAX_VALUE,
                268_435_455,
                "ab".repeat(32),
                "a: b",
                0.5,
                true,
                List.of(new NewestVersion.Rollback(3, 7)),
                Map.of(0, 12L, 999, Long.MAX_VALUE));

        assertThat(NewestVersion.fromBytes(version.toBytes())).isEqualTo(version);
    }

    @Test
    void shouldKnowNoClosedPartialsWhenAnEarlierReleaseWroteIt() {
        byte[] bytes = new NewestVersion(3, 4, "f").toBytes();
        byte[] earlier = Arrays.copyOf(bytes, bytes.length - Integer.BYTES);

        assertThat(NewestVersion.fromBytes(earlier)).isEqualTo(new NewestVersion(3, 4, "f"));
        assertThat(NewestVersion.fromBytes(earlier).closedThrough(2)).isZero();
    }

    @Test
    void shouldFollowWhenVersionsArePublished() {
        round("round/0", roundOf(0));
        round("round/1", roundOf(1));

        assertThat(newest()).isEqualTo(1);
    }

    @Test
    void shouldNotGoBackWhenOlderRoundComesLater() {
        round("round/5", roundOf(5));
        round("round/3", roundOf(3));

        assertThat(newest()).isEqualTo(5);
    }

    @Test
    void shouldPassOverWhenRecordIsNoReadableRound() {
        round("round/5", roundOf(5));
        round("members/6/0", roundOf(6));
        round(null, roundOf(7));
        round("round/8", null);
        round("round/9", new byte[] {1, 2, 3});

        assertThat(newest()).isEqualTo(5);
    }
}
