package dev.tributary.demo.masking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.schemas.FederationException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HelperProcessTest {

    private static final String MASKED = "{federation: demo, privacy: {masking: required}}";
    private static final String CLEAR = "{federation: demo, privacy: {masking: off}}";
    private static final long PATIENCE_SECONDS = 60;
    /** Nobody listens on it: the mask helper tries for seconds, then gives up. */
    private static final String NO_BROKER = "127.0.0.1:1";

    @TempDir
    private Path directory;

    @Test
    void shouldSayWhyNothingIsReleasedWhenItHasEnded() {
        HelperFiles files = files(CLEAR);

        try (HelperProcess helper = HelperProcess.start(files)) {
            awaitEnd(helper.pid());

            assertThat(helper.failure().orElseThrow())
                    .hasMessageStartingWith("the mask helper must run until the last version, ended with exit code 2");
        }
    }

    @Test
    void shouldEndWhenItsParentHasNoMoreToSay() throws Exception {
        HelperFiles files = files(MASKED);

        Process child = new ProcessBuilder(HelperProcess.command(files)).start();
        child.getOutputStream().close();

        assertThat(child.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        // Asked to stop, not refused: without a broker it would end with 2.
        assertThat(child.exitValue()).isZero();
    }

    @Test
    void shouldBeGoneWhenClosed() {
        HelperProcess helper = HelperProcess.start(files(MASKED));
        long pid = helper.pid();
        assertThat(ProcessHandle.of(pid)).isPresent();

        helper.close();

        assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
    }

    @Test
    void shouldSaySoWhenThereIsNoSuchProgram() {
        List<String> command = List.of(directory.resolve("java").toString());

        assertThatThrownBy(() -> HelperProcess.start(command))
                .isInstanceOf(FederationException.class)
                .hasMessageStartingWith("the mask helper must start with " + directory);
    }

    private HelperFiles files(String yaml) {
        return HelperFiles.write(
                directory.resolve("helper"), FederationSettings.parse(yaml), RunKeys.random(), NO_BROKER);
    }

    private static void awaitEnd(long pid) {
        ProcessHandle.of(pid).ifPresent(handle -> handle.onExit()
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join());
    }
}
