package dev.tributary.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher's own work, with programs in the places of Maven and Java that write down how they are called. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a bash script")
class LauncherTest {

    private static final long LONGEST_SECONDS = 60;

    @TempDir
    private Path directory;

    private Path tree;
    private Path programs;

    @BeforeEach
    void makeSourceTree() throws IOException {
        tree = Files.createDirectory(directory.resolve("tree with space"));
        programs = Files.createDirectory(directory.resolve("programs"));
        Files.copy(Path.of("..", "tributary"), tree.resolve("tributary"));
        executable(tree.resolve("tributary"));
        Files.writeString(tree.resolve("pom.xml"), "<project/>");
        Files.createDirectories(tree.resolve("distribution/src/main"));
        Files.writeString(tree.resolve("distribution/pom.xml"), "<project/>");
        program(
                "java",
                "case \" $* \" in *\" -version \"*) echo 'java.specification.version = 17' ;;"
                        + " *) echo \"java $*\" ;; esac");
        program(
                "mvn",
                "echo build >>" + quoted(directory.resolve("builds"))
                        + "\nmkdir " + quoted(directory.resolve("one-build-at-a-time")) + " || exit 1"
                        + "\nmkdir -p distribution/target/lib"
                        + "\ntouch distribution/target/tributary-distribution-0.jar"
                        + "\nrmdir " + quoted(directory.resolve("one-build-at-a-time")));
        for (String tool : List.of(
                "bash",
                "dirname",
                "readlink",
                "sed",
                "find",
                "mkdir",
                "touch",
                "mv",
                "rm",
                "cat",
                "id",
                "sleep",
                "tail",
                "grep",
                "stty",
                "rmdir")) {
            Files.createSymbolicLink(programs.resolve(tool), found(tool));
        }
    }

    private static Path found(String tool) {
        return Stream.of("/bin", "/usr/bin")
                .map(place -> Path.of(place, tool))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow();
    }

    private void program(String name, String script) throws IOException {
        Path file = programs.resolve(name);
        Files.writeString(file, "#!/bin/bash\n" + script + "\n");
        executable(file);
    }

