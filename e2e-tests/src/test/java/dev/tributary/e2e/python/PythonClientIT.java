package dev.tributary.e2e.python;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The Python client's own tests, those among them that start a broker and an aggregator. */
class PythonClientIT {

    private static final Duration PATIENCE = Duration.ofMinutes(8);

    @Test
    void shouldPassItsOwnTestsAndSkipNoneButThoseOfPyTorchAndMypy() throws IOException, InterruptedException {
        PythonInterpreter python = PythonInterpreter.require();

        PythonInterpreter.Ended tests = python.run(
                PythonInterpreter.CLIENT,
                Map.of(
                        "TRIBUTARY_CLASS_PATH",
                        System.getProperty("java.class.path"),
                        "JAVA_HOME",
                        Path.of(System.getProperty("java.home")).toString()),
                PATIENCE,
                "-m",
                "pytest",
                "-q",
                "--durations=5");

        assertThat(tests.exitCode()).as(tests.text()).isZero();
        assertThat(tests.text().lines().filter(line -> line.startsWith("SKIPPED")))
                .allMatch(line -> line.contains("PyTorch is not installed") || line.contains("mypy is not installed"));
    }
}
