package dev.tributary.client.data;

import dev.tributary.schemas.FederationException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads labelled images from IDX files, the format in which MNIST, Fashion-MNIST and EMNIST come.
 *
 * <p>A directory holds {@code train-images-idx3-ubyte}, {@code train-labels-idx1-ubyte},
 * {@code t10k-images-idx3-ubyte} and {@code t10k-labels-idx1-ubyte}, each with or without {@code .gz}, or only one of
 * the two pairs.
 */
public final class IdxDataset {

    private static final String TRAIN = "train";
    private static final String TEST = "t10k";

    private IdxDataset() {}

    /**
     * Reads a directory: train and test files when it holds both pairs; with only one pair, its first 80 % are for
     * training and the last 20 % for the test (of MNIST's test split: 8,000 and 2,000).
     *
     * @param classCount number of classes, 1 to 256; each label must be below
     * @throws FederationException if the directory or a file is missing, corrupt or does not fit the others
     */
    public static TrainTestSplit load(Path directory, int classCount) {
        if (!Files.isDirectory(directory)) {
            throw new FederationException(directory + " must be a directory of IDX files, was "
                    + (Files.exists(directory) ? "a file" : "missing"));
        }
        Optional<LabelledImages> train = readPair(directory, TRAIN, classCount);
        Optional<LabelledImages> test = readPair(directory, TEST, classCount);
        if (train.isPresent() && test.isPresent()) {
            return joined(directory, train.get(), test.get());
        }
        LabelledImages only = train.or(() -> test)
                .orElseThrow(() -> new FederationException(directory
                        + " must hold train-images-idx3-ubyte and train-labels-idx1-ubyte, or t10k-images-idx3-ubyte"
                        + " and t10k-labels-idx1-ubyte (each plain or .gz), was without"));
        return splitOff(directory, only);
    }

    /**
     * Reads one pair of files.
     *
     * @param classCount number of classes, 1 to 256; each label must be below
     * @throws FederationException if a file is missing, corrupt or does not fit the other
     */
    public static LabelledImages read(Path imageFile, Path labelFile, int classCount) {
        IdxFile images = IdxFile.read(imageFile, IdxKind.IMAGES);
        IdxFile labels = IdxFile.read(labelFile, IdxKind.LABELS);
        if (images.count() != labels.count()) {
            throw new FederationException(labelFile + " must hold " + images.count() + " labels, one for each image of "
                    + imageFile + ", was " + labels.count());
        }
        checkLabels(labels, classCount);
        return new LabelledImages(
                images.dimension(1), images.dimension(2), classCount, images.content(), labels.content());
    }

    private static void checkLabels(IdxFile labels, int classCount) {
        byte[] content = labels.content();
        for (int i = 0; i < content.length; i++) {
            int label = Byte.toUnsignedInt(content[i]);
            if (label >= classCount) {
                throw new FederationException(
                        labels.file() + ": label must be below " + classCount + ", was " + label + " at example " + i);
            }
        }
    }

    private static Optional<LabelledImages> readPair(Path directory, String split, int classCount) {
        Optional<Path> images = find(directory, split, "images", "idx3-ubyte");
        Optional<Path> labels = find(directory, split, "labels", "idx1-ubyte");
        if (images.isEmpty() && labels.isEmpty()) {
            return Optional.empty();
        }
        if (images.isEmpty() || labels.isEmpty()) {
            String missing = split + (images.isEmpty() ? "-images-idx3-ubyte" : "-labels-idx1-ubyte");
            throw new FederationException(
                    directory + " must hold " + missing + " (plain or .gz) beside its other half, was missing");
        }
        return Optional.of(read(images.get(), labels.get(), classCount));
    }

    private static Optional<Path> find(Path directory, String split, String content, String type) {
        // The second spelling is that of archives which were unpacked by some tools.
        List<String> stems = List.of(split + "-" + content + "-" + type, split + "-" + content + "." + type);
        return stems.stream()
                .flatMap(stem -> Stream.of(stem, stem + ".gz"))
                .map(directory::resolve)
                .filter(Files::exists)
                .findFirst();
    }

    private static TrainTestSplit joined(Path directory, LabelledImages train, LabelledImages test) {
        int[] size = {train.rows(), train.columns()};
        int[] testSize = {test.rows(), test.columns()};
        if (!Arrays.equals(size, testSize)) {
            throw new FederationException(directory + ": test images must be " + size[0] + " × " + size[1]
                    + " like the training images, was " + testSize[0] + " × " + testSize[1]);
        }
        return new TrainTestSplit(train, test);
    }

    private static TrainTestSplit splitOff(Path directory, LabelledImages all) {
        int trainCount = (int) (all.size() * 4L / 5);
        if (trainCount < 1) {
            throw new FederationException(
                    directory + " must hold at least 2 examples to split into train and test, was " + all.size());
        }
        return new TrainTestSplit(all.range(0, trainCount), all.range(trainCount, all.size()));
    }
}
