package com.example.table;

import dev.tributary.schemas.globalmodel.GlobalModel;
import dev.tributary.schemas.layout.TensorLayout;
import dev.tributary.schemas.layout.TensorOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** The table's network without any engine: what another library would be given. */
final class PlainNetwork {

    private final Map<String, float[]> tensors;
    private final int hidden;

    PlainNetwork(GlobalModel model) {
        tensors = tensors(model);
        hidden = tensors.get("0_b").length;
    }

    // tag::tensors[]
    /** Takes a version apart: each tensor by its name, row by row, whatever order the layout has it in. */
    static Map<String, float[]> tensors(GlobalModel model) {
        Map<String, float[]> tensors = new HashMap<>();
        int offset = 0;
        for (TensorLayout tensor : model.layout().tensors()) {
            int length = Math.toIntExact(tensor.elementCount());
            float[] flat = Arrays.copyOfRange(model.parameters(), offset, offset + length);
            boolean isByColumns = tensor.order() == TensorOrder.F && tensor.shape().size() == 2;
            tensors.put(tensor.name(), isByColumns ? byRows(flat, tensor) : flat);
            offset += length;
        }
        return tensors;
    }

    private static float[] byRows(float[] byColumns, TensorLayout tensor) {
        int rows = Math.toIntExact(tensor.shape().get(0));
        int columns = Math.toIntExact(tensor.shape().get(1));
        float[] byRows = new float[byColumns.length];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                byRows[row * columns + column] = byColumns[column * rows + row];
            }
        }
        return byRows;
    }
    // end::tensors[]

    /** The probability of label 1. */
    double score(float[] features) {
        double[] inner = layer(features, "0", hidden);
        float[] activated = new float[hidden];
        for (int i = 0; i < hidden; i++) {
            activated[i] = (float) Math.max(0, inner[i]);
        }
        double[] outer = layer(activated, "1", 2);
        return 1 / (1 + Math.exp(outer[0] - outer[1]));
    }

    private double[] layer(float[] inputs, String name, int outputs) {
        float[] weights = tensors.get(name + "_W");
        float[] biases = tensors.get(name + "_b");
        double[] sums = new double[outputs];
        for (int output = 0; output < outputs; output++) {
            sums[output] = biases[output];
            for (int input = 0; input < inputs.length; input++) {
                sums[output] += (double) inputs[input] * weights[input * outputs + output];
            }
        }
        return sums;
    }
}
