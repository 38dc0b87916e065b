package dev.tributary.aggregator.recorded;

/** Remembers over a crash which updates were held, and which were refused; offsets are those of their first records. */
public interface HeldMemory {

    /** Remembers nothing: of updates that are read again while the task that holds them goes on. */
    HeldMemory NONE = new HeldMemory() {

        @Override
        public void putHeld(long offset) {
            // The log has it.
        }

        @Override
        public void putRefused(long offset) {
            // Likewise.
        }

        @Override
        public void deleteHeld(long offset) {
            // Likewise.
        }

        @Override
        public void putLastRefused(String clientId, String updateId) {
            // Likewise.
        }
    };

    /**
     * Remembers an update that has begun and is not decided.
     *
     * @param offset offset of its first record
     */
    void putHeld(long offset);

    /**
     * Remembers a refused update of which chunks are still to come.
     *
     * @param offset offset of its first record that is known
     */
    void putRefused(long offset);

    /**
     * Forgets an update that is decided and of which nothing more will come.
     *
     * @param offset offset of its first record that is known
     */
    void deleteHeld(long offset);

    /**
     * Remembers an update that was refused when all its records had come.
     *
     * @param clientId its client, or null for a record without a key
     * @param updateId its id
     */
    void putLastRefused(String clientId, String updateId);
}
