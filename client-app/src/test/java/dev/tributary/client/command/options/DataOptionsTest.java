package dev.tributary.client.command.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tributary.client.data.ExampleSplit;
import dev.tributary.client.data.LabelledExamples;
import dev.tributary.client.data.LabelledImages;
import dev.tributary.client.data.table.TableRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class DataOptionsTest {

    /** Images of one pixel, each with a value of its own. */
    private static final LabelledImages IMAGES = images();

    @Command
    private static final class DataCommand {

        @Mixin
        private DataOptions data;
    }

    @Test
    void shouldPartTestDataFromTrainingDataWhenAShareIsGiven() {
        ExampleSplit split = options("--evaluate", "0.2").split(IMAGES, 5);

        int tests = split.test().size();
        assertThat(tests).as("a fifth, by chance").isBetween(10, 30);
        float[] all = new float[100];
        System.arraycopy(pixels(split.test()), 0, all, 0, tests);
        System.arraycopy(pixels(split.train()), 0, all, tests, split.train().size());
        assertThat(all).as("taken from all over").isNotEqualTo(IMAGES.pixels());
        Arrays.sort(all);
        assertThat(all).as("each example once").isEqualTo(IMAGES.pixels());
    }

    @Test
    void shouldTakeTheSameTestDataWhenTheSeedIsTheSame() {
        DataOptions options = options("--evaluate", "0.2");

        float[] first = pixels(options.split(IMAGES, 5).test());

        assertThat(pixels(options.split(IMAGES, 5).test())).isEqualTo(first);
        assertThat(pixels(options.split(IMAGES, 6).test())).isNotEqualTo(first);
    }

    @Test
    void shouldTrainOnEverythingWhenNoShareIsGiven() {
        ExampleSplit split = options().split(IMAGES, 5);

        assertThat(pixels(split.train())).isEqualTo(IMAGES.pixels());
        assertThat(split.test().size()).isZero();
    }

    @Test
    void shouldScaleBothPartsByTheTrainingRowsWhenATableIsGiven(@TempDir Path directory) throws IOException {
        String rows = IntStream.range(0, 100).mapToObj(i -> i + ",7,yes\n").collect(Collectors.joining());
        Path file = Files.writeString(directory.resolve("t.csv"), "a,b,c\n" + rows);
        DataOptions options =
                options("--table", file.toString(), "--target", "c:yes", "--columns", "a", "--evaluate", "0.2");

        ExampleSplit split = options.split(options.load(5), 5);

        TableRows train = (TableRows) split.train();
        double mean = IntStream.range(0, train.size())
                .mapToDouble(i -> train.value(i, 0))
                .average()
                .orElseThrow();
        assertThat(mean).isCloseTo(0, within(1e-5));
        assertThat(split.test().size()).isBetween(10, 30);
        assertThat(split.test().featureCount()).isEqualTo(1);
    }

    private static float[] pixels(LabelledExamples images) {
        return ((LabelledImages) images).pixels();
    }

    private static DataOptions options(String... words) {
        DataCommand command = new DataCommand();
        new CommandLine(command).parseArgs(words);
        return command.data;
    }

    private static LabelledImages images() {
        byte[] pixels = new byte[100];
        IntStream.range(0, 100).forEach(i -> pixels[i] = (byte) i);
        return new LabelledImages(1, 1, 1, pixels, new byte[100]);
    }
}
