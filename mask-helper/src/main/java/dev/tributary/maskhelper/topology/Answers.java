package dev.tributary.maskhelper.topology;

import dev.tributary.federation.settings.PrivacySettings;
import dev.tributary.maskhelper.ledger.RequestRefusal;
import dev.tributary.maskhelper.ledger.SeedEntry;
import dev.tributary.maskhelper.ledger.UnmaskDecision;
import dev.tributary.masking.keys.SignedRecords;
import dev.tributary.masking.mask.Mask;
import dev.tributary.masking.seal.OpenedSeed;
import dev.tributary.masking.seal.SealException;
import dev.tributary.privacy.noise.DiscreteGaussian;
import dev.tributary.privacy.noise.ReleaseNoise;
import dev.tributary.privacy.words.WordSize;
import dev.tributary.privacy.words.WordSum;
import dev.tributary.schemas.avro.Ed25519Signature;
import dev.tributary.schemas.avro.MaskSum;
import dev.tributary.schemas.avro.PayloadChunk;
import dev.tributary.schemas.avro.UnmaskVerdict;
import dev.tributary.schemas.masked.Digest;
import dev.tributary.schemas.masked.MaskedHeader;
import dev.tributary.schemas.payload.Checksums;
import dev.tributary.schemas.payload.ChunkSplitter;
import dev.tributary.schemas.topic.TopicPlan;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/**
 * Answers to requests: {@code Σ wᵢ·maskᵢ + noise}, in chunks. The same list gets the same bytes, always: masks follow from
 * seeds, noise from the noise key and the list, the signature from both.
 *
 * <p>Not thread-safe: one instance belongs to one task.
 */
final class Answers {

    /** Of 4,096 members each has a weight, and their ids may stand in a refusal: they take room from the first chunk. */
    private static final int MANIFEST_BYTES = 512 * 1024;

    private static final int CHUNK_BYTES = ChunkSplitter.chunkBytes(TopicPlan.MAX_MESSAGE_BYTES);
    private static final Ed25519Signature UNSIGNED = new Ed25519Signature(new byte[64]);

    private final PrivacySettings privacy;
    private final HelperKeys keys;
    private final KeyedSeedCheck seeds;
    private final SignedRecords signed;

    Answers(String federation, PrivacySettings privacy, HelperKeys keys, KeyedSeedCheck seeds) {
        this.privacy = privacy;
        this.keys = keys;
        this.seeds = seeds;
        this.signed = new SignedRecords(federation);
    }

    List<SpecificRecord> release(String requestId, UnmaskDecision.Release release) {
        WordSum sum = sum(release);
        double sigma = addNoise(release.listDigest(), sum);
        byte[] payload = sum.toBytes();
        sum.reset();
        List<ByteBuffer> chunks =
                ChunkSplitter.split(ByteBuffer.wrap(payload), CHUNK_BYTES - MANIFEST_BYTES, CHUNK_BYTES);
        List<SpecificRecord> records = new ArrayList<>();
        records.add(manifest(requestId, release, sigma, payload, chunks));
        for (int i = 1; i < chunks.size(); i++) {
            records.add(new PayloadChunk(requestId, i, Checksums.crc32c(chunks.get(i)), chunks.get(i)));
        }
        return records;
    }

    private WordSum sum(UnmaskDecision.Release release) {
        MaskedHeader shape = release.members().get(0).header();
        WordSum sum = WordSum.zero(WordSize.ofBits(shape.wordBits()), Math.toIntExact(shape.wordCount()));
        for (int i = 0; i < release.weights().length; i++) {
            SeedEntry entry = release.members().get(i);
            try (OpenedSeed opened = seeds.open(entry)) {
                Mask.addTo(opened.seed(), entry.header(), release.weights()[i], sum);
            } catch (SealException e) {
                throw new IllegalStateException("a good seed must open as it did when it came, did not", e);
            }
        }
        return sum;
    }

    /** Adds the noise of a list and gives its standard deviation, rounded up to whole steps. */
    private double addNoise(Digest listDigest, WordSum sum) {
        if (!privacy.isNoised()) {
            return 0;
        }
        int sigma = (int) Math.ceil(privacy.noiseScale());
        ReleaseNoise.of(DiscreteGaussian.ofSigma(sigma), keys.noise().bytes(), listDigest.toBytes())
                .addTo(sum);
        return sigma;
    }

    private MaskSum manifest(
            String requestId, UnmaskDecision.Release release, double sigma, byte[] payload, List<ByteBuffer> chunks) {
        MaskedHeader shape = release.members().get(0).header();
        MaskSum answer = new MaskSum(
                requestId,
                release.listDigest().toField(),
                UnmaskVerdict.RELEASED,
                "",
                List.of(),
                Arrays.stream(release.weights()).boxed().toList(),
                sigma,
                shape.wordCount(),
                shape.wordBits(),
                (long) payload.length,
                chunks.size(),
                Digest.hash(payload).toField(),
                UNSIGNED,
                Checksums.crc32c(chunks.get(0)),
                chunks.get(0));
        return signed(answer);
    }

    MaskSum refuse(String requestId, Digest listDigest, RequestRefusal reason, List<String> updateIds) {
        ByteBuffer nothing = ByteBuffer.allocate(0);
        return signed(new MaskSum(
                requestId,
                listDigest.toField(),
                UnmaskVerdict.REFUSED,
                reason.name(),
                updateIds,
                List.of(),
                0.0,
                0L,
                0,
                0L,
                1,
                Digest.hash(new byte[0]).toField(),
                UNSIGNED,
                Checksums.crc32c(nothing),
                nothing));
    }

    private MaskSum signed(MaskSum answer) {
        return MaskSum.newBuilder(answer)
                .setSignature(signed.sign(keys.root(), answer))
                .build();
    }
}
