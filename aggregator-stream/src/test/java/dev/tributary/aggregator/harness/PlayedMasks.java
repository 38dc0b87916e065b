package dev.tributary.aggregator.harness;

import dev.tributary.aggregation.ServerState;
import dev.tributary.federation.release.WordRelease;
import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.federation.settings.PrivacyFingerprint;
import dev.tributary.federation.settings.SummedWords;
import dev.tributary.masking.keys.SignedRecords;
import dev.tributary.masking.keys.SigningKey;
import dev.tributary.privacy.quantisation.ExtraValues;
import dev.tributary.privacy.quantisation.QuantisedUpdate;
import dev.tributary.privacy.quantisation.StalenessWeights;
import dev.tributary.privacy.quantisation.UpdateWords;
import dev.tributary.privacy.words.WordSize;
import dev.tributary.privacy.words.WordSum;
import dev.tributary.schemas.avro.Ed25519Signature;
import dev.tributary.schemas.avro.MaskPurpose;
import dev.tributary.schemas.avro.MaskSum;
import dev.tributary.schemas.avro.MaskedUpdate;
import dev.tributary.schemas.avro.PayloadChunk;
import dev.tributary.schemas.avro.SeedReceipt;
import dev.tributary.schemas.avro.SeedVerdict;
import dev.tributary.schemas.avro.UnmaskRequest;
import dev.tributary.schemas.avro.UnmaskVerdict;
import dev.tributary.schemas.avro.UpdateMember;
import dev.tributary.schemas.framing.RecordFraming;
import dev.tributary.schemas.layout.ParameterLayout;
import dev.tributary.schemas.masked.Digest;
import dev.tributary.schemas.masked.MalformedMaskException;
import dev.tributary.schemas.masked.MaskedHeader;
import dev.tributary.schemas.masked.MemberList;
import dev.tributary.schemas.payload.Checksums;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.kafka.streams.KeyValue;

/**
 * The clients of a masked federation and its mask helper, as far as the aggregator sees them: masks are random words that
 * stand here, so that what is under them is known too.
 */
public final class PlayedMasks {

    /** When every seed expires. */
    public static final long EXPIRES_AT_MS = AggregatorHarness.START.toEpochMilli() + 3_600_000;

    private final RecordFraming framing = new RecordFraming();
    private final SigningKey root = SigningKey.random(new SecureRandom());
    private final SplittableRandom random = new SplittableRandom(20261128);
    private final Map<String, int[]> masks = new HashMap<>();
    private final Map<String, int[]> clear = new HashMap<>();
    private final Map<String, MaskedUpdate> sent = new HashMap<>();
    private final FederationSettings settings;
    private final UpdateWords words;
    private final int parameters;

    /**
     * @param settings   of the federation
     * @param parameters of its model, with a flat layout
     */
    public PlayedMasks(FederationSettings settings, int parameters) {
        this.settings = settings;
        this.parameters = parameters;
        this.words = new SummedWords(settings).ofUpdate(parameters);
    }

    /** The mask helper's root key. */
    public SigningKey root() {
        return root;
    }

    /** The words of a delta that a client trained. */
    public int[] honest(float... delta) {
        try (QuantisedUpdate update =
                new SummedWords(settings).updateQuantiser(parameters).quantise(delta, new ExtraValues(10, 0.5, 0.75))) {
            return update.words().clone();
        }
    }

    /** Words that no delta has. */
    public int[] randomWords() {
        return random.ints(words.length()).toArray();
    }

    /** An update of a client, in two records of which the first ends within a word. */
    public List<KeyValue<String, byte[]>> update(String client, String updateId, long base, int[] plain) {
        int[] mask = masks.computeIfAbsent(updateId, id -> randomWords());
        clear.put(updateId, plain);
        WordSum masked = WordSum.zero(WordSize.BITS_32, words.length());
        masked.add(0, plain, 1);
        masked.add(0, mask, 1);
        ByteBuffer payload = ByteBuffer.wrap(masked.toBytes());
        ByteBuffer first = payload.slice(0, 10);
        ByteBuffer rest = payload.slice(10, payload.remaining() - 10);
        MaskedUpdate manifest = new MaskedUpdate(
                updateId,
                client,
                MaskPurpose.UPDATE,
                base,
                PrivacyFingerprint.of(settings).toField(),
                Digest.parse(ParameterLayout.flat(parameters).fingerprint()).toField(),
                (long) words.length(),
                32,
                "0123456789abcdef",
                EXPIRES_AT_MS,
                (long) payload.remaining(),
                2,
                Digest.hash(masked.toBytes()).toField(),
                Checksums.crc32c(first),
                first);
        sent.put(updateId, manifest);
        return List.of(
                KeyValue.pair(client, framing.encode(manifest)),
                KeyValue.pair(client, framing.encode(new PayloadChunk(updateId, 1, Checksums.crc32c(rest), rest))));
    }

