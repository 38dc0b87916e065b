package dev.tributary.operator.keys;

import dev.tributary.masking.keys.KeyFile;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Makes the key of a client. */
@Command(
        name = "client",
        description = "Makes the key of a client, and prints its public half: what has to be enrolled.",
        mixinStandardHelpOptions = true)
final class KeysClientCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private NewKeyOption key;

    @Override
    public Integer call() {
        key.make(KeyFile.CLIENT, spec.commandLine().getOut());
        return 0;
    }
}
