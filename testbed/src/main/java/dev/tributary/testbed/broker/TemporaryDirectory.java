package dev.tributary.testbed.broker;

import dev.tributary.schemas.FederationException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A directory of one's own that is removed with all it holds. */
public final class TemporaryDirectory {

    private TemporaryDirectory() {}

    /**
     * Makes a new directory in the system's place for such.
     *
     * @throws FederationException if none can be made there
     */
    public static Path create() {
        try {
            return Files.createTempDirectory("tributary-broker-");
        } catch (IOException e) {
            throw new FederationException(
                    "java.io.tmpdir must be a writable directory, was " + System.getProperty("java.io.tmpdir"), e);
        }
    }

    /** Removes a directory; one that is gone is fine. */
    public static void delete(Path directory) {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            // Deepest first.
            List<Path> all = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : all) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("temporary directory must be removable, was not: " + directory, e);
        }
    }
}
