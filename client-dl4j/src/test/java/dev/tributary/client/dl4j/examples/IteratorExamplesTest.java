package dev.tributary.client.dl4j.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tributary.schemas.FederationException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

class IteratorExamplesTest {

    private static final int COUNT = 100;

    @Test
    void shouldGiveEachExampleOnceWhenTheyAreMixed() {
        List<Integer> order = drain(mixed(COUNT, 8).epoch(5));

        assertThat(order).isNotEqualTo(range(COUNT)).containsExactlyInAnyOrderElementsOf(range(COUNT));
    }

    @Test
    void shouldMixAsTheSeedSaysWhenTheSeedIsAnother() {
        ShuffledExamples examples = mixed(COUNT, 8);

        assertThat(drain(examples.epoch(5))).isEqualTo(drain(examples.epoch(5))).isNotEqualTo(drain(examples.epoch(6)));
    }

    @Test
    void shouldKeepMasksWhenSequencesAreMixed() {
        INDArray features = Nd4j.rand(DataType.FLOAT, 6, 2, 4);
        INDArray mask = Nd4j.zeros(DataType.FLOAT, 6, 4);
        for (int i = 0; i < 6; i++) {
            features.putScalar(i, 0, 0, i);
            mask.putScalar(i, i % 4, 1);
        }
        DataSet all = new DataSet(features, features.dup(), mask, mask.dup());

        org.nd4j.linalg.dataset.api.DataSet mixed = mixedOf(all, 6).epoch(5).next();

        assertThat(mixed.getFeatures().shape()).containsExactly(6, 2, 4);
        for (int i = 0; i < 6; i++) {
            int number = mixed.getFeatures().getInt(i, 0, 0);
            assertThat(mixed.getLabelsMaskArray().getInt(i, number % 4)).isEqualTo(1);
            assertThat(mixed.getFeaturesMaskArray().getInt(i, number % 4)).isEqualTo(1);
        }
    }

    @Test
    void shouldKeepTheSizeOfMiniBatchesWhenExamplesAreMixed() {
        List<Integer> sizes = new ArrayList<>();
        mixed(COUNT, 8).epoch(5).forEachRemaining(batch -> sizes.add(batch.numExamples()));

        assertThat(sizes).hasSize(13).startsWith(8, 8).endsWith(8, 4);
    }

    @Test
    void shouldMixNeighboursWhenThereAreMoreThanThePoolHolds() {
        int count = 3 * ShuffledExamples.MOST_EXAMPLES;

        List<Integer> order = drain(mixed(count, 1000).epoch(5));

        assertThat(order).containsExactlyInAnyOrderElementsOf(range(count));
        assertThat(order.subList(0, 1000)).allMatch(example -> example < ShuffledExamples.MOST_EXAMPLES);
    }

    @Test
    void shouldNameExampleAndPlaceWhenAValueIsNotANumber() {
        DataSet all = numbers(COUNT);
        all.getFeatures().putScalar(17, 1, Double.NaN);

        assertThatExceptionOfType(FederationException.class)
                .isThrownBy(() -> drain(new IteratorExamples(iterator(all, 8)).epoch(1)))
                .withMessage(
                        "features of each example must be finite, was NaN in example 18 as its iterator counts from 1,"
                                + " feature 2; leave the example out or fill the value in");
    }

    @Test
    void shouldNameTheLabelWhenItIsInfinite() {
        DataSet all = numbers(COUNT);
        all.getLabels().putScalar(99, 0, Double.NEGATIVE_INFINITY);

        assertThatExceptionOfType(FederationException.class)
                .isThrownBy(() -> drain(mixedOf(all, 8).epoch(1)))
                .withMessageStartingWith("labels of each example must be finite, was -Infinity in example 100");
    }

    private static ShuffledExamples mixed(int count, int batchSize) {
        return mixedOf(numbers(count), batchSize);
    }

    private static ShuffledExamples mixedOf(DataSet all, int batchSize) {
        return new ShuffledExamples(new IteratorExamples(iterator(all, batchSize)));
    }

    private static ListDataSetIterator<DataSet> iterator(DataSet all, int batchSize) {
        return new ListDataSetIterator<>(all.asList(), batchSize);
    }

    /** Example i holds i and 0, and is labelled i. */
    private static DataSet numbers(int count) {
        float[] features = new float[2 * count];
        float[] labels = new float[count];
        for (int i = 0; i < count; i++) {
            features[2 * i] = i;
            labels[i] = i;
        }
        return new DataSet(
                Nd4j.create(features, new long[] {count, 2}, 'c'), Nd4j.create(labels, new long[] {count, 1}, 'c'));
    }

    private static List<Integer> drain(Iterator<org.nd4j.linalg.dataset.api.DataSet> batches) {
        List<Integer> order = new ArrayList<>();
        while (batches.hasNext()) {
            org.nd4j.linalg.dataset.api.DataSet batch = batches.next();
            INDArray features = batch.getFeatures();
            for (int i = 0; i < batch.numExamples(); i++) {
                assertThat(batch.getLabels().getInt(i)).as("its own label").isEqualTo(features.getInt(i, 0));
                order.add(features.getInt(i, 0));
            }
        }
        return order;
    }

    private static List<Integer> range(int count) {
        return IntStream.range(0, count).boxed().toList();
    }
}
