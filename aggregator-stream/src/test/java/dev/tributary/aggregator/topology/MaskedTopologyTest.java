package dev.tributary.aggregator.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.aggregator.harness.AggregatorHarness;
import dev.tributary.aggregator.harness.ModelFixtures;
import dev.tributary.aggregator.harness.PlayedMasks;
import dev.tributary.aggregator.harness.SettingsFixtures;
import dev.tributary.aggregator.harness.UpdateFixtures;
import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.schemas.avro.MaskPurpose;
import dev.tributary.schemas.avro.MaskedUpdate;
import dev.tributary.schemas.avro.Rejection;
import dev.tributary.schemas.avro.RoundResult;
import dev.tributary.schemas.avro.Sha256;
import dev.tributary.schemas.avro.UnmaskRequest;
import dev.tributary.schemas.framing.RecordFraming;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.kafka.streams.KeyValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A masked federation in the whole topology, from the records of clients and mask helper to versions and rejections. */
class MaskedTopologyTest {

    private static final float[] ZEROS = new float[4];

    private final PlayedMasks masks;
    private final AggregatorHarness harness;

    MaskedTopologyTest() {
        String[] sections = {
            "topics: {updatePartitions: " + partitions() + "}",
            "round: {goal: 4, quorum: 3, maxStaleness: 5, deadline: 1m, stalenessExponent: 1}",
            "admission: {holdTimeout: 10s}",
            "strategy: {weighting: uniform}",
            "privacy: {masking: required, threshold: 3, effectiveShare: 1, mostMembers: 6}"
        };
        FederationSettings settings = SettingsFixtures.settings(sections);
        masks = new PlayedMasks(settings, 4);
        harness = AggregatorHarness.masked(
                Optional.of(masks.root().publicKey()), ModelFixtures.initial(0, 0, 0, 0), sections);
    }

    /** Partitions of updates; with several the stages are two nodes, with a topic between them. */
    int partitions() {
        return 1;
    }

    @AfterEach
    void close() {
        harness.close();
    }

    String send(String client, long base) {
        return send(client, base, masks.honest(0.5f, -0.25f, 0.125f, client.hashCode() % 7));
    }

    private String send(String client, long base, int[] words) {
        String updateId = client + "-on-" + base;
        masks.update(client, updateId, base, words).forEach(harness::pipe);
        return updateId;
    }

    void join(String client, long base) {
        harness.receipt(masks.good(send(client, base)));
    }

    void joinAll(long base, String... clients) {
        List.of(clients).forEach(client -> join(client, base));
    }

    UnmaskRequest lastRequest() {
        List<UnmaskRequest> requests = harness.requests();
        return requests.get(requests.size() - 1);
    }

    PlayedMasks masks() {
        return masks;
    }

    AggregatorHarness harness() {
        return harness;
    }

    List<String> reasons() {
        return harness.rejections().stream().map(Rejection::getReason).toList();
    }

    float[] newest() {
        var models = harness.publishedModels();
        return models.get(models.size() - 1).parameters();
    }

    @Test
    void shouldPublishTheClearSumWhenSeedsAreGoodAndMasksAreTakenOff() {
        joinAll(0, "a", "b", "c");
        String last = send("d", 0);
        assertThat(harness.requests()).as("no word on the last seed yet").isEmpty();

        harness.receipt(masks.good(last));
        UnmaskRequest request = lastRequest();
        harness.maskSum(masks.sum(request));

        assertThat(request.getMembers()).hasSize(4);
        assertThat(newest()).containsExactly(masks.expected(request, ZEROS));
        RoundResult round = harness.rounds().get(harness.rounds().size() - 1);
        assertThat(round.getUpdateCount()).isEqualTo(4);
        assertThat(reasons()).isEmpty();
    }

