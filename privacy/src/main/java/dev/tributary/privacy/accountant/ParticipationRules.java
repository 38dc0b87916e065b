package dev.tributary.privacy.accountant;

/**
 * How often a client may take part. The budget stops before it is passed: a participation that would pass it is refused,
 * for each client by its own ρ.
 *
 * @param cap           largest number of releases with one client, 1 or more; {@link Long#MAX_VALUE} for none
 * @param separation    least distance between two releases with one client, 1 or more; 1 for none
 * @param epsilonBudget largest ε of a client, above 0; infinite for none
 * @param privacyDelta  δ that ε is told for, 1e-200 or more, below 1
 */
public record ParticipationRules(long cap, long separation, double epsilonBudget, double privacyDelta) {

    /**
     * @throws IllegalArgumentException if an argument is outside its bound
     */
    public ParticipationRules {
        if (cap < 1) {
            throw new IllegalArgumentException("participation cap must be 1 or more, was " + cap);
        }
        if (separation < 1) {
            throw new IllegalArgumentException("participation separation must be 1 or more, was " + separation);
        }
        if (!(epsilonBudget > 0)) {
            throw new IllegalArgumentException("epsilonBudget must be above 0, was " + epsilonBudget);
        }
        Bounds.delta(privacyDelta);
    }

    /**
     * Judges a participation before it happens.
     *
     * @param spend   of the client so far
     * @param cost    price under the settings in force
     * @param weight  weight that the update would have
     * @param release number of the release
     * @return the verdict; the cap before the separation before the budget
     */
    public ParticipationVerdict judge(ClientSpend spend, ReleaseCost cost, int weight, long release) {
        if (spend.participations() >= cap) {
            return ParticipationVerdict.CAP_REACHED;
        }
        if (spend.participations() > 0 && release - spend.lastRelease() < separation) {
            return ParticipationVerdict.TOO_SOON;
        }
        return affords(spend, cost, weight) ? ParticipationVerdict.ADMITTED : ParticipationVerdict.BUDGET_SPENT;
    }

    /**
     * Tells whether a client is spent: no fresh update of it will ever be in a release again.
     *
     * @param spend of the client
     * @param cost  price under the settings in force
     * @return true if its cap is reached or another participation would pass its budget
     */
    public boolean isSpent(ClientSpend spend, ReleaseCost cost) {
        return spend.participations() >= cap || !affords(spend, cost, cost.weightScale());
    }

    /**
     * Counts how often a client may take part, always with full weight.
     *
     * @param cost price under the settings in force
     * @return 0 or more, at most the cap
     */
    public long affordable(ReleaseCost cost) {
        if (epsilonBudget == Double.POSITIVE_INFINITY) {
            return cap;
        }
        double rho = ZeroConcentrated.rho(epsilonBudget, privacyDelta);
        return Math.min(cap, (long) Math.floor(rho / cost.rho(cost.weightScale())));
    }

    private boolean affords(ClientSpend spend, ReleaseCost cost, int weight) {
        double rho = Math.nextUp(spend.rho() + cost.rho(weight));
        return epsilonBudget == Double.POSITIVE_INFINITY
                || ZeroConcentrated.epsilon(rho, privacyDelta) <= epsilonBudget;
    }
}
