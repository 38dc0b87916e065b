package dev.tributary.operator.topics;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that the commands read, and what they print. */
final class TopicsFixtures {

    private static final Path DIRECTORY = Path.of("src/test/resources/provisioning");

    /** A {@code federation.yaml} with four partitions, three replicas, rounds of 20 updates and 5 minutes. */
    static final String SETTINGS = DIRECTORY.resolve("federation.yaml").toString();

    private TopicsFixtures() {}

    /** What a command is expected to print. To make it anew after a change: run the command and look at the text. */
    static String golden(String name) {
        try {
            return Files.readString(DIRECTORY.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
