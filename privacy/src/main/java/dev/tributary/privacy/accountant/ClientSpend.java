package dev.tributary.privacy.accountant;

/**
 * Privacy loss of one client over the releases so far.
 *
 * @param participations releases with the client in them, 0 or more
 * @param lastRelease    number of the newest of them, −1 without any
 * @param rho            ρ of all of them, never rounded down
 */
public record ClientSpend(long participations, long lastRelease, double rho) {

    /** A client that no release had. */
    public static final ClientSpend NOTHING = new ClientSpend(0, -1, 0);

    /**
     * @throws IllegalArgumentException if an argument is outside its bound
     */
    public ClientSpend {
        if (participations < 0 || lastRelease < -1) {
            throw new IllegalArgumentException("participations must be 0 or more and last release -1 or more, were "
                    + participations + " and " + lastRelease);
        }
        Bounds.notNegative("rho", rho);
    }

    /**
     * Adds a release.
     *
     * @param cost    price under the settings of this release; earlier ones keep theirs
     * @param weight  weight of the client in it
     * @param release its number, above the last one
     * @return the sum
     * @throws IllegalArgumentException if the release is not newer or the weight is outside its bound
     */
    public ClientSpend after(ReleaseCost cost, int weight, long release) {
        if (release <= lastRelease) {
            throw new IllegalArgumentException("release must be above " + lastRelease + ", was " + release);
        }
        return new ClientSpend(participations + 1, release, Math.nextUp(rho + cost.rho(weight)));
    }
}
