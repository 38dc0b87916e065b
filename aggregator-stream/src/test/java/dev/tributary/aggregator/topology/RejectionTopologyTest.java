package dev.tributary.aggregator.topology;

import static dev.tributary.aggregator.harness.UpdateFixtures.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tributary.aggregator.harness.AggregatorHarness;
import dev.tributary.aggregator.harness.UpdateFixtures;
import dev.tributary.aggregator.rejection.RejectionReason;
import dev.tributary.schemas.avro.PartialSum;
import dev.tributary.schemas.avro.PayloadEncoding;
import dev.tributary.schemas.avro.Rejection;
import dev.tributary.schemas.avro.Sha256;
import dev.tributary.schemas.avro.UpdateMember;
import dev.tributary.schemas.framing.RecordFraming;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.streams.KeyValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is refused, with which reason and coordinates, and that the stream goes on after each. */
class RejectionTopologyTest {

    private static final String[] SETTINGS = {
        // So that an admitted update can be seen in its partial sum.
        "topics: {updatePartitions: 2}",
        "round: {goal: 3, maxStaleness: 2, deadline: 1h}",
        "admission: {maxDeltaNorm: 100, maxExampleCount: 1000, maxHeldBytes: 1MiB, holdTimeout: 30s}",
        "combining: {maxUpdates: 1}"
    };

    /** Bytes that no rejection may show. */
    private static final String SECRET = "private!";

    /** How a refusal comes about; client-9 is the one at fault. */
    private record Offence(String what, RejectionReason reason, Consumer<AggregatorHarness> act) {
        @Override
        public String toString() {
            return reason + " when " + what;
        }
    }

    private static UpdateFixtures bad() {
        return update().from("client-9").delta(5, 5, 5, 5);
    }

    private static Offence sending(String what, RejectionReason reason, UpdateFixtures update) {
        return new Offence(what, reason, harness -> harness.submit(update));
    }

    private static Offence sending(String what, RejectionReason reason, List<KeyValue<String, byte[]>> records) {
        return new Offence(what, reason, harness -> records.forEach(harness::pipe));
    }

    private static List<KeyValue<String, byte[]>> only(UpdateFixtures update, int... indices) {
        List<KeyValue<String, byte[]>> records = update.records();
        return Arrays.stream(indices).mapToObj(records::get).toList();
    }

    private static KeyValue<String, byte[]> raw(byte[] value) {
        return KeyValue.pair("client-9", value);
    }

    static Stream<Offence> offences() {
        return Stream.of(records(), manifests(), payloads(), chunks(), versions())
                .flatMap(offences -> offences);
    }

    private static Stream<Offence> records() {
        byte[] partial =
                new RecordFraming().encode(new dev.tributary.schemas.avro.RoundMembers(1L, 0, List.<UpdateMember>of()));
        byte[] cut = Arrays.copyOf(bad().record().value, 60);
        return Stream.of(
                sending("a tombstone comes", RejectionReason.UNDECODABLE, List.of(raw(null))),
                sending("nothing is in it", RejectionReason.UNDECODABLE, List.of(raw(new byte[0]))),
                sending(
                        "text comes",
                        RejectionReason.UNDECODABLE,
                        List.of(raw(SECRET.repeat(9).getBytes(StandardCharsets.UTF_8)))),
                sending("the record is cut", RejectionReason.UNDECODABLE, List.of(raw(cut))),
                sending("it is a record of another topic", RejectionReason.UNDECODABLE, List.of(raw(partial))));
    }

