package dev.tributary.e2e.containers;

import static dev.tributary.e2e.harness.YamlParts.section;
import static dev.tributary.e2e.harness.YamlParts.texts;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Volume;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.startupcheck.OneShotStartupCheckStrategy;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.ImageFromDockerfile;
import org.testcontainers.images.builder.Transferable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * Services of docker-compose.yml with the images, commands, users, files and volumes that stand there, on the network of a
 * test's own broker. Volumes have names of their own and go with the containers. Not thread-safe.
 */
final class ComposeServices implements AutoCloseable {

    private static final Path TOP = Path.of("..").toAbsolutePath().normalize();
    private static final Duration PATIENCE = Duration.ofSeconds(180);
    private static final int EXECUTABLE = 0755;

    private final Network network;
    private final String clientProperties;
    private final Map<String, Object> services;
    private final String prefix = "tributary-it-" + UUID.randomUUID() + "-";
    private final Deque<GenericContainer<?>> started = new ArrayDeque<>();
    private final Set<String> volumes = new TreeSet<>();

    /**
     * @param network          the broker's
     * @param clientProperties text that stands for client.properties, with that broker's address
     */
    ComposeServices(Network network, String clientProperties) {
        this.network = network;
        this.clientProperties = clientProperties;
        Object file = new Yaml(new SafeConstructor(new LoaderOptions())).load(text(TOP.resolve("docker-compose.yml")));
        services = section(section(file).get("services"));
    }

    /** Runs a job to its end; fails unless it exits with 0. Returns its output. */
    String job(String service) {
        GenericContainer<?> container =
                container(service).withStartupCheckStrategy(new OneShotStartupCheckStrategy().withTimeout(PATIENCE));
        start(container);
        return container.getLogs();
    }

    /** Starts a service; returns when it is ready. */
    GenericContainer<?> start(String service) {
        List<String> words = texts(section(services.get(service)).get("command"));
        int port = Integer.parseInt(words.get(words.indexOf("--http-port") + 1));
        return start(container(service)
                .withExposedPorts(port)
                .waitingFor(Wait.forHttp("/readyz").forPort(port).withStartupTimeout(PATIENCE)));
    }

    private GenericContainer<?> container(String name) {
        Map<String, Object> service = section(services.get(name));
        List<String> command = texts(service.get("command"));
        GenericContainer<?> container = new GenericContainer<>(image(String.valueOf(service.get("image"))))
                .withNetwork(network)
                .withCreateContainerCmdModifier(create -> modify(create, service));
        if (!command.isEmpty()) {
            container.withCommand(command.toArray(String[]::new));
        }
        section(service.get("environment")).forEach((key, value) -> container.withEnv(key, String.valueOf(value)));
        files(service).forEach((target, source) -> container.withCopyToContainer(content(source), target));
        return container;
    }

    private void modify(CreateContainerCmd create, Map<String, Object> service) {
        if (service.containsKey("user")) {
            create.withUser(String.valueOf(service.get("user")));
        }
        List<String> entrypoint = texts(service.get("entrypoint"));
        if (!entrypoint.isEmpty()) {
            create.withEntrypoint(entrypoint);
        }
        List<Bind> binds = new ArrayList<>();
        for (String mount : texts(service.get("volumes"))) {
            String[] parts = mount.split(":", -1);
            if (!isFile(parts[0])) {
                volumes.add(prefix + parts[0]);
                binds.add(new Bind(prefix + parts[0], new Volume(parts[1])));
            }
        }
        create.getHostConfig().withBinds(binds);
    }

    private static boolean isFile(String source) {
        return source.startsWith("./");
    }

    /** Source of each mounted file by its place in the container. */
    private static Map<String, String> files(Map<String, Object> service) {
        Map<String, String> files = new TreeMap<>();
        for (String mount : texts(service.get("volumes"))) {
            String[] parts = mount.split(":", -1);
            if (isFile(parts[0])) {
                files.put(parts[1], parts[0]);
            }
        }
        return files;
    }

    private Transferable content(String source) {
        boolean isConnection = source.endsWith("client.properties");
        return Transferable.of(isConnection ? clientProperties : text(TOP.resolve(source)), EXECUTABLE);
    }

    private static ImageFromDockerfile image(String name) {
        String module = name.substring(name.indexOf('/') + 1, name.indexOf(':'));
        return switch (module) {
            case "aggregator-stream" -> AppImages.AGGREGATOR;
            case "operator-tools" -> AppImages.OPERATOR;
            case "client-app" -> AppImages.CLIENT;
            case "mask-helper" -> AppImages.MASK_HELPER;
            default -> throw new IllegalStateException("image must be one of ours, was " + name);
        };
    }

    private GenericContainer<?> start(GenericContainer<?> container) {
        started.push(container);
        container.start();
        return container;
    }

    private static String text(Path file) {
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
        volumes.forEach(volume ->
                DockerClientFactory.instance().client().removeVolumeCmd(volume).exec());
        volumes.clear();
    }
}
