package dev.tributary.client.round;

import dev.tributary.client.update.ClientId;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * Who takes part in a round of a synchronous federation. Each client finds out for itself, and nobody has to address it:
 *
 * <pre>
 *   u = first 8 bytes, big-endian and unsigned, of SHA-256("clientId/version")
 *   in the cohort if and only if  u / 2⁶⁴ &lt; samplingRate
 * </pre>
 *
 * <p>{@code u / 2⁶⁴} is uniform, drawn anew for each version, and the same however often it is asked for. So a raised
 * rate adds clients to the cohort and takes none away. Described for other languages in {@code docs/protocol.md}.
 */
final class Cohort {

    private static final int DRAW_BYTES = 8;
    private static final BigDecimal RANGE = new BigDecimal(BigInteger.ONE.shiftLeft(8 * DRAW_BYTES));

    private Cohort() {}

    /**
     * Says whether a client is in the cohort of a version.
     *
     * @param clientId     pseudonym
     * @param version      version to train from
     * @param samplingRate part of all clients that takes part; from 1 on all do, at 0 or NaN none
     */
    static boolean includes(ClientId clientId, long version, double samplingRate) {
        if (samplingRate >= 1) {
            return true;
        }
        if (!(samplingRate > 0)) {
            return false;
        }
        // Exact, so that implementations agree on the last client too.
        BigDecimal bound = new BigDecimal(samplingRate).multiply(RANGE);
        return new BigDecimal(draw(clientId, version)).compareTo(bound) < 0;
    }

    private static BigInteger draw(ClientId clientId, long version) {
        byte[] text = (clientId.value() + "/" + version).getBytes(StandardCharsets.US_ASCII);
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text);
            return new BigInteger(1, Arrays.copyOf(digest, DRAW_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
