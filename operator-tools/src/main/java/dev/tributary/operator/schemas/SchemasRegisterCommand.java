package dev.tributary.operator.schemas;

import dev.tributary.process.command.OutputOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Registers the schemas of this release. */
@Command(
        name = "register",
        description = "Registers the schemas of this release that are missing, and has each subject accept only"
                + " versions that are compatible with all before (FULL_TRANSITIVE).",
        mixinStandardHelpOptions = true)
final class SchemasRegisterCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private RegistryOptions registry;

    @Mixin
    private OutputOption output;

    @Override
    public Integer call() {
        RegistryOptions.print(
                spec.commandLine().getOut(), output, registry.registrar().register());
        return 0;
    }
}
