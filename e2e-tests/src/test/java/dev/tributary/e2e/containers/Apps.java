package dev.tributary.e2e.containers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.startupcheck.OneShotStartupCheckStrategy;
import org.testcontainers.containers.startupcheck.StartupCheckStrategy;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.ImageFromDockerfile;
import org.testcontainers.images.builder.Transferable;

/** The project's containers on one network; all of them end with it. Not thread-safe. */
final class Apps implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final String CONFIGURATION = "/etc/tributary/";
    private static final int AGGREGATOR_PORT = 9190;
    private static final int CLIENT_PORT = 9191;
    private static final String IMAGES_USER = "10001:10001";

    private final Network network;
    private final Deque<GenericContainer<?>> started = new ArrayDeque<>();

    Apps(Network network) {
        this.network = network;
    }

    /** Runs a command of the operator's image to its end; fails unless it exits with 0. Returns what it said. */
    String operatorJob(Map<String, String> files, String... words) {
        return job(AppImages.OPERATOR, files, words);
    }

    /** Runs a command of the client's image to its end; fails unless it exits with 0. Returns what it said. */
    String clientJob(Map<String, String> files, String... words) {
        return job(AppImages.CLIENT, files, words);
    }

    /** Runs a command of the mask helper's image to its end; fails unless it exits with 0. Returns what it said. */
    String maskHelperJob(String... words) {
        return job(AppImages.MASK_HELPER, Map.of(), words);
    }

    private String job(ImageFromDockerfile image, Map<String, String> files, String... words) {
        StartupCheckStrategy ended = new OneShotStartupCheckStrategy().withTimeout(PATIENCE);
        GenericContainer<?> container =
                container(image, files).withCommand(words).withStartupCheckStrategy(ended);
        start(container);
        return container.getLogs();
    }

    /** Starts an aggregator by its image's own command; returns when it processes partitions. */
    GenericContainer<?> aggregator(Map<String, String> files) {
        return aggregator(files, Map.of());
    }

    /** Starts an aggregator with environment variables; returns when it processes partitions. */
    GenericContainer<?> aggregator(Map<String, String> files, Map<String, String> environment) {
        return start(container(AppImages.AGGREGATOR, files)
                .withEnv(environment)
                .withExposedPorts(AGGREGATOR_PORT)
                .waitingFor(Wait.forHttp("/readyz").forPort(AGGREGATOR_PORT).withStartupTimeout(PATIENCE)));
    }

    /** Starts a client; returns when it has received a model. */
    GenericContainer<?> client(Map<String, String> files, String... words) {
        return client(IMAGES_USER, files, words);
    }

    /** Starts a client as a user of one's own choice; returns when it has received a model. */
    GenericContainer<?> client(String user, Map<String, String> files, String... words) {
        return start(container(AppImages.CLIENT, files)
                .withCommand(words)
                .withCreateContainerCmdModifier(command -> command.withUser(user))
                .withExposedPorts(CLIENT_PORT)
                .waitingFor(Wait.forHttp("/readyz").forPort(CLIENT_PORT).withStartupTimeout(PATIENCE)));
    }

    private GenericContainer<?> container(ImageFromDockerfile image, Map<String, String> files) {
        GenericContainer<?> container = new GenericContainer<>(image).withNetwork(network);
        files.forEach((name, text) -> container.withCopyToContainer(Transferable.of(text), CONFIGURATION + name));
        return container;
    }

    private GenericContainer<?> start(GenericContainer<?> container) {
        started.push(container);
        container.start();
        return container;
    }

    /** Kills a container, as {@code docker kill} does. */
    static void kill(GenericContainer<?> container) {
        DockerClientFactory.instance()
                .client()
                .killContainerCmd(container.getContainerId())
                .exec();
    }

    /** Stops a container, as {@code docker stop} does with 30 s of grace; returns its exit code. */
    static long stop(GenericContainer<?> container) {
        DockerClientFactory.instance()
                .client()
                .stopContainerCmd(container.getContainerId())
                .withTimeout(30)
                .exec();
        return container.getCurrentContainerInfo().getState().getExitCodeLong();
    }

    /** Text of a file. */
    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        List.copyOf(started).forEach(GenericContainer::stop);
        started.clear();
    }
}
