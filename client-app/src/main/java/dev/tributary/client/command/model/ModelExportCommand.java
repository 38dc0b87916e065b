package dev.tributary.client.command.model;

import dev.tributary.client.command.options.CommonOptions;
import dev.tributary.client.dl4j.Dl4jModels;
import dev.tributary.client.rawfile.RawModelFile;
import dev.tributary.process.command.OutputOption;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.globalmodel.GlobalModel;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes a version to a file. */
@Command(name = "export", description = "Write a version to a file, for use without a federation.", sortOptions = false)
final class ModelExportCommand implements Callable<Integer> {

    private static final String DL4J = "dl4j";
    private static final String RAW = "raw";

    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions common;

    @Option(names = "--version", paramLabel = "V", description = "The version. Default: the newest.")
    private Long version;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "Where to; replaced if it is there. With raw, FILE.layout.json beside it.")
    private Path file;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = DL4J,
            description = {
                "dl4j (a zip for DL4J's ModelSerializer) or raw (floats, little-endian). Default: ${DEFAULT-VALUE}.",
                "No ONNX: no maintained library of the JVM writes it."
            })
    private String format;

    @Mixin
    private OutputOption output;

    // Not by mixinStandardHelpOptions: there --version would be that of the program.
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help message and exit.")
    private boolean unusedHelp;

    @Override
    public Integer call() {
        if ("onnx".equals(format)) {
            throw new FederationException("--format must be dl4j or raw, was onnx: no maintained library of the JVM"
                    + " writes ONNX; export raw and build the network where ONNX is written");
        }
        if (!List.of(DL4J, RAW).contains(format)) {
            throw new FederationException("--format must be dl4j or raw, was " + format);
        }
        ModelTopic topic = ModelTopic.open(common);
        GlobalModel model = topic.version(version);
        float[] written = format.equals(DL4J) ? Dl4jModels.networkParameters(model) : model.parameters();
        if (format.equals(DL4J)) {
            Dl4jModels.exportZip(model.definition(), written, file);
        } else {
            new RawModelFile(file).write(topic.topics().federation(), model);
        }
        report(model, written.length);
        return ExitCode.OK;
    }

    private void report(GlobalModel model, int parameters) {
        PrintWriter out = spec.commandLine().getOut();
        if (output.isJson()) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("version", model.version());
            json.put("format", format);
            json.put("file", file.toString());
            json.put("parameters", parameters);
            output.print(out, json);
        } else {
            out.println("wrote version " + model.version() + " to " + file);
            out.flush();
        }
    }
}