    private static Stream<Offence> manifests() {
        UpdateFixtures manyMetrics = bad();
        for (int i = 0; i < 17; i++) {
            manyMetrics.metric("metric-" + i, 1);
        }
        return Stream.of(
                sending("the key is another's", RejectionReason.CLIENT_ID_MISMATCH, bad().key("client-1")),
                sending("there is no key", RejectionReason.CLIENT_ID_MISMATCH, keyless()),
                sending("the client id is empty", RejectionReason.MALFORMED_MANIFEST, bad().from("")),
                sending("the client id has a slash", RejectionReason.MALFORMED_MANIFEST, bad().from("a/b")),
                sending("the client id is long", RejectionReason.MALFORMED_MANIFEST, bad().from("c".repeat(65))),
                sending("the update id is empty", RejectionReason.MALFORMED_MANIFEST, bad().id("")),
                sending("the update id is long", RejectionReason.MALFORMED_MANIFEST, bad().id("u".repeat(65))),
                sending("17 metrics come", RejectionReason.MALFORMED_MANIFEST, manyMetrics),
                sending("a metric is NaN", RejectionReason.MALFORMED_MANIFEST, bad().metric("loss", Double.NaN)),
                sending("a metric has no name", RejectionReason.MALFORMED_MANIFEST, bad().metric("", 1)),
                sending(
                        "the payload length is negative",
                        RejectionReason.MALFORMED_MANIFEST,
                        bad().manifest(manifest -> manifest.setPayloadBytes(-1))),
                sending(
                        "the chunk count is 0",
                        RejectionReason.MALFORMED_MANIFEST,
                        bad().manifest(manifest -> manifest.setChunkCount(0))),
                sending("no example was used", RejectionReason.EXAMPLE_COUNT_OUT_OF_RANGE, bad().examples(0)),
                sending("1001 of 1000 examples", RejectionReason.EXAMPLE_COUNT_OUT_OF_RANGE, bad().examples(1001)));
    }

    private static List<KeyValue<String, byte[]>> keyless() {
        return List.of(KeyValue.pair(null, bad().record().value));
    }

    private static Stream<Offence> payloads() {
        return Stream.of(
                sending(
                        "5 of 4 values are kept",
                        RejectionReason.MALFORMED_PAYLOAD,
                        encoded(PayloadEncoding.TOP_K).payload(new byte[] {5, 0, 0, 0})),
                sending(
                        "the scale is not a number",
                        RejectionReason.NON_FINITE,
                        encoded(PayloadEncoding.INT8).payload(new byte[] {0, 0, -1, -1, 1, 1, 1, 1})),
                sending("it is a sum's", RejectionReason.UNSUPPORTED_ENCODING, encoded(PayloadEncoding.FLOAT64)),
                sending("it is unknown", RejectionReason.UNSUPPORTED_ENCODING, encoded(PayloadEncoding.UNKNOWN)),
                sending("a parameter is missing", RejectionReason.LAYOUT_MISMATCH, bad().delta(1, 2, 3)),
                sending(
                        "the layout is another's",
                        RejectionReason.LAYOUT_MISMATCH,
                        bad().manifest(manifest -> manifest.setLayoutFingerprint("0".repeat(64)))),
                sending("bytes are missing", RejectionReason.LENGTH_MISMATCH, bad().payload(new byte[12])),
                sending("bytes are too many", RejectionReason.TOO_LARGE, bad().payload(new byte[20])),
                sending(
                        "the digest is another's",
                        RejectionReason.DIGEST_MISMATCH,
                        bad().manifest(manifest -> manifest.setPayloadDigest(new Sha256(new byte[32])))),
                sending(
                        "a checksum is wrong",
                        RejectionReason.DIGEST_MISMATCH,
                        bad().manifest(manifest -> manifest.setPayloadCrc32c(manifest.getPayloadCrc32c() + 1))),
                sending("a value is NaN", RejectionReason.NON_FINITE, bad().delta(0, Float.NaN, 0, 0)),
                sending(
                        "a value is infinite",
                        RejectionReason.NON_FINITE,
                        bad().delta(0, 0, Float.NEGATIVE_INFINITY, 0)),
                sending("the norm is 200", RejectionReason.NORM_TOO_LARGE, bad().delta(100, -100, 100, 100)),
                sending("the norm is huge", RejectionReason.NORM_TOO_LARGE, bad().delta(Float.MAX_VALUE, 0, 0, 0)));
    }

