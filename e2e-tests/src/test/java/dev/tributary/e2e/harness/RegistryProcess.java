package dev.tributary.e2e.harness;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;

/**
 * Apicurio Registry with its storage in memory, in a process of its own on a free port. The build unpacks it into
 * {@code target/apicurio} (maven-dependency-plugin, phase pre-integration-test).
 */
public final class RegistryProcess implements AutoCloseable {

    private static final Path HOME = Path.of("target", "apicurio").toAbsolutePath();
    private static final String JAR = "apicurio-registry-app-2.6.13.Final-runner.jar";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Process process;
    private final int port;
    private final Thread hook;

    private RegistryProcess(Process process, int port) {
        this.process = process;
        this.port = port;
        this.hook = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Starts one and waits until it answers. */
    public static RegistryProcess start() {
        if (!Files.isRegularFile(HOME.resolve(JAR))) {
            throw new AssertionError(HOME.resolve(JAR) + " must be there, is not; unpack it with: mvn -pl e2e-tests"
                    + " dependency:unpack@registry");
        }
        try {
            int port = freePort();
            Path directory = Files.createDirectories(Path.of("target", "e2e", "registry-" + UUID.randomUUID()));
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx256m",
                            "-XX:+UseSerialGC",
                            "-XX:TieredStopAtLevel=1",
                            "-Dquarkus.http.host=127.0.0.1",
                            "-Dquarkus.http.port=" + port,
                            "-jar",
                            JAR)
                    .directory(HOME.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("stdout").toFile())
                    .start();
            RegistryProcess registry = new RegistryProcess(process, port);
            await("registry answers").atMost(TestFederation.PATIENCE).until(registry::answers);
            return registry;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private boolean answers() throws InterruptedException {
        if (!process.isAlive()) {
            throw new AssertionError("registry must run, ended with " + process.exitValue());
        }
        HttpRequest request = HttpRequest.newBuilder(URI.create(url() + "/subjects"))
                .timeout(Duration.ofSeconds(2))
                .build();
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** Base of its Confluent-compatible API. */
    public String url() {
        return "http://127.0.0.1:" + port + "/apis/ccompat/v7";
    }

    /** Stops it at once; what it held is gone. */
    public void kill() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        kill();
        Runtime.getRuntime().removeShutdownHook(hook);
    }
}
