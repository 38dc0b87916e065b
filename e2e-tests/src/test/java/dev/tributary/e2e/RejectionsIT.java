package dev.tributary.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tributary.aggregator.application.AggregatorApp;
import dev.tributary.aggregator.rejection.RejectionReason;
import dev.tributary.client.training.LocalUpdate;
import dev.tributary.e2e.harness.ClientRun;
import dev.tributary.e2e.harness.FederationPlan;
import dev.tributary.e2e.harness.RawUpdate;
import dev.tributary.e2e.harness.Rejections.Told;
import dev.tributary.e2e.harness.SharedBroker;
import dev.tributary.e2e.harness.TestBroker;
import dev.tributary.e2e.harness.TestClient;
import dev.tributary.e2e.harness.TestFederation;
import dev.tributary.e2e.harness.UpdateSender;
import dev.tributary.schemas.avro.PayloadEncoding;
import dev.tributary.schemas.avro.Rejection;
import dev.tributary.schemas.avro.Sha256;
import dev.tributary.schemas.globalmodel.GlobalModel;
import dev.tributary.schemas.layout.ParameterLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Sends what no client of ours would, and requires that each is refused with its reason and its place, that nothing of
 * its payload is told, and that the aggregator goes on.
 */
@ExtendWith(SharedBroker.class)
class RejectionsIT {

    /** Those need a command, another mode, masks or noise first. */
    private static final Set<RejectionReason> BY_STATE = EnumSet.of(
            RejectionReason.ROLLED_BACK,
            RejectionReason.NOT_IN_COHORT,
            RejectionReason.WRONG_PARTITION,
            RejectionReason.FEDERATION_STOPPED,
            RejectionReason.COMMAND_REFUSED,
            RejectionReason.MASKING_MISMATCH,
            RejectionReason.SETTINGS_MISMATCH,
            RejectionReason.UNSUPPORTED_PURPOSE,
            RejectionReason.SEED_REFUSED,
            RejectionReason.RECEIPT_MISSING,
            RejectionReason.ROUND_FULL,
            RejectionReason.CLIENT_IN_ROUND,
            RejectionReason.PARTICIPATION_CAP,
            RejectionReason.SEPARATION,
            RejectionReason.BUDGET_SPENT);

    private static final int PARAMETERS = 10_000;
    private static final float MARK = 0.3456789f;
    private static final byte[] GARBAGE = "neither Avro nor anything else".getBytes(StandardCharsets.UTF_8);

    /** Four chunks an update; every good update makes a version. */
    private static final FederationPlan PLAN = FederationPlan.of(
                    PARAMETERS,
                    """
                    round: {goal: 1, maxStaleness: 1}
                    admission: {maxDeltaNorm: 100, maxExampleCount: 1000, holdTimeout: 2s, maxHeldBytes: 1MiB}
                    """)
            .withMaxMessageBytes(20_000);

    /** First chunks of so many updates are more than may be held, at some 12 KiB each. */
    private static final int TOO_MANY = 100;

    private TestFederation federation;
    private AggregatorApp aggregator;
    private UpdateSender sender;
    private long known;

    /** A record, or the first of several, that was sent, and why it must be refused. */
    private record Sent(RejectionReason reason, RawUpdate update, RecordMetadata place) {}

    @BeforeEach
    void publishThreeVersions(TestBroker broker) {
        federation = TestFederation.create(PLAN, broker.bootstrapServers());
        aggregator = federation.startAggregator();
        sender = federation.sender();
        for (long base = 0; base < 3; base++) {
            sender.send(update("good-" + base).base(base));
            federation.awaitVersion(base + 1);
        }
        // Stage 1 admitted what was trained from version 2, so it knows that one.
        known = 2;
    }

    @AfterEach
    void close() {
        federation.close();
    }

