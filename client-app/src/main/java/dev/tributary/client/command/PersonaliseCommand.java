package dev.tributary.client.command;

import dev.tributary.client.dl4j.ModelQuality;
import dev.tributary.client.dl4j.PersonalModel;
import dev.tributary.client.round.FederatedClient;
import dev.tributary.process.command.OutputOption;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.globalmodel.GlobalModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Fits the newest version to local data for use here. */
@Command(
        name = "personalise",
        description = {
            "Fit the newest version of the model to local data and save it. Nothing is published.",
            "Takes the options of client that say which federation, which data and how to train."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class PersonaliseCommand implements Callable<Integer> {

    private static final Duration READ_TIMEOUT = Duration.ofSeconds(30);

    @Spec
    private CommandSpec spec;

    @ParentCommand
    private ClientCommand client;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "ZIP",
            description = "File for the model, as DL4J's ModelSerializer writes it; overwritten if it exists.")
    private Path out;

    @Mixin
    private OutputOption output;

    @Override
    public Integer call() {
        requireDirectory();
        ClientCommand.Setup setup = client.setUp();
        GlobalModel newest;
        try (FederatedClient reader = setup.builder().build()) {
            newest = reader.newestModel(READ_TIMEOUT);
        }
        PersonalModel personal = setup.trainer().personalise(newest);
        personal.save(out);
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("version", newest.version());
        shown.put("examples", personal.exampleCount());
        shown.put("loss", personal.loss());
        shown.put("out", out.toString());
        say(
                "personalised version %d with %,d examples: loss %.4f in the last epoch; saved to %s",
                newest.version(), personal.exampleCount(), personal.loss(), out);
        setup.evaluator().ifPresent(evaluator -> {
            ModelQuality before = evaluator.evaluate(newest, setup.state());
            ModelQuality after = evaluator.evaluate(personal.definition(), personal.parameters());
            shown.put("testExamples", before.exampleCount());
            shown.put("accuracyBefore", before.accuracy());
            shown.put("accuracyAfter", after.accuracy());
            shown.put("testLossBefore", before.loss());
            shown.put("testLossAfter", after.loss());
            say(
                    "on %,d test examples: accuracy %.4f before, %.4f after; loss %.4f before, %.4f after",
                    before.exampleCount(), before.accuracy(), after.accuracy(), before.loss(), after.loss());
        });
        if (output.isJson()) {
            output.print(spec.commandLine().getOut(), shown);
        }
        return ExitCode.OK;
    }

    private void say(String format, Object... values) {
        if (output.isJson()) {
            return;
        }
        spec.commandLine().getOut().println(String.format(Locale.ROOT, format, values));
    }

    /** Said before minutes of training, not after. */
    private void requireDirectory() {
        Path directory = out.toAbsolutePath().getParent();
        if (directory == null || !Files.isDirectory(directory)) {
            throw new FederationException("--out must be in a directory that exists, was " + out);
        }
    }
}
