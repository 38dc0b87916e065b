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
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The demonstration, small, as a process; and what it leaves in {@code --out}. */
class DemoIT {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int CLASSES = 10;

    private static final int PARAMETERS = 199_210;

    /** Examples, loss, accuracy, and whether the delta was clipped: a word each beside the parameters'. */
    private static final int MORE_WORDS = 4;

    private static final Pattern HELPER =
            Pattern.compile("the mask helper, process ([0-9]+), opens nothing but sums over 2");

    @Test
    void shouldMaskEveryUpdateWhenNothingElseIsAsked() throws IOException {
        Finished demo = run(List.of());

        Matcher helper = HELPER.matcher(demo.stdout());
        assertThat(demo.stdout().lines().skip(1).findFirst().orElseThrow())
                .startsWith("masking: required. Each update travels under a mask of its own");
        assertThat(demo.stdout())
                .contains("no update was readable by anyone; least clients behind a sum: 2")
                .contains("noise: none, so the model itself carries no guarantee");
        assertThat(helper.find()).isTrue();
        assertThat(ProcessHandle.of(Long.parseLong(helper.group(1)))).isEmpty();
        JsonNode report = demo.report();
        assertThat(report.get("masking").asText()).isEqualTo("required");
        assertThat(report.get("leastClientsBehindASum").asInt()).isEqualTo(2);
        requireKeys(demo, 2 * 4 * (PARAMETERS + MORE_WORDS));
    }

    @Test
    void shouldSendUpdatesInTheClearWhenMaskingIsOff() throws IOException {
        Finished demo = run(List.of("--masking", "off"));

        assertThat(demo.stdout())
                .contains("masking: off. Each update stands in the clear")
                .contains("every update stood in the clear on the log")
                .doesNotContain("mask helper");
        assertThat(demo.report().get("masking").asText()).isEqualTo("off");
        requireKeys(demo, 2 * 4 * PARAMETERS);
    }

    /** A demonstration that has ended, and what it left. */
    private record Finished(Path data, Path out, String stdout) {

        JsonNode report() throws IOException {
            return new ObjectMapper().readTree(out.resolve("report.json").toFile());
        }
    }

    private static Finished run(List<String> options) throws IOException {
        Path directory = Path.of("target", "e2e", "demo-" + UUID.randomUUID()).toAbsolutePath();
        Path data = IdxFiles.write(directory.resolve("data"), 300, 100);
        Path out = directory.resolve("out");
        List<String> args = new ArrayList<>(args(data, out));
        args.addAll(options);
        try (ChildJvm demo = ChildJvm.start(directory, DemoMain.class, args)) {
            int exitCode = demo.awaitExit(PATIENCE);

            assertThat(exitCode).as(demo.stderr()).isZero();
            assertThat(demo.stderr()).isEmpty();
            assertThat(demo.stdout()).startsWith("2 clients share 300 training images");
            // Broker, aggregator, mask helper and clients have taken their directories with them.
            assertThat(directory.resolve(ChildJvm.TEMPORARY)).isEmptyDirectory();
            return new Finished(data, out, demo.stdout());
        }
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
    private static void requireKeys(Finished demo, int bytesOfAVersion) throws IOException {
        JsonNode report = demo.report();
        assertThat(report.get("model").asText()).isEqualTo("mlp");
        assertThat(report.get("parameters").asInt()).isEqualTo(PARAMETERS);
        assertThat(report.get("clients").asInt()).isEqualTo(2);
        assertThat(report.get("seed").asLong()).isEqualTo(7);
        assertThat(report.get("data").asText()).isEqualTo(demo.data().toString());
        assertThat(report.get("versions")).hasSize(2);
        for (int i = 0; i < 2; i++) {
            JsonNode version = report.get("versions").get(i);
            assertThat(version.get("version").asLong()).isEqualTo(i + 1);
            assertThat(version.get("updates").asInt()).isEqualTo(2);
            assertThat(version.get("accuracy").asDouble()).isBetween(0.0, 1.0);
            assertThat(version.get("loss").asDouble()).isPositive();
            assertThat(version.get("seconds").asDouble()).isPositive();
            assertThat(version.get("bytes").asLong()).isEqualTo(bytesOfAVersion);
        }
        assertThat(report.get("testAccuracy").asDouble())
                .isEqualTo(report.get("versions").get(1).get("accuracy").asDouble());
        assertThat(report.get("updatesAdmitted").asInt()).isEqualTo(4);
        assertThat(report.get("updatesRejected").asInt()).isZero();
        assertThat(report.get("seconds").asDouble()).isPositive();
        requireSelfContained(Files.readString(demo.out().resolve("report.html")));
        assertThat(accuracy(
                        demo.out().resolve("model.zip"),
                        IdxDataset.load(demo.data(), CLASSES).test()))
                .isCloseTo(report.get("testAccuracy").asDouble(), within(1e-6));
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
