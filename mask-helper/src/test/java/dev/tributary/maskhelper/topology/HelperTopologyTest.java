package dev.tributary.maskhelper.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.masking.keys.SignedRecords;
import dev.tributary.masking.keys.SigningKey;
import dev.tributary.masking.mask.Mask;
import dev.tributary.privacy.words.WordSize;
import dev.tributary.privacy.words.WordSum;
import dev.tributary.schemas.avro.HelperKey;
import dev.tributary.schemas.avro.MaskPurpose;
import dev.tributary.schemas.avro.MaskSum;
import dev.tributary.schemas.avro.PayloadChunk;
import dev.tributary.schemas.avro.SealedSeed;
import dev.tributary.schemas.avro.SeedReceipt;
import dev.tributary.schemas.avro.SeedVerdict;
import dev.tributary.schemas.avro.UnmaskRequest;
import dev.tributary.schemas.avro.UnmaskVerdict;
import dev.tributary.schemas.masked.MaskedHeader;
import dev.tributary.schemas.masked.MemberList;
import dev.tributary.schemas.payload.PayloadAssembly;
import dev.tributary.schemas.payload.PayloadException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HelperTopologyTest {

    @TempDir
    private Path files;

    private final Map<Integer, MaskedHeader> headers = new TreeMap<>();

    private void sealAll(HelperHarness helper, long words) {
        for (int client = 1; client <= 4; client++) {
            MaskedHeader header = helper.header("u-" + client, client == 4 ? 1 : 0, words);
            headers.put(client, header);
            assertThat(helper.seal(client, header).getVerdict()).isEqualTo(SeedVerdict.GOOD);
        }
    }

    private UnmaskRequest request(long version, int... clients) {
        List<MemberList.Member> members = new ArrayList<>();
        for (int client : clients) {
            MaskedHeader header = headers.get(client);
            members.add(new MemberList.Member(
                    header.updateId(), header.digest(HelperHarness.payloadDigest(header)), version - 1));
        }
        return new MemberList(MaskPurpose.UPDATE, version, members).toRequest();
    }

    private static List<byte[]> ask(HelperHarness helper, UnmaskRequest request) {
        return helper.request(request, request.getRequestId());
    }

    private static byte[] payload(HelperHarness helper, List<byte[]> records) throws PayloadException {
        MaskSum manifest = helper.decode(records.get(0), MaskSum.class);
        PayloadAssembly assembly = new PayloadAssembly(
                manifest.getPayloadBytes(),
                manifest.getChunkCount(),
                manifest.getPayloadDigest().bytes());
        assembly.add(0, manifest.getPayloadCrc32c(), manifest.getPayload());
        for (byte[] record : records.subList(1, records.size())) {
            PayloadChunk chunk = helper.decode(record, PayloadChunk.class);
            assembly.add(chunk.getIndex(), chunk.getPayloadCrc32c(), chunk.getPayload());
        }
        ByteBuffer whole = assembly.whole();
        byte[] bytes = new byte[whole.remaining()];
        whole.get(bytes);
        return bytes;
    }

    /** What the clients themselves would compute, each from its own seed. */
    private byte[] expected(int bits, long words, Map<Integer, Integer> weights) {
        WordSum sum = WordSum.zero(WordSize.ofBits(bits), (int) words);
        weights.forEach((client, weight) -> Mask.addTo(HelperHarness.seed(client), headers.get(client), weight, sum));
        return sum.toBytes();
    }

    /** Lengths of one word, one record, and several. */
    @ParameterizedTest
    @CsvSource({"32, 1", "32, 1000", "32, 700001", "16, 1001"})
    void shouldAnswerWithTheWeightedSumOfTheMasksEveryWord(int bits, long words) throws Exception {
        String bound = bits == 16 ? ", weightScale: 16, bound: 256, coordinateBound: 1" : "";
        try (HelperHarness helper = new HelperHarness(files, bound, bits)) {
            sealAll(helper, words);

            List<byte[]> answer = ask(helper, request(2, 1, 2, 3, 4));

            MaskSum manifest = helper.decode(answer.get(0), MaskSum.class);
            assertThat(manifest.getVerdict()).isEqualTo(UnmaskVerdict.RELEASED);
            assertThat(manifest.getNoiseScale()).isZero();
            assertThat(new SignedRecords("digits").isGood(manifest, HelperHarness.ROOT.publicKey()))
                    .isTrue();
            assertThat(payload(helper, answer)).isEqualTo(expected(bits, words, Map.of(1, 11, 2, 11, 3, 11, 4, 16)));
            assertThat(answer).allSatisfy(record -> assertThat(record.length).isLessThan(1_048_576));
        }
    }

    @Test
    void shouldAnswerTheSameListWithTheSameBytesThoughThereIsNoise() throws Exception {
        try (HelperHarness helper = new HelperHarness(files, ", noiseMultiplier: 1, clippingNorm: 10", 32)) {
            sealAll(helper, 2000);

            List<byte[]> first = ask(helper, request(2, 1, 2, 3));
            List<byte[]> again = ask(helper, request(2, 1, 2, 3));

            assertThat(again).hasSameSizeAs(first);
            for (int i = 0; i < first.size(); i++) {
                assertThat(again.get(i)).isEqualTo(first.get(i));
            }
            assertThat(helper.decode(first.get(0), MaskSum.class).getNoiseScale())
                    .isEqualTo(16.0 * (1 << 20));
            assertThat(payload(helper, first)).isNotEqualTo(expected(32, 2000, Map.of(1, 11, 2, 11, 3, 11)));
        }
    }

    @Test
    void shouldReleaseNothingTwiceAndSayWhy() {
        try (HelperHarness helper = new HelperHarness(files)) {
            sealAll(helper, 10);
            ask(helper, request(2, 1, 2, 3));

            MaskSum less = helper.decode(ask(helper, request(3, 1, 2, 4)).get(0), MaskSum.class);
            MaskSum other = helper.decode(ask(helper, request(2, 1, 2, 4)).get(0), MaskSum.class);

            assertThat(less.getVerdict()).isEqualTo(UnmaskVerdict.REFUSED);
            assertThat(less.getReason()).isEqualTo("MEMBER_RELEASED");
            assertThat(less.getMemberIds()).containsExactlyInAnyOrder("u-1", "u-2");
            assertThat(less.getPayload().remaining()).isZero();
            assertThat(other.getReason()).isEqualTo("ROUND_RELEASED");
            assertThat(new SignedRecords("digits").isGood(other, HelperHarness.ROOT.publicKey()))
                    .isTrue();
        }
    }

    @Test
    void shouldRefuseARequestThatIsNotAsTheProtocolSays() {
        try (HelperHarness helper = new HelperHarness(files)) {
            UnmaskRequest wrong = new UnmaskRequest("update/9", MaskPurpose.UPDATE, 8L, List.of());

            assertThat(helper.decode(ask(helper, wrong).get(0), MaskSum.class).getReason())
                    .isEqualTo("MALFORMED_REQUEST");
            assertThat(helper.decode(ask(helper, request(1)).get(0), MaskSum.class)
                            .getReason())
                    .isEqualTo("BELOW_THRESHOLD");
        }
    }

    @Test
    void shouldGiveNoReceiptWhenASeedIsMovedFlippedOrOfAnother() {
        try (HelperHarness helper = new HelperHarness(files)) {
            SealedSeed good = helper.sealed(1, helper.header("u-1", 0, 10));
            SealedSeed elsewhere = helper.sealed(1, helper.header("u-1", 1, 10));
            byte[] flipped = good.getSealed().array().clone();
            flipped[40] ^= 1;

            assertThat(reason(helper, "client-1", with(good, elsewhere.getHeader(), good.getSealed())))
                    .isEqualTo("UNOPENABLE");
            assertThat(reason(helper, "client-1", with(good, good.getHeader(), ByteBuffer.wrap(flipped))))
                    .isEqualTo("UNOPENABLE");
            assertThat(reason(helper, "client-2", good)).isEqualTo("MALFORMED");
            assertThat(reason(helper, "client-1", with(good, ByteBuffer.allocate(3), good.getSealed())))
                    .isEqualTo("MALFORMED");
            // None of them has blocked the client: its own seed is as good as ever.
            assertThat(reason(helper, "client-1", good)).isEmpty();
        }
    }

    private static SealedSeed with(SealedSeed seed, ByteBuffer header, ByteBuffer sealed) {
        return new SealedSeed(seed.getUpdateId(), seed.getClientId(), header, sealed);
    }

    private static String reason(HelperHarness helper, String key, SealedSeed seed) {
        return helper.answerTo(key, seed).getReason();
    }

    @Test
    void shouldRefuseFromTheNextSeedOnWhenACertificateIsRevoked() {
        try (HelperHarness helper = new HelperHarness(files)) {
            SignedRecords signed = new SignedRecords("digits");
            String serial = HelperHarness.serial(1);
            SigningKey nobody = SigningKey.random(new SecureRandom());
            helper.send(helper.settings.topics().enrolment(), serial, signed.revoke(nobody, serial, "client-1", 1));
            SeedReceipt before = helper.seal(1, helper.header("u-1", 0, 10));

            helper.send(
                    helper.settings.topics().enrolment(),
                    serial,
                    signed.revoke(HelperHarness.AUTHORITY, serial, "client-1", 1));

            assertThat(before.getVerdict()).isEqualTo(SeedVerdict.GOOD);
            assertThat(helper.seal(1, helper.header("u-2", 1, 10)).getReason()).isEqualTo("REVOKED");
            assertThat(helper.seal(2, helper.header("u-3", 1, 10)).getVerdict()).isEqualTo(SeedVerdict.GOOD);
        }
    }

    @Test
    void shouldAnnounceAKeyThatTheRootSignedAndANewOneWhenItIsOld() {
        try (HelperHarness helper = new HelperHarness(files)) {
            SignedRecords signed = new SignedRecords("digits");
            assertThat(signed.isGood(helper.announced, HelperHarness.ROOT.publicKey()))
                    .isTrue();
            assertThat(helper.helperKeys.isEmpty()).isTrue();

            helper.advance(Duration.ofDays(7));

            HelperKey next = helper.decode(helper.helperKeys.readValue(), HelperKey.class);
            assertThat(next.getEpoch()).isGreaterThan(helper.announced.getEpoch());
            assertThat(signed.isGood(next, HelperHarness.ROOT.publicKey())).isTrue();
        }
    }

    @Test
    void shouldBeginANewEpochWhenTheLedgerIsLost() {
        try (HelperHarness helper = new HelperHarness(files)) {
            sealAll(helper, 10);
            ask(helper, request(2, 1, 2, 3));
        }
        MaskedHeader old = headers.get(4);

        // The same key files, an empty ledger.
        try (HelperHarness helper = new HelperHarness(files)) {
            assertThat(helper.announced.getKeyId()).isNotEqualTo(old.helperKeyId());
            assertThat(helper.seal(4, old).getReason()).isEqualTo("UNKNOWN_KEY");
            assertThat(helper.decode(ask(helper, request(3, 1, 2, 4)).get(0), MaskSum.class)
                            .getReason())
                    .isEqualTo("UNKNOWN_MEMBER");
            sealAll(helper, 10);
            assertThat(helper.decode(ask(helper, request(2, 1, 2, 3)).get(0), MaskSum.class)
                            .getVerdict())
                    .isEqualTo(UnmaskVerdict.RELEASED);
        }
    }

    @Test
    void shouldKeepNoOpenedSeedAndNothingSealedAfterItsEpoch() throws Exception {
        try (HelperHarness helper = new HelperHarness(files)) {
            sealAll(helper, 10);
            ask(helper, request(2, 1, 2, 3));
            String sealed = HexFormat.of()
                    .formatHex(helper.sealed(1, headers.get(1)).getHeader().array())
                    .substring(0, 40);

            String ledger = hexOfLedger(helper);
            assertThat(ledger).contains(sealed).doesNotContain("a1".repeat(8)).doesNotContain("a4".repeat(8));
            long before = ledger.length();
            helper.advance(Duration.ofDays(8).plusHours(2));

            assertThat(hexOfLedger(helper).length()).isLessThan((int) before / 2);
            assertThat(helper.seal(1, helper.header("u-9", 2, 10)).getReason()).isEqualTo("UNKNOWN_KEY");
        }
        try (var all = Files.list(files)) {
            assertThat(all.map(file -> file.getFileName().toString()).filter(name -> name.startsWith("epoch-")))
                    .hasSize(1);
        }
    }

    private static String hexOfLedger(HelperHarness helper) {
        StringBuilder hex = new StringBuilder();
        try (KeyValueIterator<String, byte[]> all = helper.ledger().all()) {
            all.forEachRemaining(entry -> hex.append(HexFormat.of().formatHex(entry.value)));
        }
        return hex.toString();
    }
}
