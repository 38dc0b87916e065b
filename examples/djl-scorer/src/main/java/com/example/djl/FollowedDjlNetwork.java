package com.example.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.ParameterStore;
import dev.tributary.schemas.globalmodel.GlobalModel;
import dev.tributary.schemas.layout.TensorLayout;
import dev.tributary.schemas.layout.TensorOrder;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/** The table's network in DJL, with the newest version's parameters. For one thread. */
final class FollowedDjlNetwork implements AutoCloseable {

    private final NDManager manager = NDManager.newBaseManager();
    private final Supplier<GlobalModel> newest;
    private Block network;
    private GlobalModel loaded;

    FollowedDjlNetwork(Supplier<GlobalModel> newest) {
        this.newest = newest;
    }

    // tag::followed[]
    /** Gives the probabilities of the labels, by the newest version that has arrived. */
    float[] probabilities(float[] features) {
        GlobalModel model = newest.get();
        if (model != loaded) {
            load(model);
        }
        try (NDManager scope = manager.newSubManager()) {
            NDList row = new NDList(scope.create(features, new Shape(1, features.length)));
            return network.forward(new ParameterStore(scope, false), row, false)
                    .singletonOrThrow()
                    .toFloatArray();
        }
    }

    private void load(GlobalModel model) {
        List<TensorLayout> tensors = model.layout().tensors();
        if (network == null) {
            network = network(tensors.get(0).shape(), tensors.get(2).shape());
        }
        List<Parameter> parameters = network.getParameters().values();
        int offset = 0;
        for (int i = 0; i < tensors.size(); i++) {
            TensorLayout tensor = tensors.get(i);
            int end = offset + Math.toIntExact(tensor.elementCount());
            // DL4J has (inputs, outputs) column by column: in memory that is DJL's (outputs, inputs) row by row.
            if (tensor.shape().size() == 2 && tensor.order() != TensorOrder.F) {
                throw new IllegalArgumentException("tensor " + tensor.name() + " must lie column by column");
            }
            NDArray array = parameters.get(i).getArray();
            array.set(Arrays.copyOfRange(model.parameters(), offset, end));
            offset = end;
        }
        loaded = model;
    }

    private Block network(List<Long> hidden, List<Long> output) {
        SequentialBlock layers = new SequentialBlock()
                .add(Linear.builder().setUnits(hidden.get(1)).build())
                .add(Activation::relu)
                .add(Linear.builder().setUnits(output.get(1)).build())
                .addSingleton(sums -> sums.softmax(1));
        layers.initialize(manager, DataType.FLOAT32, new Shape(1, hidden.get(0)));
        return layers;
    }
    // end::followed[]

    @Override
    public void close() {
        manager.close();
    }
}