    @Test
    void shouldRefuseWithReasonAndPlaceAndGoOnWhenUpdatesAreBad() {
        List<Sent> sent = new ArrayList<>();
        badUpdates().forEach((reason, update) -> sent.add(send(reason, update)));
        sent.add(sendExcessChunk());
        sent.addAll(sendIncomplete());
        RecordMetadata garbage = sender.sendAll("bad-bytes", List.of(GARBAGE));

        Map<Long, Rejection> told = awaitRejections(sent.size() + 1);

        sent.forEach(one -> requirePlace(told.get(one.place().offset()), one));
        assertThat(told.get(garbage.offset()).getReason()).isEqualTo("UNDECODABLE");
        assertThat(told.values().stream().map(Rejection::getReason).distinct())
                .containsExactlyInAnyOrderElementsOf(Stream.of(RejectionReason.values())
                        // Those need a command, another mode or several partitions first.
                        .filter(reason -> !BY_STATE.contains(reason))
                        .map(RejectionReason::name)
                        .toList());
        requireNothingOfPayload();
        requireGoesOn();
    }

    /** With the rights of a client: it reads the topic of the model and no other. */
    @Test
    void shouldTellAClientWhenItsUpdateIsRefused() {
        TestClient client = federation.startClient(ClientRun.of(7, RejectionsIT::learnTooMuch));

        await().atMost(TestFederation.PATIENCE)
                .until(() ->
                        client.counts().updatesRefused() == 1 && client.counts().isRefused());
        client.close();
        requireGoesOn();
    }

    /** A norm of 5,000, where 100 are admitted. */
    private static LocalUpdate learnTooMuch(GlobalModel model) {
        float[] delta = new float[model.parameters().length];
        Arrays.fill(delta, 50);
        return new LocalUpdate(delta, 7, Map.of());
    }

    @Test
    void shouldGoOnWhenRecordsHaveNeitherKeyNorSense() {
        List<RecordMetadata> places = List.of(
                sender.sendAll(null, List.of(GARBAGE)),
                sender.sendAll(null, update("no-key").base(known).records()),
                sender.sendAll("no-value", Collections.singletonList(null)),
                sender.sendAll("empty", List.of(new byte[0])),
                sender.sendAll("\u0000\n" + "long".repeat(1000), List.of(GARBAGE)),
                sender.sendAll(
                        "cut-off",
                        List.of(Arrays.copyOf(
                                update("cut-off").base(known).records().get(0), 200))));

        Map<Long, Rejection> told = awaitRejections(places.size());

        assertThat(places).allSatisfy(place -> assertThat(told).containsKey(place.offset()));
        requireNothingOfPayload();
        requireGoesOn();
    }

    /** One update for each reason that needs no more than one update. */
    private Map<RejectionReason, RawUpdate> badUpdates() {
        Map<RejectionReason, RawUpdate> bad = new TreeMap<>();
        bad.put(RejectionReason.CLIENT_ID_MISMATCH, bad("key").key("somebody-else"));
        bad.put(RejectionReason.MALFORMED_MANIFEST, bad("form").id("under_score"));
        bad.put(
                RejectionReason.UNSUPPORTED_ENCODING,
                bad("encoding").manifest(manifest -> manifest.setEncoding(PayloadEncoding.UNKNOWN)));
        bad.put(RejectionReason.UNKNOWN_BASE_VERSION, bad("future").base(1_000));
        bad.put(RejectionReason.STALE_VERSION, bad("past").base(0));
        bad.put(RejectionReason.DUPLICATE_UPDATE, update("good-2").base(known));
        bad.put(
                RejectionReason.SECOND_UPDATE,
                update("good-2").base(known).id("another-id").examples(2));
        bad.put(
                RejectionReason.LAYOUT_MISMATCH,
                bad("layout").manifest(manifest -> manifest.setLayoutFingerprint("0".repeat(64))));
        bad.put(
                RejectionReason.LENGTH_MISMATCH,
                claimingRightLength(bad("short").delta(marked(PARAMETERS - 1))));
        bad.put(RejectionReason.TOO_LARGE, claimingRightLength(bad("long").delta(marked(PARAMETERS + 1))));
        bad.put(RejectionReason.EXAMPLE_COUNT_OUT_OF_RANGE, bad("greedy").examples(1_001));
        bad.put(
                RejectionReason.DIGEST_MISMATCH,
                bad("digest").manifest(manifest -> manifest.setPayloadDigest(new Sha256(new byte[32]))));
        // As TOP_K the first value is a count, far beyond the parameters.
        bad.put(
                RejectionReason.MALFORMED_PAYLOAD,
                bad("payload").manifest(manifest -> manifest.setEncoding(PayloadEncoding.TOP_K)));
        bad.put(RejectionReason.NON_FINITE, bad("nan").delta(marked(PARAMETERS, Float.NaN)));
        bad.put(RejectionReason.NORM_TOO_LARGE, bad("norm").delta(marked(PARAMETERS, 101)));
        return bad;
    }

