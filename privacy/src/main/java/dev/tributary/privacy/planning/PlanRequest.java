package dev.tributary.privacy.planning;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * A federation that is being planned.
 *
 * @param clients         clients that there are, 1 to 1e9
 * @param goal            K, updates in a release, 1 to the clients
 * @param rounds          releases that are planned, 1 to 1e9
 * @param parameters      d, trainable parameters, 1 to 2^31 − 1
 * @param privacyDelta    δ, 1e-200 or more, below 1; well below 1 by the number of clients
 * @param noiseMultiplier z, finite, above 0; or nothing
 * @param epsilon         ε that no client may pass, finite, above 0; or nothing
 * @param participations  releases that a client may be in, 1 to the rounds; nothing for as few as fill all rounds
 */
public record PlanRequest(
        long clients,
        long goal,
        long rounds,
        long parameters,
        double privacyDelta,
        OptionalDouble noiseMultiplier,
        OptionalDouble epsilon,
        OptionalLong participations) {

    private static final long MANY = 1_000_000_000;

    /**
     * @throws IllegalArgumentException if an argument is outside its bound, if both or neither of noise multiplier and
     *                                  ε are given, or if so few participations cannot fill the rounds
     */
    public PlanRequest {
        within("clients", clients, MANY);
        within("goal", goal, clients);
        within("rounds", rounds, MANY);
        within("parameters", parameters, Integer.MAX_VALUE);
        if (noiseMultiplier.isPresent() == epsilon.isPresent()) {
            throw new IllegalArgumentException("one of noise multiplier and epsilon must be given, was "
                    + (epsilon.isPresent() ? "both" : "none") + "; the other is computed");
        }
        above("noise multiplier", noiseMultiplier);
        above("epsilon", epsilon);
        if (!(privacyDelta >= 1e-200 && privacyDelta < 1)) {
            throw new IllegalArgumentException("delta must be 1e-200 or more and below 1, was " + privacyDelta);
        }
        if (participations.isPresent()) {
            within("participations", participations.getAsLong(), rounds);
            long least = least(clients, goal, rounds);
            if (participations.getAsLong() < least) {
                throw new IllegalArgumentException("participations must be " + least
                        + " or more to fill all rounds, was " + participations.getAsLong()
                        + "; plan fewer rounds, a smaller goal or more clients");
            }
        }
    }

    /**
     * Gives the releases that one client is in.
     *
     * @return the number given, or else the least that fills all rounds: {@code ⌈rounds·K/clients⌉}
     */
    public long participationsOrLeast() {
        return participations.orElse(least(clients, goal, rounds));
    }

    private static long least(long clients, long goal, long rounds) {
        // Both are at most 1e9, so the product fits.
        return (rounds * goal + clients - 1) / clients;
    }

    private static void within(String name, long value, long most) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException(name + " must be from 1 to " + most + ", was " + value);
        }
    }

    private static void above(String name, OptionalDouble value) {
        if (value.isPresent() && !(value.getAsDouble() >= 1e-6 && value.getAsDouble() <= 1e6)) {
            throw new IllegalArgumentException(name + " must be from 1e-6 to 1e6, was " + value.getAsDouble());
        }
    }
}
