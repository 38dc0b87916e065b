package dev.tributary.client.round;

import dev.tributary.client.link.Persistence;
import dev.tributary.client.update.OutgoingUpdate;

/** State and counts of a client: written by its thread, read by any. */
final class ClientProgress {

    private ClientState state = ClientState.NEW;
    private long modelsReceived;
    private long updatesPublished;
    private long updatesSkipped;
    private long updatesRefused;
    private boolean isRefused;
    private boolean isInDoubt;
    private long retries;
    private long bytesPublished;
    private long modelVersion = -1;

    synchronized ClientState state() {
        return state;
    }

    synchronized void enter(ClientState next) {
        state = next;
    }

    synchronized void received(long version) {
        modelsReceived++;
        modelVersion = version;
        // A version has come since the update, and no word that it was refused.
        isRefused = isRefused && !isInDoubt;
        isInDoubt = false;
    }

    synchronized void published(OutgoingUpdate update) {
        updatesPublished++;
        isInDoubt = true;
        bytesPublished += update.payloadBytes();
    }

    synchronized void skipped() {
        updatesSkipped++;
    }

    synchronized void refused() {
        updatesRefused++;
        isRefused = true;
        isInDoubt = false;
    }

    private synchronized void retried() {
        retries++;
    }

    /** Makes a listener that counts attempts that failed, and passes them on. */
    Persistence.RetryListener counting(ClientListener listener) {
        return (deed, reason, delay) -> {
            retried();
            listener.onRetry(deed, reason, delay);
        };
    }

    synchronized ClientCounts counts() {
        return new ClientCounts(
                modelsReceived,
                updatesPublished,
                updatesSkipped,
                updatesRefused,
                isRefused,
                retries,
                bytesPublished,
                modelVersion);
    }
}
