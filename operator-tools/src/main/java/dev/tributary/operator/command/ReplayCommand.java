package dev.tributary.operator.command;

import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.operator.replay.FederationReplay;
import dev.tributary.operator.replay.ReplayedVersion;
import dev.tributary.process.command.KafkaOptions;
import dev.tributary.process.command.OutputOption;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.WholeFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Computes versions again from the retained updates. */
@Command(
        name = "replay",
        description = "Computes versions again from the retained updates, without publishing anything.",
        mixinStandardHelpOptions = true)
final class ReplayCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--settings", required = true, paramLabel = "FILE", description = "The federation.yaml.")
    private Path settings;

    @Option(
            names = "--from-version",
            required = true,
            paramLabel = "V",
            description = "Version to begin with, which must still be on the model topic.")
    private long fromVersion;

    @Option(
            names = "--with",
            paramLabel = "FILE",
            description = {
                "Settings to compute with, such as another strategy, weighting or clipping norm.",
                "Rounds stay as they were. Default: those that were in force."
            })
    private Path with;

    @Option(
            names = "--strategy",
            paramLabel = "NAME",
            description =
                    "Strategy to compute with, with its defaults; all else as in --with, or --settings without it.")
    private String strategy;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Writes the parameters of the last version: floats, little-endian, in the layout's order.")
    private Path out;

    @Mixin
    private KafkaOptions kafka;

    @Mixin
    private OutputOption output;

    private float[] last = new float[0];

    @Override
    public Integer call() {
        FederationSettings federation = FederationSettings.load(settings);
        Optional<FederationSettings> given = Optional.ofNullable(with).map(FederationSettings::load);
        Optional<FederationSettings> other =
                strategy == null ? given : Optional.of(given.orElse(federation).withStrategy(strategy));
        List<ReplayedVersion> versions = new ArrayList<>();
        try (FederationReplay replay = new FederationReplay(kafka.load(), federation)) {
            replay.run(fromVersion, other, (version, parameters) -> {
                versions.add(version);
                last = parameters;
            });
        }
        if (out != null && !versions.isEmpty()) {
            write(out, last);
        }
        print(versions);
        return 0;
    }

    private void print(List<ReplayedVersion> versions) {
        PrintWriter writer = spec.commandLine().getOut();
        if (output.isJson()) {
            output.print(
                    writer,
                    Map.of(
                            "versions",
                            versions.stream().map(ReplayCommand::shown).toList()));
            return;
        }
        writer.println("VERSION  UPDATES  STRATEGY         AGAINST THE PUBLISHED ONE");
        versions.forEach(version -> writer.println(String.format(
                Locale.ROOT,
                "%7d  %7d  %-15s  %s",
                version.version(),
                version.updates(),
                version.strategy(),
                verdict(version))));
        writer.flush();
    }

    private static String verdict(ReplayedVersion version) {
        if (!version.isCompared()) {
            return "no longer on the model topic";
        }
        return version.isIdentical()
                ? "identical to the bit"
                : String.format(Locale.ROOT, "L2 distance %.6g", version.distance());
    }

    private static Map<String, Object> shown(ReplayedVersion version) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("version", version.version());
        shown.put("updates", version.updates());
        shown.put("strategy", version.strategy());
        if (version.isCompared()) {
            shown.put("isIdentical", version.isIdentical());
            shown.put("distance", version.distance());
        }
        return shown;
    }

    private static void write(Path file, float[] parameters) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(parameters.length, Float.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(parameters);
        try {
            WholeFile.write(file, bytes.array());
        } catch (IOException e) {
            throw new FederationException(file + " must be a file that can be written: " + e.getMessage(), e);
        }
    }
}
