package dev.tributary.client.round;

import dev.tributary.schemas.FederationException;

/**
 * How long a client takes part, and how eagerly.
 *
 * @param rounds       updates to publish before it ends, at least 1; {@link Long#MAX_VALUE} for no end
 * @param untilVersion model version whose arrival ends it, at least 0; {@link Long#MAX_VALUE} for no end
 * @param updatePolicy its next step after an update
 */
record Participation(long rounds, long untilVersion, UpdatePolicy updatePolicy) {

    static final Participation ENDLESS =
            new Participation(Long.MAX_VALUE, Long.MAX_VALUE, UpdatePolicy.WAIT_FOR_NEXT_VERSION);

    Participation {
        if (rounds < 1) {
            throw new FederationException("rounds must be at least 1, was " + rounds);
        }
        if (untilVersion < 0) {
            throw new FederationException("untilVersion must be 0 or more, was " + untilVersion);
        }
    }

    /** Refuses the policy under which the mask helper would turn down all updates of a version but the first. */
    void requireOneUpdatePerVersion() {
        if (updatePolicy == UpdatePolicy.TRAIN_ON) {
            throw new FederationException("updatePolicy must be WAIT_FOR_NEXT_VERSION with masking, was TRAIN_ON;"
                    + " the mask helper takes one update of a client for each version");
        }
    }

    Participation withRounds(long newRounds) {
        return new Participation(newRounds, untilVersion, updatePolicy);
    }

    Participation withUntilVersion(long newUntilVersion) {
        return new Participation(rounds, newUntilVersion, updatePolicy);
    }

    Participation withUpdatePolicy(UpdatePolicy newUpdatePolicy) {
        return new Participation(rounds, untilVersion, newUpdatePolicy);
    }
}
