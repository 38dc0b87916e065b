package dev.tributary.leaktest.artefacts;

import dev.tributary.masking.mask.Mask;
import dev.tributary.masking.seal.OpenedSeed;
import dev.tributary.masking.seal.SealException;
import dev.tributary.masking.seal.SeedOpener;
import dev.tributary.privacy.words.WordSum;
import dev.tributary.schemas.avro.MaskedUpdate;
import dev.tributary.schemas.avro.SealedSeed;
import dev.tributary.schemas.framing.RecordFraming;
import dev.tributary.schemas.framing.UndecodableRecordException;
import dev.tributary.schemas.masked.Digest;
import dev.tributary.schemas.masked.MalformedMaskException;
import dev.tributary.schemas.masked.MaskedHeader;
import dev.tributary.schemas.payload.PayloadException;
import java.nio.ByteBuffer;

/**
 * A masked round from the bytes of its records: the aggregator adds masked words, the mask helper opens seeds and adds masks and
 * noise, and what is left of both is released. Not thread-safe.
 */
public final class MaskedRound {

    private final SumPlan plan;
    private final SeedOpener opener;
    private final RecordFraming framing = new RecordFraming();
    private final LeakReader reader = new LeakReader();
    private final WordSum maskedWords;
    private final WordSum masks;
    private final StringBuilder list = new StringBuilder();
    private int members;

    /**
     * Begins a round.
     *
     * @param plan    how deltas become words
     * @param parties keys of the federation
     */
    public MaskedRound(SumPlan plan, Parties parties) {
        this.plan = plan;
        this.opener = parties.opener();
        this.maskedWords = WordSum.zero(
                plan.words().quantisation().wordSize(), plan.words().length());
        this.masks = WordSum.zero(
                plan.words().quantisation().wordSize(), plan.words().length());
    }

    /**
     * Takes an update in.
     *
     * @param update its records, with the sealed seed
     * @throws IllegalStateException if they do not belong together
     */
    public void add(LeakedUpdate update) {
        try {
            MaskedUpdate manifest = framing.decode(update.records().get(0), MaskedUpdate.class);
            SealedSeed sealed = framing.decode(update.seed().get(0), SealedSeed.class);
            MaskedHeader header = MaskedHeader.of(Parties.FEDERATION, manifest);
            Digest digest = header.digest(Digest.of(manifest.getPayloadDigest()));
            try (OpenedSeed seed =
                    opener.open(bytes(sealed.getSealed()), digest, sealed.getClientId(), Parties.NOW_MS)) {
                Mask.addTo(seed.seed(), header, 1, masks);
            }
            maskedWords.add(0, reader.payload(manifest, update), 1);
            list.append(digest).append('\n');
            members++;
        } catch (UndecodableRecordException | PayloadException | MalformedMaskException | SealException e) {
            throw new IllegalStateException("records that were just written must be good", e);
        }
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    /**
     * Releases the sum: masked words, less the helper's sum of masks and noise.
     *
     * @return {@code Σ q + noise}; the round is over
     */
    public WordSum release() {
        plan.addNoise(masks, list.toString(), -1);
        maskedWords.add(0, masks.toValues(), -1);
        plan.requireInRange(maskedWords, members);
        return maskedWords;
    }

    /**
     * Gives the name of the release, from which its noise comes.
     *
     * @return digests of the headers of all members, in order
     */
    public String members() {
        return list.toString();
    }
}
