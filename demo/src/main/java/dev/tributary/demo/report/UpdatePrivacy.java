package dev.tributary.demo.report;

import java.util.List;

/**
 * How readable single updates were, and what holds of the model made of them.
 *
 * @param isMasked     whether updates travelled under masks
 * @param leastClients least distinct clients behind a sum that was opened; 0 if none was
 */
public record UpdatePrivacy(boolean isMasked, long leastClients) {

    /** Updates in the clear. */
    public static final UpdatePrivacy CLEAR = new UpdatePrivacy(false, 0);

    /** The demonstration adds none. */
    private static final String NO_NOISE = "noise: none, so the model itself carries no guarantee";

    /**
     * Looks at the sums of a masked demonstration. Each update in one is of another client: the mask helper sees to it.
     *
     * @param versions the published versions
     * @return the privacy of its updates
     */
    public static UpdatePrivacy ofMasked(List<VersionReport> versions) {
        return new UpdatePrivacy(
                true, versions.stream().mapToLong(VersionReport::updates).min().orElse(0));
    }

    /**
     * Tells who could read an update.
     *
     * @return a part of a sentence
     */
    public String updates() {
        if (!isMasked) {
            return "every update stood in the clear on the log";
        }
        return "no update was readable by anyone; "
                + (leastClients == 0 ? "no sum was opened" : "least clients behind a sum: " + leastClients);
    }

    /**
     * Tells of the noise on the model.
     *
     * @return a part of a sentence
     */
    public String noise() {
        return NO_NOISE;
    }
}
