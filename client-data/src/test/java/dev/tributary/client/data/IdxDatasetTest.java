package dev.tributary.client.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.tributary.schemas.FederationException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdxDatasetTest {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldReadPixelsAndLabelsWhenFilesAreSound(boolean gzipped) {
        UnaryOperator<byte[]> packing = gzipped ? IdxFixtures::gzip : UnaryOperator.identity();
        Path images = IdxFixtures.write(directory, "images", packing.apply(IdxFixtures.images(12)));
        Path labels = IdxFixtures.write(directory, "labels", packing.apply(IdxFixtures.labels(12)));

        LabelledImages data = IdxDataset.read(images, labels, 10);

        assertThat(data.size()).isEqualTo(12);
        assertThat(data.rows()).isEqualTo(2);
        assertThat(data.columns()).isEqualTo(3);
        assertThat(data.labels()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1);
        assertThat(data.pixels()).hasSize(72).startsWith(0f, 1 / 255f, 2 / 255f).endsWith(70 / 255f, 71 / 255f);
    }

    @Test
    void shouldUseTrainAndTestFilesWhenAllFourAreThere() {
        writePair("train", 7, "-idx");
        writePair("t10k", 3, ".idx");

        TrainTestSplit split = IdxDataset.load(directory, 10);

        assertThat(split.train().size()).isEqualTo(7);
        assertThat(split.test().size()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({"train, 10, 8", "t10k, 11, 8", "t10k, 2, 1"})
    void shouldTestOnLastFifthWhenOnlyOneSplitIsThere(String split, int count, int trainCount) {
        writePair(split, count, "-idx");

        TrainTestSplit data = IdxDataset.load(directory, 10);

        assertThat(data.train().size()).isEqualTo(trainCount);
        assertThat(data.test().size()).isEqualTo(count - trainCount);
        assertThat(data.test().label(0)).isEqualTo(trainCount % 10);
    }

    @Test
    void shouldRefuseDirectoryWhenItIsMissingOrEmptyOrHalf() {
        Path missing = directory.resolve("nowhere");
        assertRefused(() -> IdxDataset.load(missing, 10), missing + " must be a directory of IDX files, was missing");
        assertRefused(
                () -> IdxDataset.load(directory, 10),
                directory + " must hold train-images-idx3-ubyte and train-labels-idx1-ubyte");
        IdxFixtures.write(directory, "t10k-images-idx3-ubyte.gz", IdxFixtures.gzip(IdxFixtures.images(2)));
        assertRefused(
                () -> IdxDataset.load(directory, 10), directory + " must hold t10k-labels-idx1-ubyte (plain or .gz)");
    }

    @Test
    void shouldRefuseDirectoryWhenOneExampleCannotBeSplit() {
        writePair("t10k", 1, "-idx");
        assertRefused(() -> IdxDataset.load(directory, 10), directory + " must hold at least 2 examples");
    }

    @Test
    void shouldRefuseDirectoryWhenImageSizesDiffer() {
        writePair("train", 7, "-idx");
        IdxFixtures.write(
                directory,
                "t10k-images-idx3-ubyte",
                IdxFixtures.idx(IdxFixtures.IMAGES, new int[] {1, 1, 1}, new byte[1]));
        IdxFixtures.write(directory, "t10k-labels-idx1-ubyte", IdxFixtures.labels(1));

        assertRefused(
                () -> IdxDataset.load(directory, 10),
                directory + ": test images must be 2 × 3 like the training images, was 1 × 1");
    }

    @Test
    void shouldNameBothFilesWhenCountsDiffer() {
        Path images = IdxFixtures.write(directory, "images", IdxFixtures.images(3));
        Path labels = IdxFixtures.write(directory, "labels", IdxFixtures.labels(2));

        assertRefused(
                () -> IdxDataset.read(images, labels, 10),
                labels + " must hold 3 labels, one for each image of " + images + ", was 2");
    }

    @Test
    void shouldNameExampleWhenLabelIsNoClass() {
        Path images = IdxFixtures.write(directory, "images", IdxFixtures.images(6));
        Path labels = IdxFixtures.write(directory, "labels", IdxFixtures.labels(6));

        assertRefused(() -> IdxDataset.read(images, labels, 4), labels + ": label must be below 4, was 4 at example 4");
    }

    @Test
    void shouldRefuseFileWhenMagicIsWrong() {
        assertImagesRefused(
                IdxFixtures.idx(1234, new int[] {1, 2, 3}, new byte[6]),
                " must be an IDX image file (magic 2051), was magic 1234");
        assertImagesRefused(IdxFixtures.labels(5), " must be an IDX image file (magic 2051), was magic 2049");
    }

    @Test
    void shouldRefuseFileWhenItIsMissingOrADirectory() {
        Path missing = directory.resolve("none");
        assertRefused(() -> IdxFile.read(missing, IdxKind.LABELS), missing + " must be an IDX label file, was missing");
        assertRefused(
                () -> IdxFile.read(directory, IdxKind.LABELS), directory + " must be an IDX label file, was no file");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 4, 15})
    void shouldRefuseFileWhenHeaderIsCutOff(int length) {
        byte[] whole = IdxFixtures.images(2);
        assertImagesRefused(Arrays.copyOf(whole, length), " must be a whole IDX image file, was cut off");
        assertImagesRefused(
                IdxFixtures.gzip(Arrays.copyOf(whole, length)), " must be a whole IDX image file, was cut off");
    }

    @Test
    void shouldRefuseFileWhenContentIsCutOff() {
        byte[] cutOff = Arrays.copyOf(IdxFixtures.images(2), 16 + 11);
        String message = " must be a whole IDX image file of 12 bytes after the header, was cut off at 11";
        assertImagesRefused(cutOff, message);
        assertImagesRefused(IdxFixtures.gzip(cutOff), message);
    }

    @Test
    void shouldRefuseFileWhenContentIsTooLong() {
        byte[] tooLong = Arrays.copyOf(IdxFixtures.images(2), 16 + 13);
        String message = " must end after the 12 bytes that its header declares, was longer";
        assertImagesRefused(tooLong, message);
        assertImagesRefused(IdxFixtures.gzip(tooLong), message);
    }

    @Test
    void shouldRefuseFileBeforeAllocatingWhenItDeclaresMoreThanItHolds() {
        // 2 GB declared in a file of 20 bytes: believing it would fail for want of heap.
        byte[] hostile = IdxFixtures.idx(IdxFixtures.IMAGES, new int[] {2_000, 1_000, 1_000}, new byte[4]);
        String message = " must be a whole IDX image file of 2000000000 bytes after the header, was cut off at ";
        assertImagesRefused(hostile, message + "4");
        assertImagesRefused(IdxFixtures.gzip(hostile), message + "at most ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0|2|3|: image count must be 1 to 2147483647, was 0",
                "-1|2|3|: image count must be 1 to 2147483647, was 4294967295",
                "1|0|3|: row count must be 1 to 4096, was 0",
                "1|2|4097|: column count must be 1 to 4096, was 4097",
                "2147483647|4096|4096|' must declare at most 2147483639 bytes, was 36028797002186752'",
            })
    void shouldRefuseFileWhenDeclaredSizeIsOutOfBounds(int count, int rows, int columns, String message) {
        assertImagesRefused(
                IdxFixtures.idx(IdxFixtures.IMAGES, new int[] {count, rows, columns}, new byte[6]), message);
    }

    @Test
    void shouldRefuseFileWhenGzipIsCorruptOrCutOff() {
        byte[] sound = IdxFixtures.gzip(IdxFixtures.images(200));
        byte[] wrongCrc = sound.clone();
        wrongCrc[wrongCrc.length - 8] ^= 1;
        assertImagesRefused(wrongCrc, " must be a sound gzip file, was corrupt: Corrupt GZIP trailer");
        byte[] noDeflate = sound.clone();
        noDeflate[10] = (byte) 0xff;
        assertImagesRefused(noDeflate, " must be a sound gzip file, was corrupt: ");
        assertImagesRefused(Arrays.copyOf(sound, 100), " must be a whole IDX image file, was cut off");
        assertImagesRefused(Arrays.copyOf(sound, 5), " must be a whole IDX image file, was cut off");
    }

    @Test
    void shouldSplitRealMnistWhenSharedDataIsThere() {
        Path mnist = SharedData.mnist();
        assumeThat(Files.isDirectory(mnist)).as("%s is there", mnist).isTrue();

        TrainTestSplit split = IdxDataset.load(mnist, 10);

        assertThat(split.train().size()).isEqualTo(8_000);
        assertThat(split.test().size()).isEqualTo(2_000);
        assertThat(split.train().rows()).isEqualTo(28);
        assertThat(split.train().range(0, 10).labels()).containsExactly(7, 2, 1, 0, 4, 1, 4, 9, 5, 9);
        assertThat(split.test().labelCounts()).doesNotContain(0);
        assertThat(split.train().pixels()).contains(0f, 1f);
    }

    private void writePair(String split, int count, String separator) {
        IdxFixtures.write(directory, split + "-images" + separator + "3-ubyte", IdxFixtures.images(count));
        IdxFixtures.write(
                directory, split + "-labels" + separator + "1-ubyte.gz", IdxFixtures.gzip(IdxFixtures.labels(count)));
    }

    private void assertImagesRefused(byte[] content, String message) {
        Path file = IdxFixtures.write(directory, "some-images", content);
        assertRefused(() -> IdxFile.read(file, IdxKind.IMAGES), file + message);
    }

    private static void assertRefused(Runnable action, String message) {
        assertThatExceptionOfType(FederationException.class)
                .isThrownBy(action::run)
                .withMessageStartingWith(message)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
    }
}
