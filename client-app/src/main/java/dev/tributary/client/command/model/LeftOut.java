package dev.tributary.client.command.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.client.dl4j.Dl4jModels;
import dev.tributary.schemas.globalmodel.GlobalModel;
import dev.tributary.schemas.globalmodel.ModelDefinition;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Names the content of a zip that does not travel with its parameters, so that nobody misses it later. */
final class LeftOut {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Differences that are named; of the others only the number. */
    private static final int MOST_NAMED = 4;

    /** Counters of training so far, which begin anew in every round anyway. */
    private static final Set<String> COUNTERS = Set.of("iterationCount", "epochCount");

    private LeftOut() {}

    /**
     * Names the entries of a zip that are no part of a model here.
     *
     * @param zip that DL4J's {@code ModelSerializer} wrote
     * @return sentences, none if the model is all there is
     */
    static List<String> of(Path zip) {
        return Dl4jModels.entriesLeftOut(zip).stream()
                .map(entry -> entry + " of " + zip + " is left out: " + reason(entry))
                .toList();
    }

    private static String reason(String entry) {
        return entry.startsWith("normalizer")
                ? "scale the features in each client, and wherever the model is used, as it says"
                : "it does not travel with a model";
    }

    /**
     * Compares the definition in a zip with the one that stays.
     *
     * @param zip    whose parameters are published
     * @param given  definition in the zip
     * @param newest version whose definition the next one keeps
     * @return one sentence, or none if they are the same
     */
    static List<String> definition(Path zip, ModelDefinition given, GlobalModel newest) {
        Set<String> paths = new TreeSet<>();
        compare("", parsed(given.text()), parsed(newest.definition().text()), paths);
        if (paths.isEmpty()) {
            return List.of();
        }
        List<String> named = new ArrayList<>(paths).subList(0, Math.min(MOST_NAMED, paths.size()));
        return List.of("the definition of " + zip + " is left out, that of version " + newest.version()
                + " stays; they differ in " + String.join(", ", named)
                + (paths.size() > named.size() ? " and " + (paths.size() - named.size()) + " more" : ""));
    }

    private static JsonNode parsed(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return JSON.getNodeFactory().textNode(text);
        }
    }

    private static void compare(String path, JsonNode given, JsonNode kept, Set<String> paths) {
        if (given.isObject() && kept.isObject()) {
            Set<String> names = new TreeSet<>();
            given.fieldNames().forEachRemaining(names::add);
            kept.fieldNames().forEachRemaining(names::add);
            names.removeAll(COUNTERS);
            names.forEach(name -> compare(path + "/" + name, given.path(name), kept.path(name), paths));
        } else if (given.isArray() && kept.isArray() && given.size() == kept.size()) {
            for (int i = 0; i < given.size(); i++) {
                compare(path + "/" + i, given.get(i), kept.get(i), paths);
            }
        } else if (!given.equals(kept)) {
            paths.add(path.isEmpty() ? "the whole of it" : path);
        }
    }
}
