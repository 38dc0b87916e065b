package dev.tributary.aggregator.intake;

import dev.tributary.aggregator.rejection.RememberedId;

/**
 * A refused update, remembered so that further records of it make no further rejection; {@link HeldUpdate} shows where it
 * can go.
 */
public sealed interface RefusedUpdate {

    /**
     * Remembers an update that has just been refused.
     *
     * @param clientId  its client, or null for a record without a key
     * @param updateId  its id
     * @param offset    offset of its first record that is known
     * @param lastSeen  index of the chunk after which it was refused, -1 if more of it is expected in any case
     * @param lastChunk index of its last chunk, or the greatest int when no manifest told it
     * @param nowMs     wall-clock time
     * @return which of the two it is
     */
    static RefusedUpdate of(String clientId, String updateId, long offset, int lastSeen, int lastChunk, long nowMs) {
        String client = RememberedId.of(clientId);
        String update = RememberedId.of(updateId);
        return lastSeen == lastChunk || lastChunk == 0
                ? new AllCome(client, update)
                : new PassedOver(client, update, offset, lastChunk, nowMs);
    }

    /**
     * Has one of the two remembered.
     *
     * @param memory remembers it
     */
    void remember(Memory memory);

    /** Remembers refused updates. */
    interface Memory {

        /**
         * Remembers an update of which more is to come.
         *
         * @param update the update
         */
        void passOver(PassedOver update);

        /**
         * Remembers an update of which all announced records have come.
         *
         * @param update the update
         */
        void close(AllCome update);
    }

    /**
     * Chunks of it are still to come, and are passed over.
     *
     * @param clientId  its client as it is remembered, or null for a record without a key
     * @param updateId  its id as it is remembered
     * @param offset    offset of its first record that is known
     * @param lastChunk index of its last chunk, or the greatest int when no manifest told it
     * @param begunAtMs wall-clock time at which it was refused
     */
    record PassedOver(String clientId, String updateId, long offset, int lastChunk, long begunAtMs)
            implements HeldUpdate, RefusedUpdate {

        @Override
        public long bytes() {
            return ENTRY_BYTES;
        }

        @Override
        public <T> T fold(Cases<T> cases) {
            return cases.passedOver(this);
        }

        @Override
        public void remember(Memory memory) {
            memory.passOver(this);
        }

        /** The same update when its last chunk has come. */
        AllCome complete() {
            return new AllCome(clientId, updateId);
        }
    }

    /**
     * All records that it announced have come. Another one would be a further flaw of the same update.
     *
     * @param clientId its client as it is remembered, or null for a record without a key
     * @param updateId its id as it is remembered
     */
    record AllCome(String clientId, String updateId) implements RefusedUpdate {

        @Override
        public void remember(Memory memory) {
            memory.close(this);
        }
    }
}
