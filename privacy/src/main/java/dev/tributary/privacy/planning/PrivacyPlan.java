package dev.tributary.privacy.planning;

import dev.tributary.privacy.accountant.AnalyticGaussian;
import dev.tributary.privacy.accountant.ReleaseCost;
import dev.tributary.privacy.accountant.SubsampledGaussian;
import dev.tributary.privacy.accountant.ZeroConcentrated;
import java.util.OptionalDouble;

/**
 * A plan: privacy loss of a client that is in as many releases as it may be, always with full weight.
 *
 * @param request         the question
 * @param noiseMultiplier z
 * @param participations  releases that a client may be in
 * @param rho             ρ of that many
 * @param epsilon         ε of that many, by {@link ZeroConcentrated}
 * @param gaussianEpsilon the exact ε of Gaussian releases, by {@link AnalyticGaussian}; nothing outside its range
 * @param everyRound      ε of a client that is in every release, when no cap holds it back
 * @param sampled         ε if each client were drawn for each release by a fair coin of probability K/clients: what
 *                        amplification by sampling would give, which rounds of first come, first served may not claim
 * @param noiseToSignal   {@code z·√d / K}: norm of the noise over the largest norm of a sum
 */
public record PrivacyPlan(
        PlanRequest request,
        double noiseMultiplier,
        long participations,
        double rho,
        double epsilon,
        OptionalDouble gaussianEpsilon,
        double everyRound,
        OptionalDouble sampled,
        double noiseToSignal) {

    /**
     * Computes a plan.
     *
     * @param request the federation
     * @return the plan; its ε is at most the one that was asked for
     */
    public static PrivacyPlan of(PlanRequest request) {
        long participations = request.participationsOrLeast();
        double delta = request.privacyDelta();
        double z = request.noiseMultiplier().orElseGet(() -> noiseMultiplier(request, participations));
        double rho = participations * new ReleaseCost(z, 1).rho(1);
        double sigma = z / Math.sqrt(participations);
        return new PrivacyPlan(
                request,
                z,
                participations,
                rho,
                ZeroConcentrated.epsilon(rho, delta),
                sigma >= 1e-6 && sigma <= 1e9
                        ? OptionalDouble.of(AnalyticGaussian.epsilon(sigma, delta))
                        : OptionalDouble.empty(),
                ZeroConcentrated.epsilon(request.rounds() * new ReleaseCost(z, 1).rho(1), delta),
                sampled(request, z),
                z * Math.sqrt(request.parameters()) / request.goal());
    }

    /** The least z whose ρ the ε allows, a few units in the last digit above it. */
    private static double noiseMultiplier(PlanRequest request, long participations) {
        double rho = ZeroConcentrated.rho(request.epsilon().getAsDouble(), request.privacyDelta());
        return Math.sqrt(participations / (2 * rho)) * (1 + 1e-14);
    }

    private static OptionalDouble sampled(PlanRequest request, double z) {
        if (z < 0.1) {
            return OptionalDouble.empty();
        }
        double q = (double) request.goal() / request.clients();
        return OptionalDouble.of(new SubsampledGaussian(q, z).epsilon(request.rounds(), request.privacyDelta()));
    }

    /**
     * Gives the outlook for training.
     *
     * @return the level of the ratio
     */
    public NoiseLevel level() {
        return NoiseLevel.of(noiseToSignal);
    }

    /**
     * Computes how many parameters could be trained at a ratio of 5.
     *
     * @return 0 or more
     */
    public long trainableParameters() {
        double root = 5 * request.goal() / noiseMultiplier;
        return (long) Math.min(Integer.MAX_VALUE, root * root);
    }

    /**
     * Computes how many updates a release needs for a ratio of 5.
     *
     * @return 1 or more
     */
    public long neededGoal() {
        return (long) Math.max(1, Math.ceil(noiseMultiplier * Math.sqrt(request.parameters()) / 5));
    }
}
