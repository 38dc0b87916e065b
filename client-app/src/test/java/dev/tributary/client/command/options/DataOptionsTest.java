package dev.tributary.client.command.options;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.client.data.LabelledImages;
import dev.tributary.client.data.TrainTestSplit;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
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
        TrainTestSplit split = options("--evaluate", "0.2").split(IMAGES, 5);

        int tests = split.test().size();
        assertThat(tests).as("a fifth, by chance").isBetween(10, 30);
        float[] all = new float[100];
        System.arraycopy(split.test().pixels(), 0, all, 0, tests);
        System.arraycopy(split.train().pixels(), 0, all, tests, split.train().size());
        assertThat(all).as("taken from all over").isNotEqualTo(IMAGES.pixels());
        Arrays.sort(all);
        assertThat(all).as("each example once").isEqualTo(IMAGES.pixels());
    }

    @Test
    void shouldTakeTheSameTestDataWhenTheSeedIsTheSame() {
        DataOptions options = options("--evaluate", "0.2");

        float[] first = options.split(IMAGES, 5).test().pixels();

        assertThat(options.split(IMAGES, 5).test().pixels()).isEqualTo(first);
        assertThat(options.split(IMAGES, 6).test().pixels()).isNotEqualTo(first);
    }

    @Test
    void shouldTrainOnEverythingWhenNoShareIsGiven() {
        TrainTestSplit split = options().split(IMAGES, 5);

        assertThat(split.train().pixels()).isEqualTo(IMAGES.pixels());
        assertThat(split.test().size()).isZero();
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
