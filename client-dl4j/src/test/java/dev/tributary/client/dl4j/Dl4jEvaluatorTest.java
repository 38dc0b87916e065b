package dev.tributary.client.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import dev.tributary.client.data.LabelledImages;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Sgd;

class Dl4jEvaluatorTest {

    @Test
    void shouldMeasureAsDl4jDoesWhenBatchesDiffer() {
        MultiLayerNetwork reference = TrainingFixtures.tinyNetwork(new Sgd(0.1));
        InitialModel model = Dl4jModels.from(reference);
        DataSet all = TrainingFixtures.separable(TrainingFixtures.EXAMPLE_COUNT).next();

        ModelQuality quality =
                Dl4jEvaluator.on(TrainingFixtures.separable(7)).evaluate(model.definition(), model.parameters());

        assertThat(quality.exampleCount()).isEqualTo(TrainingFixtures.EXAMPLE_COUNT);
        assertThat(quality.loss()).isCloseTo(reference.score(all), offset(1e-6));
        assertThat(quality.accuracy())
                .isEqualTo(reference.evaluate(TrainingFixtures.separable(24)).accuracy());
    }

    @Test
    void shouldMeasureAgainWhenParametersChange() {
        LabelledImages images = TrainingFixtures.stripes(300, 1);
        InitialModel model = BuiltInArchitecture.MLP.initialModel(1);
        Dl4jEvaluator evaluator = Dl4jEvaluator.on(images);
        ModelQuality before = evaluator.evaluate(model.definition(), model.parameters());

        float[] uniform = new float[model.parameters().length];
        ModelQuality after = evaluator.evaluate(model.definition(), uniform);

        assertThat(after.loss()).isCloseTo(Math.log(10), offset(1e-5)).isNotEqualTo(before.loss());
        assertThat(evaluator.evaluate(model.definition(), model.parameters())).isEqualTo(before);
    }

    @Test
    void shouldStayFiniteWhenModelIsSureAndWrong() {
        MultiLayerNetwork network = TrainingFixtures.tinyNetwork(new Sgd(0.1));
        network.setParam("1_b", network.getParam("1_b").assign(0));
        network.getParam("1_b").putScalar(0, 1000);
        InitialModel model = Dl4jModels.from(network);

        ModelQuality quality =
                Dl4jEvaluator.on(TrainingFixtures.separable(24)).evaluate(model.definition(), model.parameters());

        assertThat(quality.loss()).isFinite().isGreaterThan(5);
        assertThat(quality.accuracy()).isEqualTo(0.5);
    }
}
