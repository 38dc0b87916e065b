package dev.tributary.client.dl4j.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

class RocAreaTest {

    @Test
    void shouldCountPairsInOrderWhenScoresDiffer() {
        RocArea area = new RocArea();

        add(area, new float[] {0.1f, 0.4f, 0.35f}, new float[] {0, 0, 1});
        add(area, new float[] {0.8f}, new float[] {1});

        assertThat(area.value()).hasValue(0.75);
    }

    @Test
    void shouldCountTiesHalfWhenScoresAreEqual() {
        RocArea area = new RocArea();

        add(area, new float[] {0.5f, 0.5f, 0.5f, 0.9f}, new float[] {0, 1, 1, 1});

        assertThat(area.value().orElseThrow()).isCloseTo((0.5 + 0.5 + 1) / 3, within(1e-12));
    }

    @Test
    void shouldTakeTheSecondOutputWhenTwoAreSoftmax() {
        RocArea area = new RocArea();
        INDArray output = Nd4j.create(new float[][] {{0.9f, 0.1f}, {0.2f, 0.8f}});

        area.add(new DataSet(output, Nd4j.create(new float[][] {{1, 0}, {0, 1}})), output);

        assertThat(area.value()).hasValue(1);
    }

    @Test
    void shouldBeEmptyWhenThereIsNothingToCompare() {
        RocArea oneClass = new RocArea();
        add(oneClass, new float[] {0.5f, 0.6f}, new float[] {1, 1});
        RocArea notFinite = new RocArea();
        add(notFinite, new float[] {Float.NaN, 0.6f}, new float[] {0, 1});
        RocArea threeClasses = new RocArea();
        INDArray output = Nd4j.create(new float[][] {{0.2f, 0.3f, 0.5f}, {0.5f, 0.3f, 0.2f}});
        threeClasses.add(new DataSet(output, Nd4j.create(new float[][] {{1, 0, 0}, {0, 0, 1}})), output);

        assertThat(new RocArea().value()).isEmpty();
        assertThat(oneClass.value()).isEmpty();
        assertThat(notFinite.value()).isEmpty();
        assertThat(threeClasses.value()).isEmpty();
    }

    private static void add(RocArea area, float[] scores, float[] labels) {
        INDArray output = Nd4j.create(scores, new long[] {scores.length, 1}, 'c');
        area.add(new DataSet(output, Nd4j.create(labels, new long[] {labels.length, 1}, 'c')), output);
    }
}
