package dev.tributary.leaktest.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tributary.leaktest.trial.LeakTestResults;
import dev.tributary.leaktest.trial.LeakTestSettings;
import java.util.List;
import java.util.Locale;

/** {@code leak-report.json}: settings and findings for programs. JSON has no NaN: what is not finite is {@code null}. */
public final class JsonReport {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private JsonReport() {}

    /**
     * Writes the report.
     *
     * @param results  of a leak test
     * @param findings of those results
     * @return indented JSON
     */
    public static String render(LeakTestResults results, List<Finding> findings) {
        ObjectNode root = MAPPER.createObjectNode();
        LeakTestSettings settings = results.settings();
        root.put("users", settings.users());
        root.put("rounds", settings.rounds());
        root.put("noiseMultiplier", settings.noiseMultiplier());
        root.put("privacyDelta", settings.privacyDelta());
        root.put("seed", settings.seed());
        root.put("vocabulary", results.population().vocabulary().size());
        root.put("holds", findings.stream().allMatch(Finding::holds));
        root.putArray("findings")
                .addAll(findings.stream().map(JsonReport::finding).toList());
        put(root, "seconds", results.seconds());
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of texts and numbers must be JSON", e);
        }
    }

    private static ObjectNode finding(Finding finding) {
        ObjectNode node = MAPPER.createObjectNode();
        node.put("test", finding.test());
        node.put("figure", finding.figure());
        finding.cells().forEach((column, cell) -> {
            ObjectNode figure = node.putObject(column.name().toLowerCase(Locale.ROOT));
            put(figure, "value", cell.value());
            if (!cell.expected().isEmpty()) {
                figure.put("expected", cell.expected());
                figure.put("holds", cell.holds());
            }
        });
        return node;
    }

    private static void put(ObjectNode node, String name, double value) {
        if (Double.isFinite(value)) {
            node.put(name, value);
        } else {
            node.putNull(name);
        }
    }
}
