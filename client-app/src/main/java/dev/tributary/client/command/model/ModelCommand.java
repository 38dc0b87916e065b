package dev.tributary.client.command.model;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Commands for the model of a federation. */
@Command(
        name = "model",
        description = "What can be done with the model of a federation.",
        mixinStandardHelpOptions = true,
        subcommands = {
            ModelInitCommand.class,
            ModelListCommand.class,
            ModelShowCommand.class,
            ModelExportCommand.class,
            ModelPublishCommand.class,
            ModelRollbackCommand.class,
            ModelDiffCommand.class
        })
public final class ModelCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        CommandLine self = spec.commandLine();
        throw new ParameterException(
                self, "Missing subcommand, one of " + self.getSubcommands().keySet());
    }
}
