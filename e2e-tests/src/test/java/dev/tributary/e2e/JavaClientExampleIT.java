package dev.tributary.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tributary.e2e.harness.FederationPlan;
import dev.tributary.e2e.harness.SharedBroker;
import dev.tributary.e2e.harness.StrangersMaven;
import dev.tributary.e2e.harness.TestFederation;
import dev.tributary.testbed.broker.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Projects outside of this one, built and run from the installed artifacts as a stranger would. */
@ExtendWith(SharedBroker.class)
class JavaClientExampleIT {

    private static final Path TOP = Path.of("..").toAbsolutePath().normalize();
    private static final Path EXAMPLE = TOP.resolve("examples/java-client");
    private static final Path DIRECTORY = Path.of("target", "java-client").toAbsolutePath();

    private static StrangersMaven maven;

    @BeforeAll
    static void install() throws IOException {
        maven = new StrangersMaven(TOP, DIRECTORY);
    }

    @Test
    void shouldTakePartWhenTheExampleIsBuiltFromInstalledArtifacts(EmbeddedBroker broker) throws Exception {
        Path tree = DIRECTORY.resolve("client-tree.txt");
        Path classpath = DIRECTORY.resolve("classpath.txt");
        maven.run(
                EXAMPLE,
                "package",
                "dependency:tree",
                "-DoutputFile=" + tree,
                "dependency:build-classpath",
                "-Dmdep.outputFile=" + classpath);

        assertThat(Files.readString(tree))
                .contains("dev.tributary:tributary-client:jar")
                .doesNotContain("deeplearning4j", "nd4j", "bytedeco", "logback", "picocli", "kafka-streams")
                .containsOnlyOnce("org.slf4j:slf4j-simple");
        FederationPlan plan = FederationPlan.of(2, "round: {goal: 1}\n");
        try (TestFederation federation = TestFederation.create(plan, broker.bootstrapServers())) {
            federation.startAggregator();
            Path log = federation.file("example.log");
            int exit = runExample(
                    Files.readString(classpath),
                    log,
                    broker.bootstrapServers(),
                    federation.topics().federation(),
                    federation.file("secret").toString(),
                    "10");

            assertThat(Files.readString(log)).contains("stopped: clientId=").doesNotContain("multiple SLF4J providers");
            assertThat(exit).isZero();
            float[] line = federation.awaitVersion(10).parameters();
            assertThat(line[0]).isCloseTo(2, within(0.1f));
            assertThat(line[1]).isCloseTo(1, within(0.2f));
        }
    }

    private static int runExample(String classpath, Path log, String... words) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                EXAMPLE.resolve("target/classes") + ":" + classpath.strip(),
                "com.example.LineClient");
        builder.command().addAll(List.of(words));
        Process process =
                builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        if (!process.waitFor(TestFederation.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("the example did not end: " + Files.readString(log));
        }
        return process.exitValue();
    }

    @Test
    void shouldBringMendedVersionsAndNoCommandLineWhenAProjectWantsDl4j() throws Exception {
        Path project = Files.createDirectories(DIRECTORY.resolve("dl4j-client"));
        Files.writeString(
                project.resolve("pom.xml"),
                Files.readString(EXAMPLE.resolve("pom.xml"))
                        .replace("<artifactId>tributary-client<", "<artifactId>tributary-client-dl4j<"));
        Path tree = DIRECTORY.resolve("dl4j-tree.txt");

        maven.run(project, "dependency:tree", "-DoutputFile=" + tree);

        assertThat(Files.readString(tree))
                .contains("org.deeplearning4j:deeplearning4j-nn:jar", "commons-io:commons-io:jar:2.21.0")
                .doesNotContain("logback", "picocli", "micrometer")
                .containsOnlyOnce("org.slf4j:slf4j-simple");
    }
}
