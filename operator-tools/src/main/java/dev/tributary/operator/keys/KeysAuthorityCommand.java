package dev.tributary.operator.keys;

import dev.tributary.masking.keys.KeyFile;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Makes the key of an enrolment authority. */
@Command(
        name = "authority",
        description =
                "Makes the key of an enrolment authority, and prints its public half: what the mask helper has to know.",
        mixinStandardHelpOptions = true)
final class KeysAuthorityCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private NewKeyOption key;

    @Override
    public Integer call() {
        key.make(KeyFile.AUTHORITY, spec.commandLine().getOut());
        return 0;
    }
}
