package dev.tributary.aggregator.application;

import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.schemas.FederationException;

/**
 * The heap that an instance needs if all tasks of the federation come to run on it, as they do when the others are away.
 *
 * <p>With M = 4 bytes × parameters, P partitions of {@code updates} and R = 1 MiB, the greatest record:
 *
 * <pre>
 *   arrays   M × (4 P + 11) + what the strategy keeps
 *            each task of stage 1: its sum in doubles (2 M), the update that is being added (M) and the one that is
 *            being decoded (M); one partial sum being written (2 M); stage 2: its sum (2 M), a partial sum received, its chunks joined (4 M), the current
 *            and the next model (2 M), the next one being written (M)
 *   held     P × admission.maxHeldBytes, the bound of what clients can make the tasks hold
 *   buffers  (P + 1) × 64 R, records read and not processed; 64 MiB for what the consumer fetches and the producer sends
 * </pre>
 *
 * @param arrayBytes  the arrays
 * @param heldBytes   bound of what is held
 * @param bufferBytes bound of the buffers
 */
record HeapNeed(long arrayBytes, long heldBytes, long bufferBytes) {

    private static final int MODELS_PER_STAGE_1_TASK = 4;
    private static final int MODELS_BESIDE = 11;
    private static final long RECORD_BYTES = 1L << 20;
    private static final long CLIENT_BYTES = 64L << 20;

    /** Bytes that {@code admission} counts beside the payload of an update that it holds, generously. */
    private static final long HELD_OVERHEAD_BYTES = 64 * 1024;

    static HeapNeed of(FederationSettings settings, int parameters) {
        int partitions = settings.topicPlan().updatePartitions();
        long model = (long) Float.BYTES * parameters;
        long strategy = settings.strategy()
                .create()
                .memoryBytes(parameters, settings.round().goal());
        return new HeapNeed(
                model * (MODELS_PER_STAGE_1_TASK * (long) partitions + MODELS_BESIDE) + strategy,
                partitions * settings.admission().maxHeldBytes(),
                (partitions + 1L) * StreamsProperties.BUFFERED_RECORDS * RECORD_BYTES + CLIENT_BYTES);
    }

    long totalBytes() {
        return arrayBytes + heldBytes + bufferBytes;
    }

    /**
     * Checks that the arrays fit: without them there is no round at all, while the other two are bounds that a
     * federation may never come near.
     *
     * @param maxHeapBytes {@code -Xmx}
     * @param parameters   for the message
     * @throws FederationException if they do not
     */
    void requireArraysFit(long maxHeapBytes, int parameters) {
        if (arrayBytes > maxHeapBytes) {
            throw new FederationException("heap must be at least " + mebibytes(arrayBytes) + " MiB for a model of "
                    + parameters + " parameters, and " + mebibytes(totalBytes())
                    + " MiB to hold and buffer all that the"
                    + " settings allow, was " + mebibytes(maxHeapBytes) + " MiB; raise -Xmx");
        }
    }

    /**
     * Checks that one update can get in.
     *
     * @param settings   the federation's settings
     * @param parameters length of the model
     * @throws FederationException if the largest, as FLOAT32, exceeds what is held in all
     */
    static void requireRoomForAnUpdate(FederationSettings settings, int parameters) {
        long needed = (long) Float.BYTES * parameters + HELD_OVERHEAD_BYTES;
        long room = settings.admission().maxHeldBytes();
        if (needed > room) {
            throw new FederationException("admission.maxHeldBytes must be at least " + needed
                    + " for an update of " + parameters + " parameters as FLOAT32, was " + room
                    + "; raise it to that times the clients that send at once");
        }
    }

    static long mebibytes(long bytes) {
        return (bytes + (1 << 20) - 1) >> 20;
    }

    /** One line for the log. */
    String line(int parameters, long maxHeapBytes) {
        return "heap: " + mebibytes(arrayBytes) + " MiB for arrays of " + parameters + " parameters, up to "
                + mebibytes(heldBytes) + " MiB held, up to " + mebibytes(bufferBytes) + " MiB buffered, of "
                + mebibytes(maxHeapBytes) + " MiB";
    }
}