    @Test
    void shouldAdmitAtOnceWhenTheReceiptCameFirst() {
        joinAll(0, "a", "b", "c");
        List<KeyValue<String, byte[]>> records = masks.update("d", "d-on-0", 0, masks.honest(1, 1, 1, 1));
        harness.receipt(masks.good("d-on-0"));
        assertThat(harness.requests()).isEmpty();

        records.forEach(harness::pipe);

        assertThat(harness.requests()).hasSize(1);
    }

    @Test
    void shouldRefuseWhenTheMaskHelperDoes() {
        String updateId = send("a", 0);
        harness.receipt(masks.refused(updateId, "REVOKED"));

        assertThat(harness.rejections()).singleElement().satisfies(rejection -> {
            assertThat(rejection.getReason()).isEqualTo("SEED_REFUSED");
            assertThat(rejection.getDetail()).endsWith("was REVOKED");
            assertThat(rejection.getUpdateId()).isEqualTo(updateId);
        });
    }

    @Test
    void shouldRefuseWhenTheSeedWasSealedWithAnotherHeader() {
        harness.receipt(masks.ofOtherHeader(send("a", 0)));

        assertThat(reasons()).containsExactly("SEED_REFUSED");
    }

    @Test
    void shouldWaitForTheReceiptAsLongAsTheSeedLives() {
        String updateId = send("a", 0);
        harness.advanceWallClock(Duration.ofMinutes(59));
        assertThat(reasons()).isEmpty();

        harness.advanceWallClock(Duration.ofMinutes(2));

        assertThat(harness.rejections()).singleElement().satisfies(rejection -> {
            assertThat(rejection.getReason()).isEqualTo("RECEIPT_MISSING");
            assertThat(rejection.getUpdateId()).isEqualTo(updateId);
        });
        harness.receipt(masks.good(updateId));
        joinAll(0, "b", "c", "d");
        assertThat(harness.requests())
                .as("the one that was given up is in no round")
                .isEmpty();
    }

    @Test
    void shouldRefuseWhatIsNotMaskedAsTheSettingsSay() {
        harness.submit(UpdateFixtures.update().from("a").base(0));
        Sha256 other = new Sha256(new byte[32]);
        alter("b", update -> update.setSettingsFingerprint(other));
        alter("c", update -> update.setPurpose(MaskPurpose.EVALUATION));
        alter("d", update -> update.setWordCount(8L));
        alter("e", update -> update.setWordBits(8));
        alter("f", update -> update.setLayoutFingerprint(other));
        alter("g", update -> update.setClientId("somebody-else"));

        assertThat(reasons())
                .containsExactly(
                        "MASKING_MISMATCH",
                        "SETTINGS_MISMATCH",
                        "UNSUPPORTED_PURPOSE",
                        "LENGTH_MISMATCH",
                        "MALFORMED_MANIFEST",
                        "LAYOUT_MISMATCH",
                        "CLIENT_ID_MISMATCH");
    }

    private void alter(String client, UnaryOperator<MaskedUpdate.Builder> change) {
        masks.update(client, client + "-altered", 0, masks.honest(0, 0, 0, 0));
        MaskedUpdate.Builder update = MaskedUpdate.newBuilder(masks.manifest(client + "-altered"));
        byte[] value = new RecordFraming().encode(change.apply(update).build());
        harness.pipe(KeyValue.pair(client, value));
    }

    @Test
    void shouldRefuseAMaskedUpdateWhenTheFederationIsInTheClear() {
        try (AggregatorHarness clear = AggregatorHarness.with("round: {goal: 4, quorum: 3}")) {
            masks.update("a", "a-0", 0, masks.honest(0, 0, 0, 0)).forEach(clear::pipe);

            assertThat(clear.rejections().stream().map(Rejection::getReason)).containsExactly("MASKING_MISMATCH");
        }
    }

