package dev.tributary.maskhelper.ledger;

import java.util.Locale;

/** Opens every seed of the living epoch and none of another; the certificate's serial number is the client's id. */
final class EpochOnly implements SeedCheck {

    static final long KEY_LIFE_MS = 1_000_000;

    private int epoch;

    EpochOnly(int epoch) {
        this.epoch = epoch;
    }

    static String keyId(int epoch) {
        return String.format(Locale.ROOT, "%016x", epoch);
    }

    int epoch() {
        return epoch;
    }

    void end() {
        epoch++;
    }

    @Override
    public long keyExpiresAtMs(String keyId) {
        return keyId.equals(keyId(epoch)) ? KEY_LIFE_MS : -1;
    }

    @Override
    public Finding check(SeedEntry entry) {
        return Finding.good(entry.clientId());
    }
}
