package dev.tributary.operator.keys;

import dev.tributary.masking.keys.KeyFile;
import dev.tributary.masking.mask.Secret;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes the noise key of an aggregator. */
@Command(
        name = "noise",
        description =
                "Makes the noise key of an aggregator, for a federation with noise and without masks: all instances"
                        + " need the same.",
        mixinStandardHelpOptions = true)
final class KeysNoiseCommand implements Callable<Integer> {

    private static final int BYTES = 32;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--key",
            required = true,
            paramLabel = "FILE",
            description = "The file that is made, for its owner alone.")
    private Path file;

    @Override
    public Integer call() {
        try (Secret noise = Secret.random(new SecureRandom(), BYTES)) {
            KeyFile.NOISE.write(file, noise);
        }
        spec.commandLine().getOut().println("made " + file);
        return 0;
    }
}
