package dev.tributary.maskhelper.topology;

import dev.tributary.maskhelper.ledger.SeedCheck;
import dev.tributary.maskhelper.ledger.SeedEntry;
import dev.tributary.maskhelper.ledger.SeedRefusal;
import dev.tributary.masking.keys.EpochKey;
import dev.tributary.masking.seal.OpenedSeed;
import dev.tributary.masking.seal.SealException;
import dev.tributary.masking.seal.SeedOpener;
import java.util.Optional;

/** Opens seeds with the epoch keys that live. */
final class KeyedSeedCheck implements SeedCheck {

    private final String federation;
    private final HelperKeys keys;

    KeyedSeedCheck(String federation, HelperKeys keys) {
        this.federation = federation;
        this.keys = keys;
    }

    @Override
    public long keyExpiresAtMs(String keyId) {
        return keys.epochs().find(keyId).map(EpochKey::expiresAtMs).orElse(-1L);
    }

    @Override
    public Finding check(SeedEntry entry) {
        try (OpenedSeed opened = open(entry)) {
            return Finding.good(opened.serial());
        } catch (SealException e) {
            return Finding.bad(
                    switch (e.flaw()) {
                        case UNOPENABLE -> SeedRefusal.UNOPENABLE;
                        case MALFORMED -> SeedRefusal.MALFORMED;
                        case BAD_CERTIFICATE -> SeedRefusal.BAD_CERTIFICATE;
                        case BAD_SIGNATURE -> SeedRefusal.BAD_SIGNATURE;
                    });
        }
    }

    /** Opens a seed as of when it came: a certificate that has run out since does not matter. */
    OpenedSeed open(SeedEntry entry) throws SealException {
        Optional<EpochKey> key = keys.epochs().find(entry.header().helperKeyId());
        SeedOpener opener = new SeedOpener(
                federation,
                keys.authority(),
                key.orElseThrow(() -> new IllegalStateException("an epoch key must live to be used, was destroyed")));
        return opener.open(entry.sealed(), entry.headerDigest(), entry.clientId(), entry.acceptedAtMs());
    }
}
