package dev.tributary.leaktest.trial;

import dev.tributary.schemas.FederationException;

/**
 * Settings of a leak test.
 *
 * @param users           users of the federation, all in every round; as many again stand outside
 * @param rounds          rounds
 * @param noiseMultiplier z of the third column, whole
 * @param privacyDelta    δ of the guarantee
 * @param seed            of users, networks, masks and noise
 */
public record LeakTestSettings(int users, int rounds, int noiseMultiplier, double privacyDelta, long seed) {

    /**
     * @throws FederationException if an argument is outside its bound; it names the option
     */
    public LeakTestSettings {
        require("--users", users, 20, 500);
        require("--rounds", rounds, 2, 50);
        require("--noise-multiplier", noiseMultiplier, 1, 64);
        if (!(privacyDelta >= 1e-12 && privacyDelta <= 0.01)) {
            throw new FederationException("--privacy-delta must be 1e-12 to 0.01, was " + privacyDelta
                    + "; choose well below 1 by the number of users");
        }
    }

    private static void require(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new FederationException(
                    option + " must be " + least + " to " + most + ", was " + value + "; choose one between");
        }
    }

    /**
     * Names the version at which an update leaks: in the middle of the run, when a model knows common words and what is left to
     * learn is each user's own.
     *
     * @return base version of the leaked updates
     */
    public int leakVersion() {
        return rounds / 2;
    }
}
