package dev.tributary.testbed.broker;

import dev.tributary.schemas.FederationException;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/**
 * A real Kafka broker in a JVM of its own, for tests in which it dies: it can be killed and started again
 * on the same ports with the same data.
 *
 * <pre>
 *   start ──▶ running ──kill, stop──▶ down ──restart──▶ running
 *                └──────── close ───────┴─▶ gone, with its directory
 * </pre>
 *
 * <p>It runs {@code kafka.Kafka} with this JVM's class path, listens on 127.0.0.1 alone, and ends when this JVM ends.
 *
 * <p>Not thread-safe.
 */
public final class ChildBroker implements AutoCloseable {

    /** Most of the time that a restart takes; shorter, and a busy machine's pauses would fence the broker. */
    private static final Duration SESSION = Duration.ofSeconds(2);

    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);
    private static final int LOG_TAIL_CHARACTERS = 2_000;

    /** A broker that lives for seconds: the first compiler tier starts sooner and takes no core from the test. */
    private static final List<String> SHORT_LIVED = List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private final BrokerLayout layout;
    private final List<String> jvmOptions;
    private Process process;

    private ChildBroker(BrokerLayout layout, List<String> jvmOptions) {
        this.layout = layout;
        this.jvmOptions = List.copyOf(jvmOptions);
    }

    /**
     * Starts a broker and waits until it takes requests.
     *
     * @param extraProperties Kafka's own broker properties; they win over the defaults, but listeners and directories
     *     stay
     * @throws FederationException if it did not start; nothing is left behind then
     */
    public static ChildBroker start(Map<String, String> extraProperties) {
        return start(extraProperties, SHORT_LIVED);
    }

    /**
     * Starts a broker with options for its JVM, and waits until it takes requests.
     *
     * @param extraProperties as above
     * @param jvmOptions      heap, collector and compiler, in place of those for a broker that lives for seconds
     * @throws FederationException if it did not start; nothing is left behind then
     */
    public static ChildBroker start(Map<String, String> extraProperties, List<String> jvmOptions) {
        BrokerLayout layout = EmbeddedBroker.newLayout();
        return start(layout, layout.configuration(SESSION, extraProperties), jvmOptions);
    }

    /**
     * Starts a broker with a second listener whose advertised port is not the one that it listens on: whoever connects
     * there first goes on by the advertised port, behind which a proxy may stand.
     *
     * @param extraProperties as in {@link #start(Map)}
     * @param port            port of the second listener
     * @param advertisedPort  port that the second listener advertises
     * @throws FederationException if it did not start; nothing is left behind then
     */
    public static ChildBroker startWithSecondListener(
            Map<String, String> extraProperties, int port, int advertisedPort) {
        BrokerLayout layout = EmbeddedBroker.newLayout();
        Map<String, String> configuration = layout.configuration(SESSION, extraProperties);
        return start(layout, BrokerLayout.withSecondListener(configuration, port, advertisedPort), SHORT_LIVED);
    }

    private static ChildBroker start(BrokerLayout layout, Map<String, String> configuration, List<String> jvmOptions) {
        ChildBroker broker = spawn(layout, KraftNode.newClusterId(), configuration, jvmOptions);
        try {
            broker.awaitReady();
        } catch (RuntimeException e) {
            broker.close();
            throw e;
        }
        return broker;
    }

    /**
     * Starts a broker's process and does not wait: one of several is ready only when others are there.
     *
     * @param clusterId the same for all nodes of a cluster
     * @throws FederationException if the process did not start; nothing is left behind then
     */
    static ChildBroker spawn(
            BrokerLayout layout, String clusterId, Map<String, String> configuration, List<String> jvmOptions) {
        ChildBroker broker = new ChildBroker(layout, jvmOptions);
        try {
            KraftNode.format(broker.layout, clusterId);
            broker.writeConfiguration(configuration);
            broker.launch();
        } catch (RuntimeException e) {
            broker.close();
            throw e;
        }
        return broker;
    }

    /** Returns the address for clients: {@code 127.0.0.1:port}, the same in every life of the broker. */
    public String bootstrapServers() {
        return layout.bootstrapServers();
    }

    /** Returns whether the broker's process runs. */
    public boolean isRunning() {
        return process != null && process.isAlive();
    }

    /** Kills the process at once, as {@code kill -9} does, and waits for its end. One that is down stays so. */
    public void kill() {
        if (process != null) {
            awaitEnd(process.destroyForcibly());
        }
    }

    /** Asks the process to stop in order, as {@code kill} does, and waits for its end; kills it after 30 seconds. */
    public void stop() {
        if (process == null) {
            return;
        }
        process.destroy();
        try {
            if (!process.waitFor(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Starts the broker again, on the same ports and data, and waits until it takes requests.
     *
     * @throws IllegalStateException if it runs
     * @throws FederationException   if it did not start; it is down then
     */
    public void restart() {
        relaunch();
        awaitReady();
    }

    /** Starts the process again and does not wait. */
    void relaunch() {
        if (isRunning()) {
            throw new IllegalStateException("broker must be down to be started again, was running");
        }
        launch();
    }

    /** Kills the broker if it runs and removes its directory. Further calls do nothing. */
    @Override
    public void close() {
        kill();
        TemporaryDirectory.delete(layout.directory());
    }

    /** Returns the number of the broker's process. */
    public long pid() {
        return process.pid();
    }

    /** Returns the directory of the broker's files, its log {@code broker.log} among them. */
    public Path directory() {
        return layout.directory();
    }

    /** Returns where the broker lives. */
    BrokerLayout layout() {
        return layout;
    }

    /** Returns the process of the broker's present or last life. */
    Process process() {
        return process;
    }

    private void launch() {
        ProcessBuilder builder = new ProcessBuilder(command())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile().toFile()));
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new FederationException("broker must start in a child JVM, did not: " + e.getMessage(), e);
        }
    }

    /**
     * Waits until the broker takes requests and is a member of its cluster.
     *
     * @throws FederationException if it does not within 60 s; it is down then
     */
    void awaitReady() {
        if (!BrokerProbe.awaitReady(layout, START_TIMEOUT, this::isRunning)) {
            boolean ended = !isRunning();
            kill();
            throw new FederationException("broker must take requests on " + layout.bootstrapServers() + " within "
                    + START_TIMEOUT.toSeconds() + " s, was " + (ended ? "dead" : "silent") + "; its log ends: "
                    + logTail());
        }
    }

    private List<String> command() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        // Why it did not start stands in the exception.
        command.add("-Dtributary.log.exceptions=%ex{short}");
        String level = System.getProperty("tributary.log.level");
        if (level != null) {
            command.add("-Dtributary.log.level=" + level);
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), ChildBrokerMain.class.getName()));
        command.add(configurationFile().toString());
        return command;
    }

    private void writeConfiguration(Map<String, String> configuration) {
        Properties properties = new Properties();
        properties.putAll(configuration);
        try (Writer out = Files.newBufferedWriter(configurationFile())) {
            properties.store(out, null);
        } catch (IOException e) {
            throw new FederationException(configurationFile() + " must be writable, was not: " + e, e);
        }
    }

    private String logTail() {
        try {
            String log = Files.readString(logFile(), StandardCharsets.UTF_8).strip();
            return log.substring(Math.max(0, log.length() - LOG_TAIL_CHARACTERS))
                    .replace(System.lineSeparator(), " | ");
        } catch (IOException e) {
            return "(no log)";
        }
    }

    private Path configurationFile() {
        return layout.directory().resolve("server.properties");
    }

    private Path logFile() {
        return layout.directory().resolve("broker.log");
    }

    private static void awaitEnd(Process ending) {
        boolean interrupted = false;
        while (true) {
            try {
                ending.waitFor();
                break;
            } catch (InterruptedException e) {
                // The end of a killed process is near; the ports are not free before.
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
