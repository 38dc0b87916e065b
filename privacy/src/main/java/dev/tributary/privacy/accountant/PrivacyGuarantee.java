package dev.tributary.privacy.accountant;

import java.util.Locale;
import java.util.OptionalDouble;

/**
 * The guarantee of everything that was published: for each client (ε, δ), whatever else is known. Without noise there is
 * none, and none is no number.
 *
 * @param rho          largest ρ of any client; infinite without noise
 * @param privacyDelta δ, 1e-200 or more, below 1
 */
public record PrivacyGuarantee(double rho, double privacyDelta) {

    /**
     * @throws IllegalArgumentException if an argument is outside its bound
     */
    public PrivacyGuarantee {
        if (!(rho >= 0)) {
            throw new IllegalArgumentException("rho must be 0 or more, was " + rho);
        }
        Bounds.delta(privacyDelta);
    }

    /**
     * Gives the guarantee of releases without noise.
     *
     * @param privacyDelta δ
     * @return none
     */
    public static PrivacyGuarantee none(double privacyDelta) {
        return new PrivacyGuarantee(Double.POSITIVE_INFINITY, privacyDelta);
    }

    /**
     * Tells whether there is none.
     *
     * @return true without noise
     */
    public boolean isNone() {
        return rho == Double.POSITIVE_INFINITY;
    }

    /**
     * Gives ε by {@link ZeroConcentrated}.
     *
     * @return the guarantee; nothing without noise
     */
    public OptionalDouble epsilon() {
        return isNone() ? OptionalDouble.empty() : OptionalDouble.of(ZeroConcentrated.epsilon(rho, privacyDelta));
    }

    /**
     * Gives the exact ε of Gaussian releases, by {@link AnalyticGaussian}.
     *
     * @return to be told beside the guarantee; nothing without noise, or outside that function's range of σ
     */
    public OptionalDouble gaussianEpsilon() {
        if (isNone()) {
            return OptionalDouble.empty();
        }
        double sigma = 1 / Math.sqrt(2 * rho);
        if (sigma > 1e9) {
            return OptionalDouble.of(0);
        }
        return sigma < 1e-6 ? OptionalDouble.empty() : OptionalDouble.of(AnalyticGaussian.epsilon(sigma, privacyDelta));
    }

    /**
     * Words it for a person.
     *
     * @return {@code none}, or ε and δ; ε rounded up to three decimals
     */
    public String text() {
        return isNone()
                ? "none"
                : String.format(
                        Locale.ROOT,
                        "epsilon %.3f at delta %s",
                        Math.ceil(epsilon().getAsDouble() * 1000) / 1000,
                        privacyDelta);
    }
}
