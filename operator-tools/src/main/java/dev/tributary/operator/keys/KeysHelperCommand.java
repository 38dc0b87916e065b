package dev.tributary.operator.keys;

import dev.tributary.masking.keys.KeyFile;
import dev.tributary.masking.keys.SigningKey;
import dev.tributary.masking.mask.Secret;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes root key and noise key of a mask helper. */
@Command(
        name = "helper",
        description = "Makes root key and noise key of a mask helper, and prints what clients have to pin.",
        mixinStandardHelpOptions = true)
final class KeysHelperCommand implements Callable<Integer> {

    private static final int NOISE_BYTES = 32;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--directory",
            required = true,
            paramLabel = "DIR",
            description = "Where root.key and noise.key are made, for their owner alone.")
    private Path directory;

    @Override
    public Integer call() {
        SecureRandom random = new SecureRandom();
        SigningKey root = SigningKey.random(random);
        try (Secret privateHalf = root.toSecret();
                Secret noise = Secret.random(random, NOISE_BYTES)) {
            KeyFile.ROOT.write(directory.resolve("root.key"), privateHalf);
            KeyFile.NOISE.write(directory.resolve("noise.key"), noise);
        }
        spec.commandLine().getOut().println(root.publicKey());
        return 0;
    }
}
