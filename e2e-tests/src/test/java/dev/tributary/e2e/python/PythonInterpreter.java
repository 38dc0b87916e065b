package dev.tributary.e2e.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * An interpreter that has what the Python client needs.
 *
 * @param program what starts it
 */
record PythonInterpreter(String program) {

    /** Names an interpreter; without it, the usual ones are tried. */
    private static final String PROPERTY = "python";

    private static final String PACKAGES = "import numpy, confluent_kafka, avro, cryptography, pytest";
    private static final Duration STARTING = Duration.ofSeconds(60);

    /** The Python client. */
    static final Path CLIENT =
            Path.of("..", "clients", "python").toAbsolutePath().normalize();

    /** An interpreter with the packages; skips the test, and says so where Maven shows it, if there is none. */
    static PythonInterpreter require() throws IOException, InterruptedException {
        String named = System.getProperty(PROPERTY, "");
        if (!named.isBlank()) {
            assertThat(hasPackages(named))
                    .as("-Dpython must name an interpreter that can %s, was %s", PACKAGES, named)
                    .isTrue();
            return new PythonInterpreter(named);
        }
        for (String usual : List.of("/usr/bin/python3", "python3")) {
            if (hasPackages(usual)) {
                return new PythonInterpreter(usual);
            }
        }
        return abort("the Python client is not tested: no interpreter can " + PACKAGES + "; name one with -Dpython=…");
    }

    private static boolean hasPackages(String program) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(program, "-c", PACKAGES)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(STARTING.toSeconds(), TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Runs it to its end.
     *
     * @param directory   where it runs
     * @param environment more variables of its environment
     * @param patience    how long it may take; the process is ended after that
     * @param words       its words
     * @return exit code and all that it said
     */
    Ended run(Path directory, Map<String, String> environment, Duration patience, String... words)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(List.of(words));
        Path output = Files.createTempFile(Files.createDirectories(Path.of("target", "python")), "output-", ".log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        builder.environment().put("PYTHONPATH", CLIENT.resolve("src").toString());
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            boolean hasEnded = process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
            assertThat(hasEnded)
                    .as("Python must end within %s, said: %s", patience, Files.readString(output))
                    .isTrue();
            return new Ended(process.exitValue(), Files.readString(output));
        } finally {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
        }
    }

    /**
     * A run that is over.
     *
     * @param exitCode how it ended
     * @param text     what it said
     */
    record Ended(int exitCode, String text) {}
}
