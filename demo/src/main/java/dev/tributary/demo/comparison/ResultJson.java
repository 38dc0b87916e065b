package dev.tributary.demo.comparison;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tributary.demo.federation.ModeRun;
import dev.tributary.demo.simulation.LocalTraining;
import dev.tributary.demo.simulation.Run;
import dev.tributary.demo.simulation.RunSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** All runs for programs. A target that was not reached is {@code null}. */
final class ResultJson {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final ObjectNode root = MAPPER.createObjectNode();

    /** Begins with the settings that all runs share. */
    ResultJson(String data, ComparisonPlan plan, LocalTraining training) {
        root.put("data", data);
        root.put("clients", plan.clients());
        root.put("target", plan.target());
        root.put("model", training.architecture().modelName());
        root.put("localEpochs", training.epochs());
        root.put("batchSize", training.batchSize());
        root.put("learningRate", training.learningRate());
    }

    void add(Experiment experiment, List<Run> runs, double target) {
        ArrayNode array = root.putArray(experiment.word());
        runs.forEach(run -> add(array.addObject(), run, target));
    }

    private static void add(ObjectNode node, Run run, double target) {
        RunSettings settings = run.settings();
        node.put("strategy", settings.strategy().name());
        Map<String, String> options = new TreeMap<>(settings.strategy().options());
        options.forEach(node.putObject("settings")::put);
        node.put("partition", settings.partition());
        node.put("encoding", settings.encoding().name().toLowerCase(Locale.ROOT));
        node.put("attackers", settings.attackers());
        node.put("seed", settings.seed());
        node.put("updateBytes", run.updateBytes());
        node.put("updatesRefused", run.refused());
        node.put("finalAccuracy", run.finalAccuracy());
        if (run.versionsTo(target).isPresent()) {
            node.put("versionsToTarget", run.versionsTo(target).getAsInt());
        } else {
            node.putNull("versionsToTarget");
        }
        run.accuracy().forEach(node.putArray("accuracy")::add);
    }

    void addModes(List<ModeRun.Result> results) {
        ArrayNode array = root.putArray(Experiment.MODES.word());
        for (ModeRun.Result result : results) {
            ObjectNode node = array.addObject();
            node.put("mode", result.mode());
            node.put("goal", result.goal());
            node.put("seconds", result.seconds());
            node.put("versions", result.versions());
            ArrayNode points = node.putArray("accuracy");
            result.measured().forEach(measured -> points.addObject()
                    .put("version", measured.version())
                    .put("seconds", measured.seconds())
                    .put("accuracy", measured.accuracy()));
        }
    }

    void write(Path file) {
        try {
            OutputFile.write(
                    "--json", file, MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of numbers and texts must have a JSON form", e);
        }
    }
}
