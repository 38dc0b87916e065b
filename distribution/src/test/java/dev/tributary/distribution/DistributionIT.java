package dev.tributary.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The archive, unpacked as a stranger would, made read-only, and run from another directory by another user. */
class DistributionIT {

    private static final String NOBODY = "65534";
    private static final long LONGEST_MINUTES = 5;

    private static Path top;
    private static Path unpacked;
    private static Path elsewhere;

    @BeforeAll
    static void unpack() throws Exception {
        top = Files.createTempDirectory("tributary-distribution");
        Files.setPosixFilePermissions(top, PosixFilePermissions.fromString("rwxr-xr-x"));
        elsewhere = Files.createDirectory(top.resolve("elsewhere"));
        Files.setPosixFilePermissions(elsewhere, PosixFilePermissions.fromString("rwxrwxrwx"));
        finish(List.of("tar", "xzf", archive().toAbsolutePath().toString(), "-C", top.toString()));
        try (Stream<Path> directories = Files.list(top)) {
            unpacked = directories
                    .filter(path -> path.getFileName().toString().startsWith("tributary-"))
                    .findFirst()
                    .orElseThrow();
        }
        finish(List.of("chmod", "-R", "a-w", unpacked.toString()));
    }

    @AfterAll
    static void remove() throws Exception {
        finish(List.of("chmod", "-R", "u+w", top.toString()));
        finish(List.of("rm", "-rf", top.toString()));
    }

    private static Path archive() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("target"))) {
            return files.filter(file -> file.toString().endsWith(".tar.gz"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("target must hold an archive; run mvn -Pdistribution"));
        }
    }

    /** What a program said, and its exit code. */
    private record Run(int exitCode, String text) {}

    private static Run finish(List<String> command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .directory(elsewhere == null ? null : elsewhere.toFile());
        // Neither a home nor Maven: Java alone.
        builder.environment().keySet().removeIf(name -> name.startsWith("MAVEN") || name.startsWith("TRIBUTARY"));
        builder.environment().remove("HOME");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES)).isTrue();
        return new Run(process.exitValue(), text);
    }

    /** Runs the launcher as a user who may write nothing of it. */
    private static Run tributary(String... words) throws Exception {
        List<String> command = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("setpriv", "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups"));
        }
        command.add(unpacked.resolve("tributary").toString());
        command.addAll(List.of(words));
        return finish(command);
    }

    private static Set<String> jars() throws IOException {
        try (Stream<Path> files = Files.list(unpacked.resolve("lib"))) {
            Set<String> names = new TreeSet<>();
            files.forEach(file -> names.add(file.getFileName().toString()));
            return names;
        }
    }

    @Test
    void shouldTellReleaseAndCommitWhenTheVersionIsAsked() throws Exception {
        // When
        Run run = tributary("--version");

        // Then
        assertThat(run.exitCode()).as(run.text()).isZero();
        assertThat(run.text()).matches("tributary \\d+\\.\\d+\\.\\d+\\S*( \\(commit [0-9a-f]{12}\\))?\\R");
        assertThat(tributary("topics", "plan", "--version").text()).isEqualTo(run.text());
        assertThat(tributary("client", "--version").text()).isEqualTo(run.text());
    }

    @Test
    void shouldTrainWhenTheDemonstrationRuns() throws Exception {
        // When
        Run run = tributary("demo", "--clients", "2", "--versions", "1", "--model", "mlp");

        // Then
        assertThat(run.exitCode()).as(run.text()).isZero();
        assertThat(run.text()).contains("2 updates admitted, 0 rejected");
    }

    @Test
    void shouldHoldWhatItsChecksumsSay() throws Exception {
        // When
        Run run = finish(
                List.of("bash", "-c", "cd '" + unpacked + "' && sha256sum -c --quiet SHA256SUMS && wc -l <SHA256SUMS"));

        // Then
        assertThat(run.exitCode()).as(run.text()).isZero();
        try (Stream<Path> files = Files.walk(unpacked)) {
            long others = files.filter(Files::isRegularFile).count() - 1;
            assertThat(run.text().strip()).isEqualTo(Long.toString(others));
        }
    }

    @Test
    void shouldNameEveryJarInTheBillOfMaterials() throws Exception {
        // Given
        JsonNode sbom =
                new ObjectMapper().readTree(unpacked.resolve("sbom.json").toFile());
        Set<String> named = new TreeSet<>();
        named.add(jarOf(sbom.at("/metadata/component")));
        sbom.get("components").forEach(component -> named.add(jarOf(component)));

        // Then
        assertThat(jars()).isNotEmpty().allSatisfy(jar -> assertThat(named)
                .as("libraries that the bill of materials names, for %s", jar)
                .anyMatch(name -> jar.equals(name + ".jar") || jar.startsWith(name + "-")));
    }

    private static String jarOf(JsonNode component) {
        return component.get("name").asText() + "-" + component.get("version").asText();
    }

    @Test
    void shouldNameALicenceForEveryLibraryThatItShips() throws Exception {
        // Given
        String licences = Files.readString(unpacked.resolve("licences/THIRD-PARTY.txt"));

        // Then
        assertThat(licences)
                .doesNotContain("Unknown license")
                .contains("logback-classic")
                .contains("kafka-streams");
        assertThat(unpacked.resolve("LICENSE")).exists();
    }

    @Test
    void shouldShipNothingThatOnlyTestsNeed() throws Exception {
        assertThat(jars()).noneMatch(jar -> jar.matches("(junit|assertj|archunit|testcontainers).*"));
    }

    @Test
    void shouldCompleteWordsWhenBashHasReadTheScript() throws Exception {
        // When
        Run run = finish(List.of(
                "bash", "-n", unpacked.resolve("completion/tributary.bash").toString()));

        // Then
        assertThat(run.exitCode()).as(run.text()).isZero();
        assertThat(tributary("completion", "bash").text())
                .isEqualTo(Files.readString(unpacked.resolve("completion/tributary.bash")));
    }
}
