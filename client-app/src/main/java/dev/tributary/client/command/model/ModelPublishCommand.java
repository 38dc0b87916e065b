package dev.tributary.client.command.model;

import dev.tributary.arithmetic.Finiteness;
import dev.tributary.client.command.options.CommonOptions;
import dev.tributary.client.dl4j.Dl4jModels;
import dev.tributary.client.dl4j.InitialModel;
import dev.tributary.client.rawfile.RawModelFile;
import dev.tributary.process.command.OutputOption;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.globalmodel.GlobalModel;
import dev.tributary.schemas.layout.ParameterLayout;
import dev.tributary.schemas.layout.TensorLayout;
import dev.tributary.schemas.topic.FederationTopics;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes a model that was trained elsewhere the next version. */
@Command(
        name = "publish",
        description = {
            "Make a model that was trained elsewhere the next version. The open round goes on: updates on earlier versions",
            "still count, as stale ones."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class ModelPublishCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions common;

    @ArgGroup(multiplicity = "1")
    private Source source;

    @Mixin
    private SendingOptions sending;

    @Mixin
    private OutputOption output;

    /** Where the parameters are. */
    static final class Source {

        @Option(names = "--model", paramLabel = "ZIP", description = "A .zip of DL4J's ModelSerializer.")
        private Path zip;

        @Option(
                names = "--raw",
                paramLabel = "FILE",
                description = "Floats, little-endian, as model export --format raw writes them.")
        private Path raw;
    }

    @Override
    public Integer call() {
        String reason = sending.reason();
        FederationTopics topics = new FederationTopics(common.federation());
        ModelTopic topic = ModelTopic.open(common, topics.control(), topics.rounds(), topics.rejections());
        GlobalModel newest = topic.version(null);
        float[] parameters = source.raw == null ? imported(newest) : new RawModelFile(source.raw).read(newest.layout());
        requireFinite(parameters);
        int chunkBytes = topic.chunkBytes();
        sending.send(
                topic,
                sender -> sender.publish(newest.layout(), parameters, reason, chunkBytes),
                spec.commandLine().getOut(),
                output);
        return ExitCode.OK;
    }

    private float[] imported(GlobalModel newest) {
        Path zip = source.zip;
        InitialModel model = Dl4jModels.importZip(zip);
        requireLayout(zip, model.layout(), newest.layout());
        LeftOut.definition(zip, model.definition(), newest).forEach(this::note);
        LeftOut.of(zip).forEach(this::note);
        return model.parameters();
    }

    private void note(String sentence) {
        spec.commandLine().getErr().println("note: " + sentence);
    }

    private static void requireLayout(Path zip, ParameterLayout given, ParameterLayout wanted) {
        if (given.fingerprint().equals(wanted.fingerprint())) {
            return;
        }
        List<TensorLayout> tensors = given.tensors();
        for (int i = 0; i < wanted.tensors().size(); i++) {
            TensorLayout expected = wanted.tensors().get(i);
            if (i >= tensors.size() || !tensors.get(i).equals(expected)) {
                throw new FederationException("tensor " + i + " of " + zip + " must be " + shown(expected) + ", was "
                        + (i < tensors.size() ? shown(tensors.get(i)) : "absent"));
            }
        }
        throw new FederationException(
                "tensors of " + zip + " must be " + wanted.tensors().size() + ", were " + tensors.size());
    }

    private static String shown(TensorLayout tensor) {
        return tensor.name() + tensor.shape() + " in order " + tensor.order();
    }

    private static void requireFinite(float[] parameters) {
        Finiteness.firstNonFinite(parameters).ifPresent(i -> {
            throw new FederationException("parameters must be finite, was " + parameters[i] + " at " + i);
        });
    }
}
