package dev.tributary.maskhelper.ledger;

/** Check of a seed that needs keys. */
public interface SeedCheck {

    /**
     * Result of a check.
     *
     * @param serial  serial number of the certificate; empty if the seed is refused
     * @param refusal why it is refused; null if it is not
     */
    record Finding(String serial, SeedRefusal refusal) {

        /**
         * Finds a seed authentic.
         *
         * @param serial serial number of the certificate that it came with
         * @return the finding
         */
        public static Finding good(String serial) {
            return new Finding(serial, null);
        }

        /**
         * Finds a seed not authentic.
         *
         * @param refusal why
         * @return the finding
         */
        public static Finding bad(SeedRefusal refusal) {
            return new Finding("", refusal);
        }
    }

    /**
     * Tells how long an epoch key lives.
     *
     * @param keyId its id
     * @return instant of its end; −1 if there is no such key (any more)
     */
    long keyExpiresAtMs(String keyId);

    /**
     * Opens a seed, checks certificate and signature, and forgets it again.
     *
     * @param entry the seed
     * @return the finding
     */
    Finding check(SeedEntry entry);
}
