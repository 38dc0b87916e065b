package dev.tributary.client.command.model;

import dev.tributary.client.command.options.CommonOptions;
import dev.tributary.client.rawfile.RawModelFile;
import dev.tributary.process.command.OutputOption;
import dev.tributary.schemas.avro.GlobalModelHead;
import dev.tributary.schemas.avro.Provenance;
import dev.tributary.schemas.globalmodel.ModelRecords;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows all that is known of a version but its parameters. */
@Command(
        name = "show",
        description = "Show a version: layout, definition, digest, and where it came from.",
        sortOptions = false)
final class ModelShowCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions common;

    @Option(names = "--version", paramLabel = "V", description = "The version. Default: the newest.")
    private Long version;

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
        ModelTopic topic = ModelTopic.open(common);
        Map<String, Object> facts = facts(head(topic));
        PrintWriter out = spec.commandLine().getOut();
        if (output.isJson()) {
            output.print(out, facts);
        } else {
            print(out, facts);
        }
        return ExitCode.OK;
    }

    private GlobalModelHead head(ModelTopic topic) {
        List<GlobalModelHead> heads = topic.heads();
        return version == null
                ? heads.get(heads.size() - 1)
                : heads.stream()
                        .filter(head -> head.getVersion() == version)
                        .findFirst()
                        .orElseThrow(() -> topic.missing(version));
    }

    private static Map<String, Object> facts(GlobalModelHead head) {
        Provenance from = head.getProvenance();
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("version", head.getVersion());
        facts.put("parameters", head.getParameterCount());
        facts.put("encoding", head.getEncoding().name());
        facts.put("bytes", head.getPayloadBytes());
        facts.put("chunks", head.getChunkCount());
        facts.put("sha256", HexFormat.of().formatHex(head.getPayloadDigest().bytes()));
        facts.put("layoutFingerprint", head.getLayoutFingerprint());
        facts.put("definitionFormat", head.getDefinition().getFormat());
        facts.put("definitionCharacters", head.getDefinition().getText().length());
        facts.put("baseVersion", from.getBaseVersion());
        facts.put("strategy", from.getStrategy());
        facts.put("updates", from.getUpdateCount());
        facts.put("examples", from.getExampleCount());
        facts.put("codeVersion", from.getCodeVersion());
        facts.put("created", Instant.ofEpochMilli(from.getCreatedAtMs()).toString());
        facts.put("settings", new TreeMap<>(from.getSettings()));
        facts.put("tensors", RawModelFile.tensors(ModelRecords.toLayout(head.getLayout())));
        return facts;
    }

    private static void print(PrintWriter out, Map<String, Object> facts) {
        facts.forEach((name, value) -> {
            if (value instanceof Map<?, ?> settings) {
                out.println(name);
                settings.forEach((path, setting) -> out.println("  " + path + ": " + setting));
            } else if (value instanceof List<?> tensors) {
                out.println(name);
                tensors.forEach(tensor -> out.println("  " + line((Map<?, ?>) tensor)));
            } else {
                out.println(String.format(Locale.ROOT, "%-21s %s", name, value));
            }
        });
        out.flush();
    }

    private static String line(Map<?, ?> tensor) {
        return String.format(
                Locale.ROOT,
                "%-16s %-18s order %s, from %s",
                tensor.get("name"),
                tensor.get("shape"),
                tensor.get("order"),
                tensor.get("offset"));
    }
}
