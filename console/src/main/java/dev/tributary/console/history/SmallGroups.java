package dev.tributary.console.history;

import dev.tributary.operator.overview.RoundLine;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.avro.MetricSpread;
import dev.tributary.schemas.avro.RoundResult;
import dev.tributary.schemas.avro.VersionEvaluation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Withholds figures behind which fewer clients stand than a threshold: of two clients, mean and spread tell both.
 *
 * @param least clients behind anything that is shown, 3 to 100,000
 */
public record SmallGroups(int least) {

    /** The least threshold, which is the one of {@code evaluation.minReports} too. */
    public static final int LEAST = 3;

    private static final int MOST = 100_000;

    /** Members of a round's JSON that tell something of its clients. */
    private static final List<String> TELLING =
            List.of("updates", "clients", "examples", "staleness", "stepL2Norm", "updateBytes", "metrics", "note");

    /**
     * Checks the bound.
     *
     * @throws FederationException if it is outside 3 to 100,000
     */
    public SmallGroups {
        if (least < LEAST || least > MOST) {
            throw new FederationException("--smallest-group must be " + LEAST + " to " + MOST + ", was " + least
                    + "; the figures of smaller groups tell of single clients");
        }
    }

    /**
     * Says whether a number of clients is too small to be told. Nobody at all is no group.
     *
     * @param clients number of clients, 0 or more
     * @return whether it is above 0 and below the threshold
     */
    public boolean isSmall(long clients) {
        return clients > 0 && clients < least;
    }

    /**
     * Says whether the figures of a round are withheld.
     *
     * @param round its result
     * @return whether too few clients stand behind it
     */
    public boolean withholds(RoundResult round) {
        return isSmall(round.getClientCount());
    }

    /**
     * Shows a round to programs: as {@code tributary rounds --output json} does, with null for each member that is withheld,
     * and whether any was.
     *
     * @param line the round
     * @return members in a fixed order
     */
    public Map<String, Object> json(RoundLine line) {
        Map<String, Object> json =
                new RoundLine(line.result(), line.evaluation().flatMap(this::told), line.marks()).json();
        boolean isWithheld = withholds(line.result());
        if (isWithheld) {
            TELLING.forEach(member -> json.put(member, null));
        }
        // Of the clients in any release so far: with few of them, the most often released one may be known.
        if (isSmall(Math.round(line.result().getPrivacy().getOrDefault("clients", 0.0)))) {
            json.put("privacy", null);
        }
        json.put("isWithheld", isWithheld);
        return json;
    }

    /**
     * Leaves out of an evaluation each metric that too few clients reported.
     *
     * @param evaluation the evaluation
     * @return the rest of it; empty if too few clients reported anything
     */
    public Optional<VersionEvaluation> told(VersionEvaluation evaluation) {
        if (evaluation.getReportCount() < least) {
            return Optional.empty();
        }
        Map<String, MetricSpread> told = new TreeMap<>(evaluation.getMetrics());
        told.values().removeIf(spread -> spread.getReportCount() < least);
        return Optional.of(
                VersionEvaluation.newBuilder(evaluation).setMetrics(told).build());
    }
}