    private static UpdateFixtures encoded(PayloadEncoding encoding) {
        return bad().manifest(manifest -> manifest.setEncoding(encoding));
    }

    private static Stream<Offence> chunks() {
        UpdateFixtures four = bad().chunkBytes(4);
        return Stream.of(
                sending("chunk 1 of 4 is missing", RejectionReason.MISSING_CHUNKS, only(four, 0, 2, 3)),
                sending("the last chunk comes early", RejectionReason.MISSING_CHUNKS, only(four, 0, 3)),
                sending("chunks come without manifest", RejectionReason.MISSING_CHUNKS, only(four, 1, 2, 3)),
                new Offence("chunks do not come in time", RejectionReason.MISSING_CHUNKS, harness -> {
                    only(four, 0, 1).forEach(harness::pipe);
                    harness.advanceWallClock(Duration.ofSeconds(29));
                    harness.advanceWallClock(Duration.ofSeconds(1));
                }),
                sending("chunk 1 comes twice", RejectionReason.EXCESS_CHUNKS, only(four, 0, 1, 1, 2, 3)),
                sending(
                        "the chunk's number is above the count",
                        RejectionReason.EXCESS_CHUNKS,
                        List.of(four.records().get(0), strayChunk(7), strayChunk(1), strayChunk(2), strayChunk(3))),
                sending(
                        "the chunk's number is negative",
                        RejectionReason.EXCESS_CHUNKS,
                        List.of(four.records().get(0), strayChunk(-1), strayChunk(1), strayChunk(2), strayChunk(3))),
                sending(
                        "more chunks are announced than bytes",
                        RejectionReason.EXCESS_CHUNKS,
                        bad().manifest(manifest -> manifest.setChunkCount(18))),
                sending(
                        "chunks hold more than was announced",
                        RejectionReason.EXCESS_CHUNKS,
                        bad().chunkBytes(4).manifest(manifest -> manifest.setPayloadBytes(7))),
                new Offence("a chunk follows a whole update", RejectionReason.EXCESS_CHUNKS, harness -> {
                    harness.submit(bad().delta(0, 0, 0, 0));
                    harness.pipe(strayChunk(1));
                    harness.pipe(strayChunk(2));
                }),
                new Offence(
                        "another's chunks take the room", RejectionReason.TOO_MUCH_HELD, RejectionTopologyTest::flood));
    }

