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

/** Makes the key of an enrolment authority. */
@Command(
        name = "authority",
        description =
                "Makes the key of an enrolment authority, and prints its public half: what the mask helper has to know.",
        mixinStandardHelpOptions = true)
final class KeysAuthorityCommand implements Callable<Integer> {

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
        SigningKey key = SigningKey.random(new SecureRandom());
        try (Secret privateHalf = key.toSecret()) {
            KeyFile.AUTHORITY.write(file, privateHalf);
        }
        spec.commandLine().getOut().println(key.publicKey());
        return 0;
    }
}
