package dev.tributary.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.client.data.IdxDataset;
import dev.tributary.client.data.LabelledImages;
import dev.tributary.demo.command.DemoMain;
import dev.tributary.e2e.harness.ChildJvm;
import dev.tributary.e2e.harness.IdxFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The demonstration, small, as a process; and what it leaves in {@code --out}. */
class DemoIT {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int CLASSES = 10;

    @Test
    void shouldLeaveReportAndModelThatLoadsAgainWhenDemoHasRun() throws IOException {
        Path directory = Path.of("target", "e2e", "demo-" + UUID.randomUUID()).toAbsolutePath();
        Path data = IdxFiles.write(directory.resolve("data"), 300, 100);
        Path out = directory.resolve("out");
        try (ChildJvm demo = ChildJvm.start(directory, DemoMain.class, args(data, out))) {
            int exitCode = demo.awaitExit(PATIENCE);

            assertThat(exitCode).as(demo.stderr()).isZero();
            assertThat(demo.stderr()).isEmpty();
            assertThat(demo.stdout())
                    .contains("2 clients share 300 training images")
                    .contains("masking: off. Each update stands in the clear");
        }
        // Broker, aggregator and clients have taken their directories with them.
        assertThat(directory.resolve(ChildJvm.TEMPORARY)).isEmptyDirectory();
        JsonNode report = new ObjectMapper().readTree(out.resolve("report.json").toFile());
        requireKeys(report, data);
        requireSelfContained(Files.readString(out.resolve("report.html")));
        assertThat(accuracy(
                        out.resolve("model.zip"), IdxDataset.load(data, CLASSES).test()))
                .isCloseTo(report.get("testAccuracy").asDouble(), within(1e-6));
    }

    private static List<String> args(Path data, Path out) {
        return List.of(
                "--clients",
                "2",
                "--versions",
                "2",
                "--model",
                "mlp",
                "--seed",
                "7",
                "--data",
                data.toString(),
                "--out",
                out.toString());
    }

    /** The keys that others build on. */
    private static void requireKeys(JsonNode report, Path data) {
        assertThat(report.get("model").asText()).isEqualTo("mlp");
        assertThat(report.get("parameters").asInt()).isEqualTo(199_210);
        assertThat(report.get("clients").asInt()).isEqualTo(2);
        assertThat(report.get("seed").asLong()).isEqualTo(7);
        assertThat(report.get("data").asText()).isEqualTo(data.toString());
        assertThat(report.get("versions")).hasSize(2);
        for (int i = 0; i < 2; i++) {
            JsonNode version = report.get("versions").get(i);
            assertThat(version.get("version").asLong()).isEqualTo(i + 1);
            assertThat(version.get("updates").asInt()).isEqualTo(2);
            assertThat(version.get("accuracy").asDouble()).isBetween(0.0, 1.0);
            assertThat(version.get("loss").asDouble()).isPositive();
            assertThat(version.get("seconds").asDouble()).isPositive();
            assertThat(version.get("bytes").asLong()).isEqualTo(2 * 4 * 199_210);
        }
        assertThat(report.get("testAccuracy").asDouble())
                .isEqualTo(report.get("versions").get(1).get("accuracy").asDouble());
        assertThat(report.get("updatesAdmitted").asInt()).isEqualTo(4);
        assertThat(report.get("updatesRejected").asInt()).isZero();
        assertThat(report.get("seconds").asDouble()).isPositive();
    }

    private static void requireSelfContained(String html) {
        assertThat(html).contains("<svg").doesNotContainPattern("(?i)(src|href)\\s*=\\s*[\"']?\\s*(https?:)?//");
        assertThat(html.replace("http://www.w3.org/2000/svg", "")).doesNotContain("http:", "https:");
    }

    /** With DL4J alone, as somebody would who has nothing but the file. */
    private static double accuracy(Path zip, LabelledImages images) throws IOException {
        MultiLayerNetwork network = ModelSerializer.restoreMultiLayerNetwork(zip.toFile());
        INDArray pixels = Nd4j.createFromArray(images.pixels()).reshape(images.size(), images.pixelsPerImage());
        int[] answers = network.predict(pixels);
        int right = 0;
        for (int i = 0; i < answers.length; i++) {
            right += answers[i] == images.label(i) ? 1 : 0;
        }
        return (double) right / answers.length;
    }
}
