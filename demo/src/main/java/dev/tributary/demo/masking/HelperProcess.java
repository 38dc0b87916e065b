package dev.tributary.demo.masking;

import dev.tributary.schemas.FederationException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The mask helper in a process of its own, with the class path and the system properties of this one. It ends with this
 * process, however that ends: what it waits for on its standard input is the end of it.
 *
 * <p>Thread-safe.
 */
final class HelperProcess implements AutoCloseable {

    private static final Duration LONGEST_STOP = Duration.ofSeconds(20);
    private static final String PROPERTY = "-D";

    private final Process process;

    private HelperProcess(Process process) {
        this.process = process;
    }

    static HelperProcess start(HelperFiles files) {
        return start(command(files));
    }

    static HelperProcess start(List<String> command) {
        try {
            return new HelperProcess(new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start());
        } catch (IOException e) {
            throw new FederationException(
                    "the mask helper must start with " + command.get(0) + ", did not: " + e.getMessage(), e);
        }
    }

    static List<String> command(HelperFiles files) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith(PROPERTY))
                .forEach(command::add);
        // The last of two counts: natives that it unpacks go with its files.
        command.add("-Djava.io.tmpdir=" + files.temporary());
        // Masks are summed one at a time; the cores are for those who train.
        command.addAll(List.of("-Xmx512m", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), HelperMain.class.getName()));
        command.addAll(List.of(
                "mask-helper",
                "--settings",
                files.settings().toString(),
                "--helper-config",
                files.config().toString(),
                "--kafka-config",
                files.kafka().toString(),
                "--state-dir",
                files.state().toString()));
        return command;
    }

    long pid() {
        return process.pid();
    }

    /** Without it no sum is ever opened: whoever waits for one is told at once. */
    Optional<FederationException> failure() {
        if (process.isAlive()) {
            return Optional.empty();
        }
        return Optional.of(
                new FederationException("the mask helper must run until the last version, ended with exit code "
                        + process.exitValue() + "; --verbose shows its log"));
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (process.waitFor(LONGEST_STOP.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }
}
