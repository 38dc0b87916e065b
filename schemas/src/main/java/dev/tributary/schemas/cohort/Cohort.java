package dev.tributary.schemas.cohort;

import dev.tributary.schemas.payload.Checksums;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The clients that are asked in sync mode. Nobody addresses them: each finds out from its id, the model version and the
 * published sampling rate, and so does the aggregator. A client that is in a cohort stays in it when the rate rises.
 *
 * <pre>
 *   hash = the first 8 bytes of SHA-256("&lt;client id&gt;/&lt;version&gt;" in UTF-8), big-endian, unsigned
 *   the client is in the cohort if hash / 2^64 &lt; sampling rate
 * </pre>
 */
public final class Cohort {

    private Cohort() {}

    /**
     * Finds out whether a client is in a version's cohort.
     *
     * @param clientId     the client's pseudonym
     * @param version      model version to train from, 0 or more
     * @param samplingRate part of all clients that is in the cohort, above 0; at 1 and above all are
     * @return whether it is
     */
    public static boolean includes(String clientId, long version, double samplingRate) {
        return samplingRate >= 1 || place(clientId, version) < samplingRate;
    }

    /**
     * Finds a client's place among all for a version: uniform over clients and independent between versions.
     *
     * @return 0 or more and below 1, in steps of 2^-53: what a double holds exactly
     */
    static double place(String clientId, long version) {
        byte[] text = (clientId + "/" + version).getBytes(StandardCharsets.UTF_8);
        long hash = ByteBuffer.wrap(Checksums.sha256(ByteBuffer.wrap(text))).getLong();
        return (hash >>> 11) * 0x1p-53;
    }
}
