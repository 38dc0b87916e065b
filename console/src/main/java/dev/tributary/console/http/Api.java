package dev.tributary.console.http;

import dev.tributary.console.following.FollowedFederation;
import dev.tributary.console.history.FederationHistory;
import dev.tributary.console.words.PrivacyWords;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Values of the API, by path. {@code docs/console.md} describes them.
 *
 * <p>Thread-safe.
 */
final class Api {

    private static final long MOST_LISTED = 1_000;
    private static final long MOST_POINTS = 2_000;
    private static final long LISTED = 100;
    private static final long POINTS = 600;

    private final Map<String, FollowedFederation> federations = new LinkedHashMap<>();

    Api(List<FollowedFederation> followed) {
        followed.forEach(federation -> federations.put(federation.history().federation(), federation));
    }

    /** The federation of that name, if it is followed. */
    Optional<FollowedFederation> federation(String name) {
        return Optional.ofNullable(federations.get(name));
    }

    /**
     * Finds a value.
     *
     * @param path  words after {@code /api/v1/}
     * @param query numbers that narrow it
     * @return maps, lists, texts and numbers; empty if there is no such path
     * @throws BadRequestException if a number of the query is out of its bounds
     */
    Optional<Map<String, Object>> answer(List<String> path, Query query) {
        if (path.isEmpty() || !path.get(0).equals("federations")) {
            return Optional.empty();
        }
        if (path.size() == 1) {
            return Optional.of(Map.of(
                    "federations",
                    federations.values().stream().map(Api::summary).toList()));
        }
        return federation(path.get(1)).flatMap(federation -> answer(federation, path.subList(2, path.size()), query));
    }

    private static Map<String, Object> summary(FollowedFederation federation) {
        Map<String, Object> json = new LinkedHashMap<>(federation.history().summary());
        json.put("isConnected", federation.isConnected());
        json.put("isCaughtUp", federation.isCaughtUp());
        return json;
    }

    private static Optional<Map<String, Object>> answer(FollowedFederation federation, List<String> rest, Query query) {
        FederationHistory history = federation.history();
        if (rest.size() == 2 && rest.get(0).equals("versions") && rest.get(1).matches("\\d{1,18}")) {
            return history.version(Long.parseLong(rest.get(1)));
        }
        return switch (String.join("/", rest)) {
            case "" -> Optional.of(summary(federation));
            case "rounds" -> Optional.of(history.rounds(last(query), before(query)));
            case "versions" -> Optional.of(history.versions(last(query), before(query)));
            case "series" -> Optional.of(history.series((int) query.number("points", POINTS, 2, MOST_POINTS)));
            case "rejections" -> Optional.of(history.rejections(last(query)));
            case "privacy" -> Optional.of(PrivacyWords.json(history.settingsInForce(), history.smallestGroup()));
            default -> Optional.empty();
        };
    }

    private static int last(Query query) {
        return (int) query.number("last", LISTED, 1, MOST_LISTED);
    }

    private static long before(Query query) {
        return query.number("before", Long.MAX_VALUE, 0, Long.MAX_VALUE);
    }
}
