package dev.tributary.e2e.containers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.testcontainers.images.builder.ImageFromDockerfile;

/** The project's images, made from its Dockerfiles and what {@code mvn package} left in {@code target}. */
final class AppImages {

    private static final Path TOP = Path.of("..").toAbsolutePath().normalize();

    /** Kept between runs, so that an engine makes only what has changed. */
    private static final boolean DELETED_AFTERWARDS = false;

    static final ImageFromDockerfile AGGREGATOR = image("aggregator-stream");
    static final ImageFromDockerfile OPERATOR = image("operator-tools");
    static final ImageFromDockerfile CLIENT = image("client-app");
    static final ImageFromDockerfile MASK_HELPER = image("mask-helper");

    private AppImages() {}

    private static ImageFromDockerfile image(String module) {
        Path target = TOP.resolve(module).resolve("target");
        Path jar = jar(target, module);
        return new ImageFromDockerfile("tributary-it/" + module, DELETED_AFTERWARDS)
                .withFileFromPath("Dockerfile", TOP.resolve(module).resolve("Dockerfile"))
                .withFileFromPath("config/logback.xml", TOP.resolve("config/logback.xml"))
                .withFileFromPath(module + "/target/lib", target.resolve("lib"))
                .withFileFromPath(module + "/target/" + jar.getFileName(), jar);
    }

    private static Path jar(Path target, String module) {
        try (Stream<Path> files = Files.list(target)) {
            List<Path> jars = files.filter(file -> file.getFileName().toString().endsWith(".jar"))
                    .toList();
            if (jars.size() == 1 && Files.isDirectory(target.resolve("lib"))) {
                return jars.get(0);
            }
            throw new IllegalStateException(
                    module + "/target must hold lib and one jar, held " + jars + "; run mvn package first");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
