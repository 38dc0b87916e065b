package dev.tributary.e2e.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Maven as somebody has it who installed Tributary: a local repository of the test's own, with our artifacts laid out as
 * {@code mvn install} does. Artifacts of others come from the repository of the user who runs the test, read as a remote
 * one, and from Maven Central where that lacks them.
 */
public final class StrangersMaven {

    private static final String VERSION = "0.1.0-SNAPSHOT";
    private static final long MINUTES = 5;

    private final Path top;
    private final Path directory;
    private final Path repository;

    /**
     * @param top       the top of our build, packaged
     * @param directory for the repository and settings; kept from run to run, but for our artifacts
     */
    public StrangersMaven(Path top, Path directory) throws IOException {
        this.top = top;
        this.directory = Files.createDirectories(directory);
        this.repository = directory.resolve("repository");
        Files.writeString(directory.resolve("settings.xml"), settings());
        install("tributary", top.resolve("pom.xml"));
        try (Stream<Path> modules = Files.list(top)) {
            for (Path module : modules.filter(path -> Files.exists(path.resolve("pom.xml")))
                    .toList()) {
                install("tributary-" + module.getFileName(), module.resolve("pom.xml"));
            }
        }
    }

    private static String settings() {
        String here =
                Path.of(System.getProperty("maven.user.repository")).toUri().toString();
        String repository = "<id>here</id><url>" + here + "</url>";
        return "<settings><profiles><profile><id>here</id><repositories><repository>" + repository
                + "</repository></repositories><pluginRepositories><pluginRepository>" + repository
                + "</pluginRepository></pluginRepositories></profile></profiles>"
                + "<activeProfiles><activeProfile>here</activeProfile></activeProfiles></settings>";
    }

    private void install(String artifact, Path pom) throws IOException {
        Path home = Files.createDirectories(
                repository.resolve("dev/tributary").resolve(artifact).resolve(VERSION));
        Files.copy(pom, home.resolve(artifact + "-" + VERSION + ".pom"), StandardCopyOption.REPLACE_EXISTING);
        String name = artifact + "-" + VERSION + ".jar";
        Path jar = pom.resolveSibling("target").resolve(name);
        if (Files.exists(jar)) {
            Files.copy(jar, home.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /**
     * Runs Maven on a project.
     *
     * @param project its folder
     * @param words   goals and options
     * @throws AssertionError if it fails; the message has its output
     */
    public void run(Path project, String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "mvn",
                "-B",
                "-q",
                "-ntp",
                "-s",
                directory.resolve("settings.xml").toString(),
                "-Dmaven.repo.local=" + repository,
                "-f",
                project.toString()));
        command.addAll(List.of(words));
        Path log = directory.resolve("maven.log");
        Process maven = new ProcessBuilder(command)
                .directory(top.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!maven.waitFor(MINUTES, TimeUnit.MINUTES)) {
            maven.destroyForcibly();
            throw new AssertionError("Maven did not end in " + MINUTES + " minutes: " + Files.readString(log));
        }
        if (maven.exitValue() != 0) {
            throw new AssertionError("Maven failed: " + Files.readString(log));
        }
    }
}
