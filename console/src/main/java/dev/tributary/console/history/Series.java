package dev.tributary.console.history;

import dev.tributary.operator.overview.RoundLine;
import dev.tributary.schemas.avro.CloseReason;
import dev.tributary.schemas.avro.RoundResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Points of charts. */
final class Series {

    private Series() {}

    /** Every k-th counted from the newest, with the least k that leaves no more points than wanted. */
    static List<RoundResult> thinned(List<RoundResult> all, int points) {
        int step = Math.max(1, (all.size() + points - 1) / points);
        List<RoundResult> kept = new ArrayList<>();
        for (int i = (all.size() - 1) % step; i >= 0 && i < all.size(); i += step) {
            kept.add(all.get(i));
        }
        return kept;
    }

    static Map<String, Object> point(RoundLine line, SmallGroups groups) {
        RoundResult result = line.result();
        boolean isRound =
                result.getCloseReason() == CloseReason.GOAL || result.getCloseReason() == CloseReason.DEADLINE;
        boolean isWithheld = groups.withholds(result);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("version", result.getVersion());
        json.put("closedAtMs", result.getClosedAtMs());
        json.put("waitingMs", isRound ? result.getFirstUpdateAtMs() - result.getOpenedAtMs() : null);
        json.put("collectingMs", isRound ? result.getClosedAtMs() - result.getFirstUpdateAtMs() : null);
        json.put("aggregationMs", isRound ? result.getAggregationMs() : null);
        json.put("clients", isWithheld ? null : result.getClientCount());
        json.put("isWithheld", isWithheld);
        json.put("updateBytes", isWithheld ? null : result.getUpdateBytes());
        json.put("modelBytes", result.getModelBytes());
        json.put("training", isWithheld ? Map.of() : new TreeMap<>(result.getMetrics()));
        Map<String, Object> evaluation = new TreeMap<>();
        line.evaluation().flatMap(groups::told).ifPresent(told -> told.getMetrics()
                .forEach((name, spread) ->
                        evaluation.put(name, List.of(spread.getMean(), spread.getStandardDeviation()))));
        json.put("evaluation", evaluation);
        return json;
    }
}