    private RawUpdate bad(String client) {
        return update("bad-" + client).base(known);
    }

    private RawUpdate update(String client) {
        return RawUpdate.of(federation, client).delta(marked(PARAMETERS));
    }

    private static RawUpdate claimingRightLength(RawUpdate update) {
        return update.manifest(manifest -> manifest.setParameterCount(PARAMETERS)
                .setLayoutFingerprint(ParameterLayout.flat(PARAMETERS).fingerprint()));
    }

    private static float[] marked(int length) {
        float[] values = new float[length];
        Arrays.fill(values, MARK);
        return values;
    }

    private static float[] marked(int length, float last) {
        float[] values = marked(length);
        values[length - 1] = last;
        return values;
    }

    private Sent send(RejectionReason reason, RawUpdate update) {
        return new Sent(reason, update, sender.send(update));
    }

    /** A chunk more for an update that was admitted. */
    private Sent sendExcessChunk() {
        RawUpdate good = update("good-2").base(known);
        RecordMetadata place = sender.sendAll(good.key(), List.of(good.records().get(1)));
        return new Sent(RejectionReason.EXCESS_CHUNKS, good, place);
    }

    /** First chunks only: the oldest of them have to go when there are too many, the others when their time is up. */
    private List<Sent> sendIncomplete() {
        List<Sent> sent = new ArrayList<>();
        for (int i = 0; i < TOO_MANY; i++) {
            RawUpdate update = bad("half-" + i);
            RecordMetadata place =
                    sender.sendAll(update.key(), List.of(update.records().get(0)));
            RejectionReason reason =
                    i < 1 ? RejectionReason.TOO_MUCH_HELD : i < TOO_MANY - 1 ? null : RejectionReason.MISSING_CHUNKS;
            sent.add(new Sent(reason, update, place));
        }
        return sent;
    }

    private Map<Long, Rejection> awaitRejections(int count) {
        await().atMost(TestFederation.PATIENCE)
                .until(() -> federation.rejections().all().size() >= count);
        return federation.rejections().all().stream()
                .map(Told::rejection)
                .collect(Collectors.toMap(Rejection::getOffset, rejection -> rejection));
    }

    private void requirePlace(Rejection rejection, Sent sent) {
        assertThat(rejection).as("rejection of %s", sent).isNotNull();
        if (sent.reason() != null) {
            assertThat(rejection.getReason())
                    .as("reason to refuse %s", sent.update().updateId())
                    .isEqualTo(sent.reason().name());
        }
        assertThat(rejection.getTopic()).isEqualTo(federation.topics().updates());
        assertThat(rejection.getPartition()).isEqualTo(sent.place().partition());
        assertThat(rejection.getUpdateId()).isEqualTo(sent.update().updateId());
        assertThat(rejection.getClientId()).isEqualTo(sent.update().key());
    }

    private void requireNothingOfPayload() {
        List<Byte> mark = new ArrayList<>();
        for (byte value : ByteBuffer.allocate(2 * Float.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(MARK)
                .putFloat(MARK)
                .array()) {
            mark.add(value);
        }
        assertThat(federation.rejections().all()).allSatisfy(told -> {
            assertThat(Collections.indexOfSubList(told.bytes(), mark)).isNegative();
            assertThat(told.rejection().getDetail())
                    .doesNotContain("neither Avro")
                    .hasSizeBetween(10, 300);
            assertThat(told.bytes()).hasSizeLessThan(1_000);
        });
    }

    private void requireGoesOn() {
        int before = federation.rejections().all().size();
        RawUpdate good = update("good-3").base(3);
        sender.send(good);
        federation.awaitVersion(4);
        assertThat(federation.rounds().members(4)).singleElement().satisfies(member -> assertThat(member.getUpdateId())
                .isEqualTo(good.updateId()));
        assertThat(federation.rejections().all()).hasSize(before);
        assertThat(aggregator.isAlive()).isTrue();
        assertThat(aggregator.failure()).isEmpty();
    }
}
