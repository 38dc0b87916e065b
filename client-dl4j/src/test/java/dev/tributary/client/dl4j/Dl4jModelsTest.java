package dev.tributary.client.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.client.dl4j.network.Dl4jNetwork;
import dev.tributary.schemas.FederationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.preprocessor.NormalizerStandardize;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

class Dl4jModelsTest {

    @TempDir
    private Path directory;

    @Test
    void shouldLoadAgainWithSameOutputsWhenExported() throws IOException {
        InitialModel model = BuiltInArchitecture.SMALL_CNN.initialModel(4);
        INDArray images = Nd4j.rand(DataType.FLOAT, 3, 784);
        Dl4jNetwork network = Dl4jNetwork.build(model.definition());
        network.setParameters(model.parameters());

        Path zip = directory.resolve("model.zip");
        Dl4jModels.exportZip(model.definition(), model.parameters(), zip);

        MultiLayerNetwork loaded = ModelSerializer.restoreMultiLayerNetwork(zip.toFile());
        assertThat(loaded.output(images).equalsWithEps(network.output(new DataSet(images, null)), 1e-6))
                .isTrue();
        assertThat(Dl4jNetwork.copyParameters(loaded)).isEqualTo(model.parameters());
    }

    @Test
    void shouldImportWhatWasExportedWhenNetworkOrGraph() {
        for (InitialModel model : new InitialModel[] {
            Dl4jModels.from(TrainingFixtures.tinyNetwork(new Sgd(0.1))),
            Dl4jModels.from(TrainingFixtures.tinyGraph(new Sgd(0.1)))
        }) {
            Path zip = directory.resolve("model.zip");
            Dl4jModels.exportZip(model.definition(), model.parameters(), zip);

            InitialModel imported = Dl4jModels.importZip(zip);

            assertThat(imported.definition()).isEqualTo(model.definition());
            assertThat(imported.layout()).isEqualTo(model.layout());
            assertThat(imported.parameters()).isEqualTo(model.parameters());
        }
    }

    @Test
    void shouldNameWhatAZipHasBesideTheModelWhenItIsImported() throws IOException {
        MultiLayerNetwork network = TrainingFixtures.tinyNetwork(new Sgd(0.1));
        NormalizerStandardize normaliser = new NormalizerStandardize();
        normaliser.fit(TrainingFixtures.separable(24));
        Path plain = directory.resolve("plain.zip");
        Path scaled = directory.resolve("scaled.zip");
        ModelSerializer.writeModel(network, plain.toFile(), false);
        ModelSerializer.writeModel(network, scaled.toFile(), false);
        ModelSerializer.addNormalizerToModel(scaled.toFile(), normaliser);

        assertThat(Dl4jModels.entriesLeftOut(plain)).isEmpty();
        assertThat(Dl4jModels.entriesLeftOut(scaled)).containsExactly(ModelSerializer.NORMALIZER_BIN);
    }

    @Test
    void shouldKeepTheOldFileWhenTheNewOneCannotBeMade() throws IOException {
        InitialModel model = Dl4jModels.from(TrainingFixtures.tinyNetwork(new Sgd(0.1)));
        Path zip = Files.writeString(directory.resolve("model.zip"), "good");

        assertThatThrownBy(() -> Dl4jModels.exportZip(model.definition(), new float[3], zip))
                .isInstanceOf(FederationException.class);

        assertThat(zip).hasContent("good");
    }

    @Test
    void shouldGiveParametersBackWhenSet() {
        InitialModel model = BuiltInArchitecture.CNN.initialModel(4);
        Dl4jNetwork network = Dl4jNetwork.build(model.definition());
        network.setParameters(model.parameters());

        assertThat(network.parameters()).isEqualTo(model.parameters());
    }

    @Test
    void shouldRefuseFileWhenItIsNoModel() throws IOException {
        Path text = Files.writeString(directory.resolve("text.zip"), "no zip");

        assertThatThrownBy(() -> Dl4jModels.importZip(text))
                .isInstanceOf(FederationException.class)
                .hasMessageStartingWith("file " + text + " must be a DL4J model zip: ");
        Path missing = directory.resolve("missing.zip");
        assertThatThrownBy(() -> Dl4jModels.importZip(missing))
                .isInstanceOf(FederationException.class)
                .hasMessage("file " + missing + " must exist and be readable");
    }

    @Test
    void shouldRefuseToExportWhenParametersAreTooFew() {
        InitialModel model = Dl4jModels.from(TrainingFixtures.tinyNetwork(new Sgd(0.1)));

        assertThatThrownBy(() -> Dl4jModels.exportZip(model.definition(), new float[3], directory.resolve("x.zip")))
                .isInstanceOf(FederationException.class)
                .hasMessage("parameters of the model must be 17 as its definition says, were 3");
    }
}
