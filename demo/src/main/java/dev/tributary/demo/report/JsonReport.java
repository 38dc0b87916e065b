package dev.tributary.demo.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * {@code report.json}: a {@link DemoReport} for programs. Numbers are JSON numbers; a figure that was not measured is
 * {@code null}, since JSON has no NaN.
 */
final class JsonReport {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private JsonReport() {}

    /** Returns the report as indented JSON. */
    static String render(DemoReport report) {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("model", report.model());
        root.put("parameters", report.parameterCount());
        root.put("clients", report.clientNames().size());
        report.clientNames().forEach(root.putArray("clientNames")::add);
        root.put("seed", report.seed());
        root.put("data", report.data());
        root.put("partition", report.settings().partition());
        root.put("localEpochs", report.settings().localEpochs());
        root.put("batchSize", report.settings().batchSize());
        putNumber(root, "learningRate", report.settings().learningRate());
        root.put("encoding", report.settings().encoding());
        root.put("masking", report.privacy().isMasked() ? "required" : "off");
        if (report.privacy().isMasked()) {
            root.put("leastClientsBehindASum", report.privacy().leastClients());
        }
        root.put("noise", "none");
        root.putArray("versions")
                .addAll(report.versions().stream().map(JsonReport::version).toList());
        putNumber(root, "testAccuracy", report.testAccuracy());
        root.put("updatesAdmitted", report.updatesAdmitted());
        root.put("updatesRejected", report.updatesRejected());
        putNumber(root, "seconds", report.seconds());
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of strings and numbers must be JSON", e);
        }
    }

    private static ObjectNode version(VersionReport version) {
        ObjectNode node = MAPPER.createObjectNode();
        node.put("version", version.version());
        node.put("updates", version.updates());
        putNumber(node, "accuracy", version.accuracy());
        putNumber(node, "loss", version.loss());
        putNumber(node, "seconds", version.seconds());
        node.put("bytes", version.bytes());
        node.put("rejected", version.rejected());
        putNumber(node, "trainingLoss", version.trainingLoss());
        putNumber(node, "meanStaleness", version.meanStaleness());
        node.put("closeReason", version.closeReason());
        return node;
    }

    private static void putNumber(ObjectNode node, String name, double value) {
        if (Double.isFinite(value)) {
            node.put(name, value);
        } else {
            node.putNull(name);
        }
    }
}
