package dev.tributary.log.reading;

import java.time.Duration;

/**
 * Longest time that a read may take before it is given up.
 *
 * @param limit     the time, at least zero
 * @param isRenewed whether it begins anew with every record and marker that is passed; if not, it is for the whole read
 */
public record Patience(Duration limit, boolean isRenewed) {

    /**
     * Gives up when the whole read takes longer.
     *
     * @param limit longest time for the whole
     * @return the patience
     */
    public static Patience inAll(Duration limit) {
        return new Patience(limit, false);
    }

    /**
     * Gives up when nothing comes for longer: for ranges whose length nobody knows.
     *
     * @param limit longest time without progress
     * @return the patience
     */
    public static Patience ofSilence(Duration limit) {
        return new Patience(limit, true);
    }

    /** Lengthened to a limit that the user has set, if that is longer. */
    Patience atLeast(Duration other) {
        return limit.compareTo(other) >= 0 ? this : new Patience(other, isRenewed);
    }
}