    /** Updates with more than one flaw, or a flaw that each of their records has: one update is one rejection. */
    static Stream<Offence> repeatedFlaws() {
        UpdateFixtures four = bad().chunkBytes(4);
        return Stream.of(
                sending(
                        "the client id of 4 records is long",
                        RejectionReason.MALFORMED_MANIFEST,
                        bad().from("c".repeat(65)).chunkBytes(4)),
                sending(
                        "the update id of 4 records is long",
                        RejectionReason.MALFORMED_MANIFEST,
                        bad().id("u".repeat(100_000)).chunkBytes(4)),
                sending(
                        "the chunk count is 0, and 4 come",
                        RejectionReason.MALFORMED_MANIFEST,
                        bad().chunkBytes(4).manifest(manifest -> manifest.setChunkCount(0))),
                sending(
                        "the chunk count is 1, and 4 come",
                        RejectionReason.LENGTH_MISMATCH,
                        bad().chunkBytes(4).manifest(manifest -> manifest.setChunkCount(1))),
                sending(
                        "the chunk count is 2, and 4 come",
                        RejectionReason.LENGTH_MISMATCH,
                        bad().chunkBytes(4).manifest(manifest -> manifest.setChunkCount(2))),
                sending(
                        "no example was used, and 2 more chunks come than announced",
                        RejectionReason.EXAMPLE_COUNT_OUT_OF_RANGE,
                        bad().examples(0).chunkBytes(4).manifest(manifest -> manifest.setChunkCount(2))),
                sending(
                        "a value is NaN, and the last chunk comes twice",
                        RejectionReason.NON_FINITE,
                        only(bad().delta(0, 0, 0, Float.NaN).chunkBytes(4), 0, 1, 2, 3, 3, 3)),
                sending("chunk 1 comes three times", RejectionReason.EXCESS_CHUNKS, only(four, 0, 1, 1, 1, 2, 3)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("repeatedFlaws")
    void shouldRejectOnceWhenUpdateHasSeveralFlaws(Offence offence) {
        shouldRefuseOnceAndGoOnWhen(offence);
    }

    @Test
    void shouldCountBothWhenTwoClientsUseTheSameUpdateId() {
        try (AggregatorHarness harness = AggregatorHarness.with("round: {goal: 2}")) {
            // Given
            List<KeyValue<String, byte[]>> one =
                    update().from("client-1").id("1").chunkBytes(8).records();
            List<KeyValue<String, byte[]>> two =
                    update().from("client-2").id("1").chunkBytes(8).records();

            // When
            harness.pipe(one.get(0));
            harness.pipe(two.get(0));
            harness.pipe(one.get(1));
            harness.pipe(two.get(1));

            // Then
            assertThat(harness.rejections()).isEmpty();
            assertThat(harness.members(1))
                    .extracting(UpdateMember::getClientId)
                    .containsExactly("client-1", "client-2");
        }
    }

    @Test
    void shouldRefuseDuplicateOfOneClientWhenAnotherHasTheSameUpdateId() {
        try (AggregatorHarness harness = AggregatorHarness.with("round: {goal: 3}")) {
            harness.submit(update().from("client-1").id("1"));
            harness.submit(update().from("client-2").id("1"));
            harness.submit(update().from("client-2").id("1"));

            assertThat(harness.rejections())
                    .extracting(Rejection::getReason, Rejection::getClientId)
                    .containsExactly(tuple("DUPLICATE_UPDATE", "client-2"));
        }
    }

    static Stream<Arguments> details() {
        List<KeyValue<String, byte[]>> incomplete = only(bad().chunkBytes(4), 0, 1);
        return Stream.of(
                Arguments.of(
                        bad().key("client-1").records(), "clientId must equal the record's key client-1, was client-9"),
                Arguments.of(
                        bad().delta(0, Float.NaN, 0, Float.NaN).records(),
                        "values of the delta must be finite, was NaN at parameter 1"),
                Arguments.of(
                        bad().delta(0, 0, 0, Float.NEGATIVE_INFINITY)
                                .chunkBytes(4)
                                .records(),
                        "values of the delta must be finite, was -Infinity at parameter 3"),
                Arguments.of(
                        encoded(PayloadEncoding.FLOAT16)
                                .payload(new byte[] {0, 0, 0, 0, 0, 0x7c, 0, 0})
                                .records(),
                        "values of a FLOAT16 payload must be finite, was Infinity at parameter 2"),
                Arguments.of(incomplete, "all 4 chunks must come within 30 s, 2 came"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("details")
    void shouldNameBoundAndValueWhenUpdateIsRefused(List<KeyValue<String, byte[]>> records, String detail) {
        try (AggregatorHarness harness = AggregatorHarness.with(SETTINGS)) {
            records.forEach(harness::pipe);
            harness.advanceWallClock(Duration.ofSeconds(29));
            harness.advanceWallClock(Duration.ofSeconds(1));

            assertThat(harness.rejections()).extracting(Rejection::getDetail).containsExactly(detail);
        }
    }

    /** One flaw of each check, in the order in which docs/protocol.md says they are looked for. */
    private static List<Flaw> flawsInOrder() {
        return List.of(
                new Flaw(RejectionReason.CLIENT_ID_MISMATCH, update -> update.key("client-1")),
                new Flaw(RejectionReason.MALFORMED_MANIFEST, update -> update.id("under_score")),
                new Flaw(RejectionReason.EXAMPLE_COUNT_OUT_OF_RANGE, update -> update.examples(0)),
                new Flaw(
                        RejectionReason.UNSUPPORTED_ENCODING,
                        update -> update.manifest(manifest -> manifest.setEncoding(PayloadEncoding.FLOAT64))),
                new Flaw(
                        RejectionReason.EXCESS_CHUNKS,
                        update -> update.manifest(manifest -> manifest.setChunkCount(2_000_000))),
                new Flaw(RejectionReason.UNKNOWN_BASE_VERSION, update -> update.base(-1)),
                new Flaw(
                        RejectionReason.LAYOUT_MISMATCH,
                        update -> update.manifest(manifest -> manifest.setLayoutFingerprint("0".repeat(64)))),
                new Flaw(
                        RejectionReason.TOO_LARGE,
                        update -> update.manifest(manifest -> manifest.setPayloadBytes(1_000_000))),
                new Flaw(
                        RejectionReason.DIGEST_MISMATCH,
                        update -> update.manifest(manifest -> manifest.setPayloadCrc32c(0))));
    }

    private record Flaw(RejectionReason reason, UnaryOperator<UpdateFixtures> put) {}

    @Test
    void shouldTellTheFirstOfTheDocumentedOrderWhenUpdateHasTwoFlaws() {
        List<Flaw> flaws = flawsInOrder();
        for (int first = 0; first < flaws.size(); first++) {
            for (int second = first + 1; second < flaws.size(); second++) {
                assertThatFirstWins(flaws.get(first), flaws.get(second));
            }
        }
    }

    private static void assertThatFirstWins(Flaw first, Flaw second) {
        try (AggregatorHarness harness = AggregatorHarness.with(SETTINGS)) {
            harness.submit(first.put().apply(second.put().apply(bad())));

            assertThat(harness.rejections())
                    .as("%s before %s", first.reason(), second.reason())
                    .extracting(Rejection::getReason)
                    .containsExactly(first.reason().name());
        }
    }

    private static KeyValue<String, byte[]> strayChunk(int index) {
        return UpdateFixtures.chunk("client-9", bad().updateId(), index, ByteBuffer.wrap(new byte[4]));
    }

    /** An incomplete update of client-9, then so many of others that it is the one that makes room. */
    private static void flood(AggregatorHarness harness) {
        harness.pipe(bad().chunkBytes(4).records().get(0));
        int most = 2 * (1 << 20) / 1024;
        for (int i = 0;
                i < most
                        && harness.registry().find("tributary.updates.rejected").counter() == null;
                i++) {
            harness.pipe(update().from("flood-" + i).chunkBytes(4).records().get(0));
        }
    }

    private static Stream<Offence> versions() {
        return Stream.of(
                sending("the version is negative", RejectionReason.UNKNOWN_BASE_VERSION, bad().base(-1)),
                sending("the version is far ahead", RejectionReason.UNKNOWN_BASE_VERSION, bad().base(17)),
                new Offence("the next version does not come in time", RejectionReason.UNKNOWN_BASE_VERSION, harness -> {
                    harness.submit(bad().base(1));
                    harness.advanceWallClock(Duration.ofSeconds(30));
                }),
                new Offence("three versions were published since", RejectionReason.STALE_VERSION, harness -> {
                    for (int version = 0; version < 3; version++) {
                        for (int client = 1; client <= 3; client++) {
                            harness.submit(update().from("busy-" + client)
                                    .base(version)
                                    .delta(0, 0, 0, 0));
                        }
                    }
                    harness.submit(bad().base(0));
                }),
                new Offence("it comes twice", RejectionReason.DUPLICATE_UPDATE, harness -> {
                    harness.submit(bad().delta(0, 0, 0, 0));
                    harness.submit(bad().delta(0, 0, 0, 0).chunkBytes(4));
                }),
                new Offence("it is a second for the version", RejectionReason.SECOND_UPDATE, harness -> {
                    harness.submit(bad().delta(0, 0, 0, 0));
                    harness.submit(bad().id("another").chunkBytes(4));
                }));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("offences")
    void shouldRefuseOnceAndGoOnWhen(Offence offence) {
        try (AggregatorHarness harness = AggregatorHarness.with(SETTINGS)) {
            // When
            offence.act().accept(harness);

            // Then
            List<Rejection> rejections = harness.rejections();
            assertThat(rejections)
                    .extracting(Rejection::getReason)
                    .containsExactly(offence.reason().name());
            assertThat(rejections.get(0).getDetail()).contains(" ").hasSizeLessThanOrEqualTo(300);
            assertThat(rejections.get(0).getDetail().lines()).hasSize(1);
            assertThatGoodUpdateCounts(harness);
        }
    }

    private static void assertThatGoodUpdateCounts(AggregatorHarness harness) {
        harness.partials();
        int version = harness.rounds().size();
        harness.submit(update().from("good").base(version).chunkBytes(5));
        List<PartialSum> partials = harness.partials();
        assertThat(partials).hasSize(1);
        assertThat(partials.get(0).getMembers())
                .extracting(UpdateMember::getClientId)
                .containsExactly("good");
    }

    @Test
    void shouldHaveAnOffenceForEachReason() {
        Set<RejectionReason> covered = offences()
                .map(Offence::reason)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(RejectionReason.class)));

        // These need a command or another mode first: CommandTopologyTest has them.
        covered.addAll(Set.of(
                RejectionReason.ROLLED_BACK,
                RejectionReason.NOT_IN_COHORT,
                RejectionReason.FEDERATION_STOPPED,
                RejectionReason.COMMAND_REFUSED));
        // This one needs several partitions: ScatteredUpdateTest has it.
        covered.add(RejectionReason.WRONG_PARTITION);
        // These need masks: MaskedTopologyTest has them.
        covered.addAll(Set.of(
                RejectionReason.MASKING_MISMATCH,
                RejectionReason.SETTINGS_MISMATCH,
                RejectionReason.UNSUPPORTED_PURPOSE,
                RejectionReason.SEED_REFUSED,
                RejectionReason.RECEIPT_MISSING,
                RejectionReason.ROUND_FULL));
        // These need noise: NoisedRoundTopologyTest has them.
        covered.addAll(Set.of(
                RejectionReason.CLIENT_IN_ROUND,
                RejectionReason.PARTICIPATION_CAP,
                RejectionReason.SEPARATION,
                RejectionReason.BUDGET_SPENT));
        assertThat(covered).isEqualTo(EnumSet.allOf(RejectionReason.class));
    }

    @Test
    void shouldTellCoordinatesWhenUpdateIsRefused() {
        try (AggregatorHarness harness = AggregatorHarness.with(SETTINGS)) {
            harness.submit(update().from("client-1"));
            harness.submit(bad().id("the-id").delta(Float.NaN, 0, 0, 0));

            Rejection rejection = harness.rejections().get(0);
            assertThat(rejection.getClientId()).isEqualTo("client-9");
            assertThat(rejection.getUpdateId()).isEqualTo("the-id");
            assertThat(rejection.getBaseVersion()).isZero();
            assertThat(rejection.getTopic()).isEqualTo("fl.test.updates");
            assertThat(rejection.getPartition()).isZero();
            assertThat(rejection.getOffset()).isEqualTo(1);
            assertThat(rejection.getRejectedAtMs())
                    .isEqualTo(AggregatorHarness.START.plusSeconds(1).toEpochMilli());
        }
    }

    @Test
    void shouldTellOffsetOfFirstRecordWhenLaterChunkIsBad() {
        try (AggregatorHarness harness = AggregatorHarness.with(SETTINGS)) {
            harness.submit(update().from("client-1"));
            only(bad().chunkBytes(4), 0, 1, 3).forEach(harness::pipe);

            assertThat(harness.rejections()).extracting(Rejection::getOffset).containsExactly(1L);
        }
    }

    static Stream<Arguments> secrets() {
        Map<String, KeyValue<String, byte[]>> records = new LinkedHashMap<>();
        byte[] payload = SECRET.repeat(2).getBytes(StandardCharsets.UTF_8);
        byte[] digestOfOthers = new byte[32];
        records.put("text", raw(SECRET.repeat(9).getBytes(StandardCharsets.UTF_8)));
        records.put(
                "large",
                bad().payload(SECRET.repeat(3).getBytes(StandardCharsets.UTF_8)).record());
        records.put("huge", bad().payload(payload).record());
        records.put(
                "digest",
                bad().payload(payload)
                        .manifest(manifest -> manifest.setPayloadDigest(new Sha256(digestOfOthers)))
                        .record());
        records.put("cut", raw(Arrays.copyOf(bad().payload(payload).record().value, 200)));
        return records.entrySet().stream().map(entry -> Arguments.of(entry.getKey(), entry.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("secrets")
    void shouldNeverShowPayloadWhenUpdateIsRefused(String name, KeyValue<String, byte[]> record) {
        try (AggregatorHarness harness = AggregatorHarness.with(SETTINGS)) {
            harness.pipe(record);

            assertThat(harness.rejections()).as(name).hasSize(1).allSatisfy(rejection -> assertThat(
                            rejection.toString())
                    .doesNotContain("private"));
        }
    }

    @Test
    void shouldShortenAndCleanWhatStrangersSentWhenItIsShown() {
        try (AggregatorHarness harness = AggregatorHarness.with(SETTINGS)) {
            harness.submit(bad().from("line\nbreak\u0007" + "x".repeat(1000)).id("evil\r\nINFO admitted"));

            Rejection rejection = harness.rejections().get(0);
            assertThat(rejection.getClientId()).hasSize(64).doesNotContainPattern("\\p{Cntrl}");
            assertThat(rejection.getUpdateId()).doesNotContainPattern("\\p{Cntrl}");
            assertThat(rejection.getDetail()).hasSize(300).doesNotContainPattern("\\p{Cntrl}");
        }
    }

    @Test
    void shouldAdmitSecondUpdateForVersionWhenSettingAllowsIt() {
        try (AggregatorHarness harness =
                AggregatorHarness.with("round: {goal: 2}", "admission: {oneUpdatePerVersion: false}")) {
            harness.submit(update().id("first"));
            harness.submit(update().id("second"));

            assertThat(harness.rejections()).isEmpty();
            assertThat(harness.rounds().get(0).getUpdateCount()).isEqualTo(2);
            assertThat(harness.rounds().get(0).getClientCount()).isEqualTo(1);
        }
    }

    @Test
    void shouldStillRefuseDuplicateWhenRoundHasClosedSince() {
        try (AggregatorHarness harness = AggregatorHarness.with("round: {goal: 1, maxStaleness: 2}")) {
            // Given
            harness.submit(update().from("client-1"));
            harness.submit(update().from("client-2").base(1));

            // When: again at staleness 2, then at 3
            harness.submit(update().from("client-1"));
            harness.submit(update().from("client-3").base(2));
            harness.submit(update().from("client-1"));

            // Then
            assertThat(harness.rejections())
                    .extracting(Rejection::getReason)
                    .containsExactly("DUPLICATE_UPDATE", "STALE_VERSION");
        }
    }

    @Test
    void shouldAdmitGreatestStalenessWhenItIsStillAllowed() {
        try (AggregatorHarness harness = AggregatorHarness.with("round: {goal: 1, maxStaleness: 2}")) {
            harness.submit(update().from("client-1"));
            harness.submit(update().from("client-1").base(1));
            harness.submit(update().from("client-2").base(0));

            assertThat(harness.rejections()).isEmpty();
            assertThat(harness.members(3))
                    .extracting(UpdateMember::getStaleness)
                    .containsExactly(2L);
        }
    }
}
