package dev.tributary.client.data;

import java.nio.file.Files;
import java.nio.file.Path;

/** Finds data that lies beside the repository and may be absent. */
final class SharedData {

    private SharedData() {}

    /** Returns where real MNIST lies: the property {@code tributary.mnist}, or {@code shared/data/mnist} beside the repository. */
    static Path mnist() {
        String property = System.getProperty("tributary.mnist");
        return property != null ? Path.of(property) : repository().resolveSibling("shared/data/mnist");
    }

    /** Returns the outermost directory above the working directory that has a {@code pom.xml}. */
    private static Path repository() {
        Path found = Path.of("").toAbsolutePath();
        for (Path at = found; at != null; at = at.getParent()) {
            if (Files.exists(at.resolve("pom.xml"))) {
                found = at;
            }
        }
        return found;
    }
}
