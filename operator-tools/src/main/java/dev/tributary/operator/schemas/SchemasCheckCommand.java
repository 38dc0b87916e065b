package dev.tributary.operator.schemas;

import dev.tributary.log.registry.SchemaRegistration;
import dev.tributary.process.command.OutputOption;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Looks whether the schemas of this release are registered. */
@Command(
        name = "check",
        description = "Looks whether the schemas of this release are registered, and their subjects as they must be.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:all is as it must be", "1:something is not", "2:wrong input, or the registry did not answer"
        },
        mixinStandardHelpOptions = true)
final class SchemasCheckCommand implements Callable<Integer> {

    private static final int DIFFERS = 1;

    @Spec
    private CommandSpec spec;

    @Mixin
    private RegistryOptions registry;

    @Mixin
    private OutputOption output;

    @Override
    public Integer call() {
        List<SchemaRegistration> found = registry.registrar().check();
        boolean isRight = found.stream().allMatch(SchemaRegistration::isRight);
        PrintWriter out = spec.commandLine().getOut();
        RegistryOptions.print(out, output, found);
        if (!isRight && !output.isJson()) {
            out.println();
            out.println("put right with: tributary schemas register --kafka-config FILE");
        }
        out.flush();
        return isRight ? 0 : DIFFERS;
    }
}
