package dev.tributary.client.command.model;

import dev.tributary.client.command.options.CommonOptions;
import dev.tributary.process.command.OutputOption;
import dev.tributary.schemas.globalmodel.ModelDifference;
import dev.tributary.schemas.globalmodel.ModelDifference.Part;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says how far two versions are apart. */
@Command(
        name = "diff",
        description = "Say how far two versions are apart, tensor by tensor.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class ModelDiffCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions common;

    @Parameters(index = "0", paramLabel = "A", description = "A version.")
    private long first;

    @Parameters(index = "1", paramLabel = "B", description = "Another version.")
    private long second;

    @Mixin
    private OutputOption output;

    @Override
    public Integer call() {
        ModelTopic topic = ModelTopic.open(common);
        ModelDifference difference = ModelDifference.between(topic.version(first), topic.version(second));
        PrintWriter out = spec.commandLine().getOut();
        if (output.isJson()) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("first", first);
            json.put("second", second);
            json.put("total", json(difference.total()));
            json.put(
                    "tensors",
                    difference.tensors().stream().map(ModelDiffCommand::json).toList());
            output.print(out, json);
            return ExitCode.OK;
        }
        out.println(String.format(
                Locale.ROOT,
                "%-20s %12s %12s %12s %12s %12s",
                "TENSOR",
                "PARAMETERS",
                "L2",
                "RELATIVE",
                "MAX ABS",
                "COSINE"));
        difference.tensors().forEach(part -> out.println(row(part)));
        out.println(row(difference.total()));
        out.flush();
        return ExitCode.OK;
    }

    private static String row(Part part) {
        return String.format(
                Locale.ROOT,
                "%-20s %12d %12s %12s %12s %12s",
                part.name(),
                part.parameters(),
                shown(part.l2Norm()),
                shown(part.relative()),
                shown(part.maxAbs()),
                Double.isFinite(part.cosine()) ? String.format(Locale.ROOT, "%.6f", part.cosine()) : "-");
    }

    private static String shown(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%.4e", value) : "-";
    }

    private static Map<String, Object> json(Part part) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", part.name());
        json.put("parameters", part.parameters());
        json.put("l2Norm", part.l2Norm());
        json.put("relative", part.relative());
        json.put("maxAbs", part.maxAbs());
        json.put("cosine", part.cosine());
        return json;
    }
}
