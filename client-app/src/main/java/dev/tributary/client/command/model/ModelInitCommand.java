package dev.tributary.client.command.model;

import dev.tributary.client.command.options.CommonOptions;
import dev.tributary.client.dl4j.InitialModel;
import dev.tributary.log.cluster.Cluster;
import dev.tributary.log.models.InitialModelPublisher;
import dev.tributary.log.models.ModelReader;
import dev.tributary.log.models.OpeningMode;
import dev.tributary.process.command.OutputOption;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.globalmodel.GlobalModel;
import dev.tributary.schemas.payload.ChunkSplitter;
import dev.tributary.schemas.topic.FederationTopics;
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
        sortOptions = false)
final class ModelInitCommand implements Callable<Integer> {

    private static final Duration CLUSTER_TIMEOUT = Duration.ofSeconds(8);
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(30);

    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions common;

    @Mixin
    private InitialModelOptions initial;

    @Mixin
    private OpeningOptions opening;

    @Option(
            names = "--if-absent",
            description = "Do nothing, and exit with 0, when the federation has a model already.")
    private boolean ifAbsent;

    @Option(
            names = "--replace",
            description = {
                "Put the model in the place of a version 0 that nobody has used.",
                "Refused once a client has sent an update or an aggregator has begun."
            })
    private boolean isReplacement;

    @Mixin
    private OutputOption output;

    @Override
    public Integer call() {
        FederationTopics topics = new FederationTopics(common.federation());
        Map<String, Object> kafka = common.kafka();
        if (ifAbsent && isReplacement) {
            throw new FederationException("--if-absent and --replace must not be given together, were");
        }
        OpeningMode mode = opening.mode(topics.federation());
        Supplier<InitialModel> source = initial.source();
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
        initial.leftOut().forEach(sentence -> spec.commandLine().getErr().println("note: " + sentence));
        InitialModel model = source.get();
        opening.requireLayout(model.layout());
        GlobalModel published =
                publish(new InitialModelPublisher(kafka, topics, Clock.systemUTC()), mode, model, chunkBytes);
        say(
                published,
                true,
                "published version %d of federation %s: %s, %,d parameters, %s rounds",
                published.version(),
                topics.federation(),
                initial.name(),
                published.parameters().length,
                mode.mode().name().toLowerCase(Locale.ROOT));
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

    private GlobalModel publish(InitialModelPublisher publisher, OpeningMode mode, InitialModel model, int chunkBytes) {
        return isReplacement
                ? publisher.replace(mode, model.definition(), model.layout(), model.parameters(), chunkBytes)
                : publisher.publish(mode, model.definition(), model.layout(), model.parameters(), chunkBytes);
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