    /** The manifest of an update that was made. */
    public MaskedUpdate manifest(String updateId) {
        return sent.get(updateId);
    }

    private Digest header(MaskedUpdate update) {
        try {
            return MaskedHeader.of(settings.topics().federation(), update).digest(Digest.of(update.getPayloadDigest()));
        } catch (MalformedMaskException e) {
            throw new AssertionError(e);
        }
    }

    /** The mask helper's word that a seed is good. */
    public KeyValue<String, byte[]> good(String updateId) {
        return receipt(updateId, header(sent.get(updateId)), SeedVerdict.GOOD, "");
    }

    /** The mask helper's word that a seed is not good. */
    public KeyValue<String, byte[]> refused(String updateId, String reason) {
        return receipt(updateId, header(sent.get(updateId)), SeedVerdict.REFUSED, reason);
    }

    /** A good word on a seed that was sealed with another header. */
    public KeyValue<String, byte[]> ofOtherHeader(String updateId) {
        return receipt(updateId, Digest.hash(new byte[0]), SeedVerdict.GOOD, "");
    }

    private KeyValue<String, byte[]> receipt(String updateId, Digest header, SeedVerdict verdict, String reason) {
        String client = sent.get(updateId).getClientId();
        return KeyValue.pair(
                client,
                framing.encode(new SeedReceipt(
                        updateId, client, header.toField(), verdict, reason, AggregatorHarness.START.toEpochMilli())));
    }

    /** The members of a request, in the order of the list. */
    public MemberList list(UnmaskRequest request) {
        try {
            return MemberList.of(request);
        } catch (MalformedMaskException e) {
            throw new AssertionError(e);
        }
    }

    private int weight(MemberList.Member member) {
        long staleness = member.weighedAtVersion() - sent.get(member.updateId()).getBaseVersion();
        return new StalenessWeights(
                        settings.privacy().weightScale(), settings.round().stalenessExponent())
                .of(staleness);
    }

    /** The mask helper's signed sum for a request. */
    public KeyValue<String, byte[]> sum(UnmaskRequest request) {
        MemberList list = list(request);
        byte[] sum = weighted(list, masks).toBytes();
        return answer(
                list,
                UnmaskVerdict.RELEASED,
                "",
                List.of(),
                list.members().stream().map(this::weight).toList(),
                sum);
    }

    /** The mask helper's signed word that a request is not released. */
    public KeyValue<String, byte[]> refusal(UnmaskRequest request, String reason, String... updateIds) {
        return answer(list(request), UnmaskVerdict.REFUSED, reason, List.of(updateIds), List.of(), new byte[0]);
    }

    private KeyValue<String, byte[]> answer(
            MemberList list,
            UnmaskVerdict verdict,
            String reason,
            List<String> updateIds,
            List<Integer> weights,
            byte[] sum) {
        ByteBuffer payload = ByteBuffer.wrap(sum);
        MaskSum unsigned = new MaskSum(
                list.requestId(),
                list.digest(settings.topics().federation()).toField(),
                verdict,
                reason,
                updateIds,
                weights,
                0.0,
                (long) sum.length / Integer.BYTES,
                32,
                (long) sum.length,
                1,
                Digest.hash(sum).toField(),
                new Ed25519Signature(new byte[64]),
                Checksums.crc32c(payload),
                payload);
        MaskSum signed = MaskSum.newBuilder(unsigned)
                .setSignature(new SignedRecords(settings.topics().federation()).sign(root, unsigned))
                .build();
        return KeyValue.pair(list.requestId(), framing.encode(signed));
    }

    private WordSum weighted(MemberList list, Map<String, int[]> vectors) {
        WordSum sum = WordSum.zero(WordSize.BITS_32, words.length());
        list.members().forEach(member -> sum.add(0, vectors.get(member.updateId()), weight(member)));
        return sum;
    }

    /** The parameters that the members' whole numbers give without any mask. */
    public float[] expected(UnmaskRequest request, float... before) {
        MemberList list = list(request);
        int[] weights = list.members().stream().mapToInt(this::weight).toArray();
        return released(weighted(list, clear), weights, before);
    }

    /** The parameters that the members of a version give without any mask. */
    public float[] expected(List<UpdateMember> members, float... before) {
        WordSum sum = WordSum.zero(WordSize.BITS_32, words.length());
        members.forEach(member -> sum.add(0, clear.get(member.getUpdateId()), (int) member.getAggregationWeight()));
        int[] weights = members.stream()
                .mapToInt(member -> (int) member.getAggregationWeight())
                .toArray();
        return released(sum, weights, before);
    }

    private float[] released(WordSum sum, int[] weights, float... before) {
        return new WordRelease(
                        words,
                        settings.round().normalization(),
                        settings.privacy().weightScale())
                .release(1, sum, weights, 0)
                .fold(
                        released -> settings.strategy()
                                .create()
                                .step(before.clone(), released.delta(), new ServerState(parameters)),
                        why -> {
                            throw new AssertionError(why);
                        });
    }
}
