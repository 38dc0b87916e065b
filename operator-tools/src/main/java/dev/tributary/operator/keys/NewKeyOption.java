package dev.tributary.operator.keys;

import dev.tributary.masking.keys.KeyFile;
import dev.tributary.masking.keys.SigningKey;
import dev.tributary.masking.mask.Secret;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import picocli.CommandLine.Option;

/** The option {@code --key} of commands that make a key, and the making. */
final class NewKeyOption {

    @Option(
            names = "--key",
            required = true,
            paramLabel = "FILE",
            description = "The file that is made, for its owner alone.")
    private Path file;

    /** Writes a random key's private half to the file, and prints its public half. */
    void make(KeyFile kind, PrintWriter out) {
        SigningKey key = SigningKey.random(new SecureRandom());
        try (Secret privateHalf = key.toSecret()) {
            kind.write(file, privateHalf);
        }
        out.println(key.publicKey());
    }
}
