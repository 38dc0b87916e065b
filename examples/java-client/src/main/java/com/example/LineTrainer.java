package com.example;

import dev.tributary.client.training.LocalTrainer;
import dev.tributary.client.training.LocalUpdate;
import dev.tributary.schemas.globalmodel.GlobalModel;
import java.util.Map;

/** An engine of one's own: fits {@code y = w x + b} by gradient descent. The model's two parameters are w and b. */
final class LineTrainer implements LocalTrainer {

    private static final int STEPS = 20;
    private static final double LEARNING_RATE = 0.1;

    private final double[] xs;
    private final double[] ys;

    LineTrainer(double[] xs, double[] ys) {
        this.xs = xs;
        this.ys = ys;
    }

    @Override
    public LocalUpdate train(GlobalModel model) {
        double w = model.parameters()[0];
        double b = model.parameters()[1];
        double squares = 0;
        for (int step = 0; step < STEPS; step++) {
            double slope = 0;
            double shift = 0;
            squares = 0;
            for (int i = 0; i < xs.length; i++) {
                double error = w * xs[i] + b - ys[i];
                slope += error * xs[i];
                shift += error;
                squares += error * error;
            }
            w -= LEARNING_RATE * slope / xs.length;
            b -= LEARNING_RATE * shift / xs.length;
        }
        float[] delta = {(float) (w - model.parameters()[0]), (float) (b - model.parameters()[1])};
        return new LocalUpdate(delta, xs.length, Map.of(LocalUpdate.LOSS, squares / xs.length));
    }
}