    private static void executable(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static String quoted(Path path) {
        return "'" + path + "'";
    }

    /** A call that has ended: with what, and all that it said. */
    private record Call(int exitCode, String text) {}

    private Process start(Path launcher, Map<String, String> environment, String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(words));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).directory(directory.toFile());
        builder.environment().clear();
        builder.environment().put("PATH", programs.toString());
        builder.environment().put("HOME", directory.toString());
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static Call ended(Process process) throws IOException, InterruptedException {
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)).isTrue();
        return new Call(process.exitValue(), text);
    }

    private Call call(String... words) throws IOException, InterruptedException {
        return ended(start(tree.resolve("tributary"), Map.of(), words));
    }

    private List<String> builds() throws IOException {
        Path builds = directory.resolve("builds");
        return Files.exists(builds) ? Files.readAllLines(builds) : List.of();
    }

    @Test
    void shouldFindItsHomeWhenCalledThroughSymbolicLinks() throws Exception {
        // Given
        Path bin = Files.createDirectory(directory.resolve("bin"));
        Files.createSymbolicLink(bin.resolve("first"), Path.of("..", "tree with space", "tributary"));
        Files.createSymbolicLink(directory.resolve("second"), bin.resolve("first"));

        // When
        Call call = ended(start(directory.resolve("second"), Map.of(), "rounds", "--help"));

        // Then
        assertThat(call.exitCode()).as(call.text()).isZero();
        assertThat(call.text()).contains(tree.toRealPath() + "/distribution/target/lib/*");
    }

    @Test
    void shouldPutJarsOfUsersBehindOursWhenTheirDirectoryIsNamed() throws Exception {
        // Given
        Path plugins = Files.createDirectory(directory.resolve("plug ins"));

        // When
        Call call = ended(
                start(tree.resolve("tributary"), Map.of("TRIBUTARY_PLUGINS", plugins.toString()), "rounds", "--help"));

        // Then
        assertThat(call.exitCode()).as(call.text()).isZero();
        assertThat(call.text()).contains("/distribution/target/lib/*:" + plugins + "/*");
    }

    @Test
    void shouldRefuseInOneLineWhenDirectoryOfUsersJarsIsMissing() throws Exception {
        // When
        Call call = ended(start(
                tree.resolve("tributary"), Map.of("TRIBUTARY_PLUGINS", "/no/such", "TRIBUTARY_BUILD", ""), "rounds"));

        // Then
        assertThat(call.exitCode()).isEqualTo(2);
        assertThat(call.text()).endsWith("tributary: TRIBUTARY_PLUGINS must be a directory with jars, was /no/such\n");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldBuildOnceWhenThreeFirstCallsComeTogether(boolean hasFlock) throws Exception {
        // Given
        if (hasFlock && Files.isExecutable(Path.of("/usr/bin/flock"))) {
            Files.createSymbolicLink(programs.resolve("flock"), Path.of("/usr/bin/flock"));
        }

        // When
        List<Process> calls = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            calls.add(start(tree.resolve("tributary"), Map.of(), "rounds"));
        }

        // Then
        for (Process process : calls) {
            Call call = ended(process);
            assertThat(call.exitCode()).as(call.text()).isZero();
        }
        assertThat(builds()).hasSize(1);
        assertThat(tree.resolve(".tributary/lock.d")).doesNotExist();
    }

    @Test
    void shouldNotWaitWhenTheOwnerOfTheLockWasKilled() throws Exception {
        // Given
        Process killed = new ProcessBuilder("true").start();
        killed.waitFor();
        Files.createDirectories(tree.resolve(".tributary/lock.d"));
        Files.writeString(tree.resolve(".tributary/lock.d/pid"), killed.pid() + "\n");

        // When
        Call call = call("rounds");

        // Then
        assertThat(call.exitCode()).as(call.text()).isZero();
        assertThat(builds()).hasSize(1);
    }

    @Test
    void shouldSayWhereTheLogIsWhenTheBuildFails() throws Exception {
        // Given
        program("mvn", "echo COMPILATION ERROR; exit 1");

        // When
        Call call = call("rounds");

        // Then
        assertThat(call.exitCode()).isEqualTo(2);
        assertThat(call.text())
                .contains("COMPILATION ERROR")
                .endsWith("tributary: the build failed; the whole log is in .tributary/build.log\n");
        assertThat(tree.resolve(".tributary/lock.d")).doesNotExist();
    }

    @Test
    void shouldBuildNothingWhenToldNeverTo() throws Exception {
        // When
        Call call = ended(start(tree.resolve("tributary"), Map.of("TRIBUTARY_BUILD", "never"), "rounds"));

        // Then
        assertThat(call.exitCode()).isEqualTo(2);
        assertThat(call.text()).contains("distribution/target must hold what mvn package makes, held none");
        assertThat(builds()).isEmpty();
    }

    @Test
    void shouldRunWhatIsInLibWhenThereAreNoSources() throws Exception {
        // Given
        Files.delete(tree.resolve("pom.xml"));

        // When
        Call call = call("rounds", "--follow");

        // Then
        assertThat(call.exitCode()).as(call.text()).isZero();
        assertThat(call.text())
                .contains("-cp " + tree.toRealPath() + "/lib/* ")
                .endsWith("TributaryCommand rounds --follow\n");
        assertThat(builds()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--version", "-V", "version"})
    void shouldAskTheProductWhenTheVersionIsAsked(String word) throws Exception {
        assertThat(call(word).text()).endsWith("TributaryCommand --version\n");
    }

    @Test
    void shouldRefuseInOneLineWhenACommandIsUnknown() throws Exception {
        // When
        Call call = call("roundz");

        // Then
        assertThat(call.exitCode()).isEqualTo(2);
        assertThat(call.text()).isEqualTo("tributary: unknown command 'roundz'; see: tributary --help\n");
    }

    /** With CRLF a system looks for an interpreter of the name bash\r. */
    @Test
    void shouldEndItsLinesWithLfOnEverySystem() throws IOException {
        assertThat(Files.readString(Path.of("..", ".gitattributes"))).contains("* text=auto eol=lf");
        assertThat(Files.readString(Path.of("..", "tributary"))).doesNotContain("\r");
    }
}