    @Test
    void shouldKeepASecondUpdateOfAClientForTheNextRound() {
        joinAll(0, "a", "b", "c", "d");
        // Too late for the first round, so in the second one when its client sends the next.
        join("e", 0);
        harness.maskSum(masks.sum(lastRequest()));
        join("e", 1);
        joinAll(1, "a", "b", "c");
        UnmaskRequest second = lastRequest();
        harness.maskSum(masks.sum(second));

        harness.advanceWallClock(Duration.ofSeconds(1));
        joinAll(2, "a", "b", "c");

        assertThat(second.getMembers())
                .extracting("updateId")
                .contains("e-on-0")
                .doesNotContain("e-on-1");
        assertThat(lastRequest().getMembers()).extracting("updateId").contains("e-on-1");
        assertThat(reasons()).isEmpty();
    }

    @Test
    void shouldHoldWhatHasNoRoomWhileTheMaskHelperIsAway() {
        joinAll(0, "a", "b", "c", "d");
        joinAll(0, "e", "f", "g", "h", "i", "j", "k");
        harness.advanceWallClock(Duration.ofMinutes(3));
        assertThat(harness.requests()).hasSize(1);

        harness.maskSum(masks.sum(lastRequest()));
        harness.advanceWallClock(Duration.ofSeconds(1));
        UnmaskRequest second = lastRequest();
        assertThat(second.getMembers()).hasSize(6);
        harness.maskSum(masks.sum(second));
        joinAll(2, "a", "b", "c");

        assertThat(lastRequest().getMembers()).hasSize(4).extracting("updateId").contains("k-on-0");
        assertThat(reasons()).isEmpty();
    }

    @Test
    void shouldRefuseWhatHadNoRoomUntilItsSeedExpired() {
        joinAll(0, "a", "b", "c", "d");
        joinAll(0, "e", "f", "g", "h", "i", "j", "k");
        harness.advanceWallClock(Duration.ofMinutes(59));
        assertThat(reasons()).isEmpty();

        harness.advanceWallClock(Duration.ofMinutes(2));

        assertThat(harness.rejections()).singleElement().satisfies(rejection -> {
            assertThat(rejection.getReason()).isEqualTo("ROUND_FULL");
            assertThat(rejection.getUpdateId()).isEqualTo("k-on-0");
        });
    }

    @Test
    void shouldDiscardARoundWhenOneClientSendsRandomWordsAndGoOn() {
        joinAll(0, "a", "b", "c");
        harness.receipt(masks.good(send("d", 0, masks.randomWords())));
        harness.maskSum(masks.sum(lastRequest()));

        assertThat(newest()).containsExactly(ZEROS);
        List<RoundResult> rounds = harness.rounds();
        assertThat(rounds.get(rounds.size() - 1).getDiscardedUpdateCount()).isEqualTo(4);
        joinAll(1, "a", "b", "c", "d");
        harness.maskSum(masks.sum(lastRequest()));
        assertThat(newest()).containsExactly(masks.expected(lastRequest(), ZEROS));
    }

    @Test
    void shouldDiscardARoundWhenItsWeightsStayTooUneven() {
        // Three rounds with three fresh clients, so that versions 1 to 3 are there; the others are then stale by 3.
        for (long base = 0; base < 3; base++) {
            joinAll(base, "a", "b", "c", "d");
            harness.maskSum(masks.sum(lastRequest()));
        }
        joinAll(3, "a");
        joinAll(0, "e", "f");
        // 16, 4 and 4: an effective number of 2, and 3 are asked for.
        harness.advanceWallClock(Duration.ofSeconds(61));
        assertThat(harness.requests()).hasSize(3);

        harness.advanceWallClock(Duration.ofSeconds(61));

        List<RoundResult> rounds = harness.rounds();
        RoundResult last = rounds.get(rounds.size() - 1);
        assertThat(last.getVersion()).isEqualTo(4);
        assertThat(last.getDiscardedUpdateCount()).isEqualTo(3);
        assertThat(last.getNote()).contains("too uneven");
        joinAll(4, "a", "b", "c", "d");
        assertThat(lastRequest().getVersion()).isEqualTo(5);
    }
}
