package dev.tributary.maskhelper.ledger;

import dev.tributary.schemas.masked.Digest;
import dev.tributary.schemas.masked.MaskedHeader;
import java.util.Arrays;

/**
 * The ledger's entry of a seed. The seed itself is in it only as it came, sealed: the ledger's changelog is a topic too.
 *
 * @param clientId     client that sealed it
 * @param header       its header
 * @param headerDigest digest of the header bytes, that of the payload among them
 * @param sealDigest   digest of the sealed seed
 * @param sealed       encapsulated key, ciphertext and tag; empty once it can be of no more use; not to be changed
 * @param acceptedAtMs when it came
 * @param state        where it stands
 */
@SuppressWarnings("ArrayRecordComponent") // equals, hashCode and toString are below
public record SeedEntry(
        String clientId,
        MaskedHeader header,
        Digest headerDigest,
        Digest sealDigest,
        byte[] sealed,
        long acceptedAtMs,
        SeedState state) {

    private static final byte[] GONE = {};

    SeedEntry with(SeedState next) {
        return new SeedEntry(clientId, header, headerDigest, sealDigest, sealed, acceptedAtMs, next);
    }

    /** The same without the sealed seed, when nothing may open it any more. */
    SeedEntry emptied() {
        return new SeedEntry(clientId, header, headerDigest, sealDigest, GONE, acceptedAtMs, state.expire());
    }

    /**
     * Names the update.
     *
     * @return its id
     */
    public String updateId() {
        return header.updateId();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SeedEntry that
                && clientId.equals(that.clientId)
                && headerDigest.equals(that.headerDigest)
                && Arrays.equals(sealed, that.sealed)
                && acceptedAtMs == that.acceptedAtMs
                && state.equals(that.state);
    }

    @Override
    public int hashCode() {
        return headerDigest.hashCode();
    }

    /** Identity and state alone. */
    @Override
    public String toString() {
        return "SeedEntry[" + updateId() + " " + state + "]";
    }
}
