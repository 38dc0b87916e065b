package dev.tributary.e2e.harness;

import dev.tributary.demo.command.BrokerMain;
import dev.tributary.demo.command.DemoMain;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * A command of ours in a process of its own, with this JVM's class path and the options that the launcher gives. It ends
 * with the test, or with the test's JVM.
 */
public final class ChildJvm implements AutoCloseable {

    /** Name of the directory for temporary files, in the one where the process runs. */
    public static final String TEMPORARY = "tmp";

    /** Their log is for those who ask. */
    private static final Set<Class<?>> SILENT = Set.of(DemoMain.class, BrokerMain.class);

    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

    /** What the launcher gives to Java, too. */
    private static final List<String> LAUNCHER_OPTIONS = List.of(
            // ND4J unpacks 400 MB of natives; the user's home is where they are already.
            "-Dorg.bytedeco.javacpp.cachedir=" + Path.of(System.getProperty("user.home"), ".javacpp", "cache"),
            "-Dlogback.configurationFile="
                    + Path.of("..", "config", "logback.xml").toAbsolutePath().normalize(),
            "-Dorg.apache.avro.limits.bytes.maxLength=67108864",
            "-Dorg.apache.avro.limits.string.maxLength=16777216",
            "-Dorg.apache.avro.limits.collectionItems.maxLength=1000000");

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroyForcibly)));
    }

    private final Process process;
    private final Path directory;

    private ChildJvm(Process process, Path directory) {
        this.process = process;
        this.directory = directory;
        RUNNING.add(process);
    }

    /**
     * Starts a command.
     *
     * @param directory where it runs, and where its output goes as {@code stdout} and {@code stderr}; made if missing
     * @param main      the class with its main method
     * @param args      its words
     */
    public static ChildJvm start(Path directory, Class<?> main, List<String> args) {
        return start(directory, main, args, Map.of());
    }

    /**
     * Starts a command.
     *
     * @param directory   where it runs, and where its output goes as {@code stdout} and {@code stderr}; made if missing
     * @param main        the class with its main method
     * @param args        its words
     * @param environment more variables of its environment
     */
    public static ChildJvm start(Path directory, Class<?> main, List<String> args, Map<String, String> environment) {
        return start(directory, directory, main, args, environment);
    }

    /**
     * Starts a command in a folder that it shares with others.
     *
     * @param working   where it runs
     * @param directory its own: for its home, temporary files and output; made if missing
     * @param main      the class with its main method
     * @param args      its words
     */
    public static ChildJvm startIn(Path working, Path directory, Class<?> main, List<String> args) {
        return start(working, directory, main, args, Map.of());
    }

    private static ChildJvm start(
            Path working, Path directory, Class<?> main, List<String> args, Map<String, String> environment) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // A process that lives for seconds: the first compiler tier starts sooner and takes no core from the test.
        command.addAll(List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(LAUNCHER_OPTIONS);
        if (SILENT.contains(main) && !args.contains("--verbose")) {
            command.add("-Dtributary.log.level=ERROR");
        }
        command.add("-Duser.home=" + directory);
        command.add("-Djava.io.tmpdir=" + directory.resolve(TEMPORARY));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(args);
        try {
            Files.createDirectories(directory.resolve(TEMPORARY));
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(working.toFile())
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            directory.resolve("stdout").toFile()))
                    .redirectError(ProcessBuilder.Redirect.appendTo(
                            directory.resolve("stderr").toFile()));
            builder.environment().putAll(Map.of("OMP_NUM_THREADS", "1", "OPENBLAS_NUM_THREADS", "1"));
            builder.environment().remove("XDG_STATE_HOME");
            builder.environment().putAll(environment);
            return new ChildJvm(builder.start(), directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Says whether it runs. */
    public boolean isRunning() {
        return process.isAlive();
    }

    /** Number of its process. */
    public long pid() {
        return process.pid();
    }

    /** Everything that it has written to standard output. */
    public String stdout() {
        return read("stdout");
    }

    /** Everything that it has written to standard error. */
    public String stderr() {
        return read("stderr");
    }

    private String read(String name) {
        try {
            return Files.readString(directory.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Kills it, as {@code kill -9} does, and waits for its end. */
    public void kill() {
        process.destroyForcibly();
        awaitExit(TestFederation.PATIENCE);
    }

    /** Asks it to stop, as {@code kill} does. */
    public void terminate() {
        process.destroy();
    }

    /** Stops it in its tracks, until {@link #resume}. */
    public void suspend() {
        signal("-STOP");
    }

    /** Lets it go on. */
    public void resume() {
        signal("-CONT");
    }

    private void signal(String name) {
        try {
            Process kill = new ProcessBuilder("kill", name, String.valueOf(process.pid())).start();
            if (kill.waitFor() != 0) {
                throw new IllegalStateException("kill " + name + " must succeed, did not");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Waits for its end; fails if it does not come in time. Returns its exit code. */
    public int awaitExit(Duration timeout) {
        try {
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(
                        "process must end within " + timeout + ", did not; its standard error:\n" + stderr());
            }
            RUNNING.remove(process);
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            kill();
        }
    }
}
