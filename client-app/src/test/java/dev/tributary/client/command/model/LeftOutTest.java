package dev.tributary.client.command.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.client.dl4j.Dl4jModels;
import dev.tributary.client.dl4j.InitialModel;
import dev.tributary.schemas.avro.Provenance;
import dev.tributary.schemas.globalmodel.GlobalModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.preprocessor.NormalizerStandardize;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class LeftOutTest {

    private static final Path ZIP = Path.of("my.zip");

    @TempDir
    private Path directory;

    @Test
    void shouldSaySoWhenUpdaterAndDropoutOfAPublishedZipAreOthers() {
        InitialModel kept = Dl4jModels.from(network(new Sgd(0.1), 0));
        InitialModel given = Dl4jModels.from(network(new Adam(0.01), 0.5));

        assertThat(LeftOut.definition(ZIP, given.definition(), version(kept)))
                .singleElement()
                .asString()
                .startsWith("the definition of my.zip is left out, that of version 7 stays; they differ in ")
                .contains("/confs/0/layer/");
    }

    @Test
    void shouldBeSilentWhenOnlyCountersDiffer() {
        MultiLayerNetwork trained = network(new Sgd(0.1), 0);
        InitialModel kept = Dl4jModels.from(trained);
        trained.fit(new DataSet(Nd4j.ones(2, 2), Nd4j.eye(2)));

        assertThat(LeftOut.definition(ZIP, Dl4jModels.from(trained).definition(), version(kept)))
                .isEmpty();
    }

    @Test
    void shouldNameTheNormaliserWhenAZipHasOne() throws IOException {
        NormalizerStandardize normaliser = new NormalizerStandardize();
        normaliser.fit(new DataSet(Nd4j.rand(5, 2), Nd4j.rand(5, 2)));
        Path zip = directory.resolve("scaled.zip");
        ModelSerializer.writeModel(network(new Sgd(0.1), 0), zip.toFile(), false);
        ModelSerializer.addNormalizerToModel(zip.toFile(), normaliser);

        assertThat(LeftOut.of(zip))
                .containsExactly(
                        "normalizer.bin of " + zip
                                + " is left out: scale the features in each client, and wherever the model is used, as it says");
    }

    private static GlobalModel version(InitialModel model) {
        Provenance provenance = Provenance.newBuilder()
                .setBaseVersion(6)
                .setStrategy("test")
                .setSettings(Map.of())
                .setUpdateCount(0)
                .setExampleCount(0)
                .setCodeVersion("test")
                .setCreatedAtMs(0)
                .build();
        return new GlobalModel(7, model.definition(), model.layout(), model.parameters(), provenance);
    }

    private static MultiLayerNetwork network(IUpdater updater, double dropOut) {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(3)
                .updater(updater)
                .list()
                .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(2)
                        .nOut(2)
                        .dropOut(dropOut)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        network.init();
        return network;
    }
}
