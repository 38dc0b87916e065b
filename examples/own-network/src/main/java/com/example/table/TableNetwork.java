package com.example.table;

import java.io.File;
import java.io.IOException;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/** Writes the network that a federation begins with. */
public final class TableNetwork {

    private TableNetwork() {}

    /**
     * Writes it.
     *
     * @param args the zip to write, columns of the table without the label
     */
    public static void main(String[] args) throws IOException {
        int inputs = 2 * Integer.parseInt(args[1]);
        // tag::network[]
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(7)
                .updater(new Sgd(0.1))
                .weightInit(WeightInit.XAVIER)
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(inputs)
                        .nOut(16)
                        .activation(Activation.RELU)
                        .build())
                // One row in five is positive: its error counts four times, at every client alike.
                .layer(new OutputLayer.Builder(new LossMCXENT(Nd4j.createFromArray(1f, 4f)))
                        .nIn(16)
                        .nOut(2)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        network.init();
        ModelSerializer.writeModel(network, new File(args[0]), false);
        // end::network[]
    }
}
