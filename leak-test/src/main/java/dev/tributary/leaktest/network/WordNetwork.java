package dev.tributary.leaktest.network;

import dev.tributary.client.data.SplitMix64;
import dev.tributary.leaktest.users.Typing;

/**
 * A network of next words: the logits after word p are {@code O·E[p] + b}, one row of E and one of O a word; softmax, cross-entropy
 * (the log-bilinear model of Mnih and Hinton 2007, with one word of context). One step of gradient descent for each
 * word typed.
 *
 * <p>Parameters come and go as one flat vector; the output matrix is kept transposed here, so that loops over the vocabulary
 * run along arrays.
 *
 * <p>Not thread-safe.
 */
public final class WordNetwork {

    private static final double INITIAL_SPREAD = 1;

    private final WordShape shape;
    private final float[] embedding;
    /** One row an element of the width, one column a word. */
    private final float[][] output;

    private final float[] bias;
    private final Softmax softmax;
    private final float[] inner;

    /**
     * Makes a network.
     *
     * @param shape      its shape
     * @param parameters its parameters, flat; copied
     * @throws IllegalArgumentException if there are more or fewer
     */
    public WordNetwork(WordShape shape, float[] parameters) {
        if (parameters.length != shape.parameterCount()) {
            throw new IllegalArgumentException(
                    "parameters must be " + shape.parameterCount() + ", were " + parameters.length);
        }
        this.shape = shape;
        this.embedding = new float[shape.words() * shape.width()];
        this.output = new float[shape.width()][shape.words()];
        this.bias = new float[shape.words()];
        this.softmax = new Softmax(shape.words());
        this.inner = new float[shape.width()];
        read(parameters);
    }

    /**
     * Draws the parameters that a federation begins with: the embedding uniform in [-1, 1), all else 0.
     *
     * @param shape shape of the network
     * @param seed  of the embedding
     * @return a flat vector
     */
    public static float[] initial(WordShape shape, long seed) {
        SplitMix64 random = new SplitMix64(seed);
        float[] parameters = new float[shape.parameterCount()];
        for (int i = 0; i < shape.outputAt(); i++) {
            parameters[i] = (float) random.nextDouble(-INITIAL_SPREAD, INITIAL_SPREAD);
        }
        return parameters;
    }

    private void read(float[] parameters) {
        System.arraycopy(parameters, 0, embedding, 0, embedding.length);
        for (int word = 0; word < shape.words(); word++) {
            for (int i = 0; i < shape.width(); i++) {
                output[i][word] = parameters[shape.outputAt() + word * shape.width() + i];
            }
        }
        System.arraycopy(parameters, shape.biasAt(), bias, 0, bias.length);
    }

    /**
     * Copies the parameters.
     *
     * @return a new flat vector
     */
    public float[] parameters() {
        float[] parameters = new float[shape.parameterCount()];
        System.arraycopy(embedding, 0, parameters, 0, embedding.length);
        for (int word = 0; word < shape.words(); word++) {
            for (int i = 0; i < shape.width(); i++) {
                parameters[shape.outputAt() + word * shape.width() + i] = output[i][word];
            }
        }
        System.arraycopy(bias, 0, parameters, shape.biasAt(), bias.length);
        return parameters;
    }

    /**
     * Trains on a text, once from its beginning to its end.
     *
     * @param text         numbers of words below those of the shape
     * @param learningRate step length, above 0
     */
    public void train(Typing text, float learningRate) {
        for (int place = 1; place < text.length(); place++) {
            step(text.word(place - 1), text.word(place), learningRate);
        }
    }

    private void step(int before, int word, float learningRate) {
        float[] gradient = forward(before);
        // The gradient of the cross-entropy by the logits: probabilities, less 1 for the word that came.
        gradient[word] -= 1;
        int row = before * shape.width();
        for (int i = 0; i < inner.length; i++) {
            inner[i] = Lanes.dot(gradient, output[i]);
            Lanes.addScaled(output[i], gradient, -learningRate * embedding[row + i]);
        }
        Lanes.addScaled(bias, gradient, -learningRate);
        for (int i = 0; i < inner.length; i++) {
            embedding[row + i] -= learningRate * inner[i];
        }
    }

    private float[] forward(int before) {
        float[] logits = softmax.logits();
        System.arraycopy(bias, 0, logits, 0, bias.length);
        for (int i = 0; i < shape.width(); i++) {
            Lanes.addScaled(logits, output[i], embedding[before * shape.width() + i]);
        }
        return softmax.normalise();
    }

    /**
     * Measures a text.
     *
     * @param text numbers of words below those of the shape
     * @return mean cross-entropy of a word, in nats
     */
    public double loss(Typing text) {
        double sum = 0;
        for (int place = 1; place < text.length(); place++) {
            sum -= Math.log(forward(text.word(place - 1))[text.word(place)]);
        }
        return sum / (text.length() - 1);
    }

    /**
     * Tells how surprising some words are after another.
     *
     * @param before the word before
     * @param first  number of the first word asked for
     * @param count  how many words from there on
     * @return the cross-entropy of each, in nats
     */
    public double[] losses(int before, int first, int count) {
        float[] probabilities = forward(before);
        double[] losses = new double[count];
        for (int i = 0; i < count; i++) {
            losses[i] = -Math.log(probabilities[first + i]);
        }
        return losses;
    }

    /** Its shape alone. */
    @Override
    public String toString() {
        return "WordNetwork[" + shape + "]";
    }
}
