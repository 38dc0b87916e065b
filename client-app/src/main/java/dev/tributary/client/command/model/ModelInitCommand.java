package dev.tributary.client.command.model;

import dev.tributary.client.command.options.CommonOptions;
import dev.tributary.client.command.options.ReleaseVersion;
import dev.tributary.client.dl4j.BuiltInArchitecture;
import dev.tributary.client.dl4j.Dl4jModels;
import dev.tributary.client.dl4j.InitialModel;
import dev.tributary.log.cluster.Cluster;
import dev.tributary.log.models.InitialModelPublisher;
import dev.tributary.log.models.ModelReader;
import dev.tributary.process.command.OutputOption;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.globalmodel.GlobalModel;
import dev.tributary.schemas.payload.ChunkSplitter;
import dev.tributary.schemas.topic.FederationTopics;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Publishes version 0, which a federation begins with. */
@Command(
        name = "init",
        description = "Publish version 0 of a federation's model, whose topics exist: what its clients begin with.",
        mixinStandardHelpOptions = true,
        versionProvider = ReleaseVersion.class,
        sortOptions = false)
final class ModelInitCommand implements Callable<Integer> {

    private static final Duration CLUSTER_TIMEOUT = Duration.ofSeconds(8);
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(30);
    private static final String ZIP = ".zip";

    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions common;

    @Option(
            names = "--architecture",
            required = true,
            paramLabel = "NAME|ZIP",
            description = "Built-in network (cnn, small-cnn, large-cnn or mlp), or a .zip of DL4J's ModelSerializer.")
    private String architecture;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "42",
            description = "Decides the initial parameters of a built-in network. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--shared-layers",
            split = ",",
            paramLabel = "LAYER",
            description = {
                "Only these layers travel, such as 0,2,4 or the names in a graph.",
                "The others begin anew and stay on each client."
            })
    private List<String> sharedLayers;

    @Option(
            names = "--scaffold",
            description = {
                "Add SCAFFOLD's control variates to the model, which makes it and each update twice as long.",
                "The model's optimiser must be plain SGD."
            })
    private boolean isScaffold;

    @Option(
            names = "--if-absent",
            description = "Do nothing, and exit with 0, when the federation has a model already.")
    private boolean ifAbsent;

    @Mixin
    private OutputOption output;

    @Override
    public Integer call() {
        FederationTopics topics = new FederationTopics(common.federation());
        Map<String, Object> kafka = common.kafka();
        Supplier<InitialModel> source = source();
        int chunkBytes = chunkBytes(kafka, topics);
        Optional<GlobalModel> present = ifAbsent ? newest(kafka, topics) : Optional.empty();
        if (present.isPresent()) {
            say(
                    present.get(),
                    false,
                    "federation %s has version %d already; nothing published",
                    topics.federation(),
                    present.get().version());
            return ExitCode.OK;
        }
        InitialModel model = source.get();
        GlobalModel published = new InitialModelPublisher(kafka, topics, Clock.systemUTC())
                .publish(model.definition(), model.layout(), model.parameters(), chunkBytes);
        say(
                published,
                true,
                "published version %d of federation %s: %s, %,d parameters",
                published.version(),
                topics.federation(),
                architecture,
                published.parameters().length);
        return ExitCode.OK;
    }

    private void say(GlobalModel model, boolean isNew, String format, Object... values) {
        if (output.isJson()) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("version", model.version());
            json.put("isNew", isNew);
            json.put("parameters", model.parameters().length);
            json.put("layoutFingerprint", model.layout().fingerprint());
            output.print(spec.commandLine().getOut(), json);
            return;
        }
        spec.commandLine().getOut().println(String.format(Locale.ROOT, format, values));
    }

    private static Optional<GlobalModel> newest(Map<String, Object> kafka, FederationTopics topics) {
        try (ModelReader reader = new ModelReader(kafka, topics.model())) {
            return reader.newest(READ_TIMEOUT);
        }
    }

    /** A wrong name or file is said at once; to make a model takes DL4J seconds, and comes after the cluster. */
    private Supplier<InitialModel> source() {
        if (architecture.toLowerCase(Locale.ROOT).endsWith(ZIP)) {
            InitialModel imported = travelling(Dl4jModels.importZip(Path.of(architecture)));
            return () -> imported;
        }
        BuiltInArchitecture builtIn = BuiltInArchitecture.named(architecture);
        return () -> travelling(builtIn.initialModel(seed));
    }

    /** What of a model is published, and what with it. */
    private InitialModel travelling(InitialModel whole) {
        InitialModel shared = sharedLayers == null ? whole : whole.sharing(sharedLayers);
        return isScaffold ? shared.withControlVariates() : shared;
    }

    private static int chunkBytes(Map<String, Object> kafka, FederationTopics topics) {
        try (Cluster cluster = Cluster.connect(kafka, CLUSTER_TIMEOUT)) {
            cluster.requireTopics(List.of(topics.model(), topics.rounds()));
            int limit = cluster.maxMessageBytes(topics.model());
            if (limit < ChunkSplitter.MIN_MAX_MESSAGE_BYTES) {
                throw new FederationException("max.message.bytes of topic " + topics.model() + " must be at least "
                        + ChunkSplitter.MIN_MAX_MESSAGE_BYTES + ", was " + limit);
            }
            return ChunkSplitter.chunkBytes(limit);
        }
    }
}
