package dev.tributary.maskhelper.topology;

import dev.tributary.maskhelper.ledger.SeedEntry;
import dev.tributary.maskhelper.ledger.SeedRefusal;
import dev.tributary.maskhelper.ledger.SeedState;
import dev.tributary.privacy.accountant.ClientSpend;
import dev.tributary.schemas.masked.CanonicalBytes;
import dev.tributary.schemas.masked.CanonicalInput;
import dev.tributary.schemas.masked.Digest;
import dev.tributary.schemas.masked.MalformedMaskException;
import dev.tributary.schemas.masked.MaskedHeader;

/** Entries of the ledger as bytes, in the canonical form of the protocol; the label has the version of the format. */
final class EntryCodec {

    private static final String SEED = "tributary/ledger-seed/1";
    private static final String SPEND = "tributary/ledger-spend/1";
    private static final String GOOD = "good";
    private static final String RELEASED = "released";
    private static final String REJECTED = "rejected";
    private static final String EXPIRED = "expired";
    /** A header's bytes end with the digest of a payload, of which an entry knows only the digest of the whole. */
    private static final Digest NO_PAYLOAD = Digest.of(new byte[Digest.BYTES]);

    private EntryCodec() {}

    static byte[] encode(SeedEntry entry) {
        CanonicalBytes bytes = CanonicalBytes.of(SEED)
                .text(entry.clientId())
                .bytes(entry.header().toBytes(NO_PAYLOAD))
                .bytes(entry.headerDigest().toBytes())
                .bytes(entry.sealDigest().toBytes())
                .bytes(entry.sealed())
                .number(entry.acceptedAtMs());
        SeedState state = entry.state();
        if (state instanceof SeedState.Released released) {
            return bytes.text(RELEASED).bytes(released.list().toBytes()).toBytes();
        }
        if (state instanceof SeedState.Rejected rejected) {
            return bytes.text(REJECTED).text(rejected.reason().name()).toBytes();
        }
        return bytes.text(state instanceof SeedState.Good ? GOOD : EXPIRED).toBytes();
    }

    static SeedEntry decodeSeed(byte[] bytes) {
        try {
            CanonicalInput in = CanonicalInput.of(bytes, SEED);
            return new SeedEntry(
                    in.text("clientId"),
                    MaskedHeader.parse(in.bytes("header")),
                    Digest.of(in.bytes("headerDigest", Digest.BYTES)),
                    Digest.of(in.bytes("sealDigest", Digest.BYTES)),
                    in.bytes("sealed"),
                    in.number("acceptedAtMs", 0),
                    state(in));
        } catch (MalformedMaskException e) {
            throw new IllegalStateException("the ledger must hold what this release wrote, did not", e);
        }
    }

    private static SeedState state(CanonicalInput in) throws MalformedMaskException {
        String word = in.text("state");
        return switch (word) {
            case GOOD -> new SeedState.Good();
            case RELEASED -> new SeedState.Released(Digest.of(in.bytes("list", Digest.BYTES)));
            case REJECTED -> new SeedState.Rejected(SeedRefusal.valueOf(in.text("reason")));
            case EXPIRED -> new SeedState.Expired();
            default -> throw new MalformedMaskException("state must be one of the ledger's, was " + word);
        };
    }

    static byte[] encode(ClientSpend spend) {
        return CanonicalBytes.of(SPEND)
                .number(spend.participations())
                .number(spend.lastRelease())
                .number(Double.doubleToLongBits(spend.rho()))
                .toBytes();
    }

    static ClientSpend decodeSpend(byte[] bytes) {
        try {
            CanonicalInput in = CanonicalInput.of(bytes, SPEND);
            return new ClientSpend(
                    in.number("participations", 0),
                    in.number("lastRelease", -1),
                    Double.longBitsToDouble(in.number("rho", Long.MIN_VALUE)));
        } catch (MalformedMaskException e) {
            throw new IllegalStateException("the ledger must hold what this release wrote, did not", e);
        }
    }
}
