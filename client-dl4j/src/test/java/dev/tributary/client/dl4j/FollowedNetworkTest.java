package dev.tributary.client.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.globalmodel.GlobalModel;
import java.util.concurrent.atomic.AtomicReference;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

/** A network that follows versions as they come. */
class FollowedNetworkTest {

    private final AtomicReference<GlobalModel> newest = new AtomicReference<>();
    private final FollowedNetwork followed = FollowedNetwork.of(newest::get);

    @Test
    void shouldScoreAsTheNetworkThatWasPublishedWhenAVersionIsThere() {
        MultiLayerNetwork published = TrainingFixtures.tinyNetwork(new Sgd(0.1));
        newest.set(version(3, Dl4jModels.from(published)));
        INDArray features = Nd4j.createFromArray(new float[][] {{1, -2}, {0.5f, 3}});

        INDArray scored = followed.network().output(features);

        assertThat(scored.toFloatMatrix())
                .isDeepEqualTo(published.output(features).toFloatMatrix());
        assertThat(followed.version()).isEqualTo(3);
    }

    @Test
    void shouldTakeNewParametersIntoTheSameNetworkWhenANewerVersionComes() {
        InitialModel model = Dl4jModels.from(TrainingFixtures.tinyNetwork(new Sgd(0.1)));
        newest.set(version(0, model));
        MultiLayerNetwork before = followed.network();
        float[] parameters = model.parameters().clone();
        parameters[0] = 42;
        newest.set(TrainingFixtures.version(1, model, parameters));

        MultiLayerNetwork after = followed.network();

        assertThat(after).isSameAs(before);
        assertThat(after.params().getFloat(0)).isEqualTo(42);
        assertThat(followed.version()).isEqualTo(1);
    }

    @Test
    void shouldGiveAGraphWhenTheModelIsOne() {
        newest.set(version(0, Dl4jModels.from(TrainingFixtures.tinyGraph(new Sgd(0.1)))));

        assertThat(followed.graph().numParams()).isEqualTo(newest.get().parameters().length);
        assertThatThrownBy(followed::network)
                .isInstanceOf(FederationException.class)
                .hasMessage("model must be a MultiLayerNetwork, was a ComputationGraph; call graph()");
    }

    @Test
    void shouldKnowNoVersionWhenNoneWasAskedFor() {
        assertThat(followed.version()).isEqualTo(-1);
    }

    private static GlobalModel version(long version, InitialModel model) {
        return TrainingFixtures.version(version, model, model.parameters());
    }
}
