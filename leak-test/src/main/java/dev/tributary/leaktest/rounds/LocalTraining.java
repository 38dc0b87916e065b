package dev.tributary.leaktest.rounds;

import dev.tributary.leaktest.network.WordNetwork;
import dev.tributary.leaktest.network.WordShape;
import dev.tributary.leaktest.users.Typing;
import java.util.List;
import java.util.stream.IntStream;

/** Local training of clients: train from the parameters that they got, and take those off what came out. */
public final class LocalTraining {

    private LocalTraining() {}

    /**
     * Trains one client.
     *
     * @param shape        shape of the network
     * @param from         parameters that it got; not changed
     * @param text         its text, learnt once from beginning to end
     * @param learningRate step length, above 0
     * @return its delta
     */
    public static float[] delta(WordShape shape, float[] from, Typing text, float learningRate) {
        WordNetwork network = new WordNetwork(shape, from);
        network.train(text, learningRate);
        float[] delta = network.parameters();
        for (int i = 0; i < delta.length; i++) {
            delta[i] -= from[i];
        }
        return delta;
    }

    /**
     * Trains many clients, on as many threads as there are processors.
     *
     * @param shape        shape of the network
     * @param from         parameters that they got; not changed
     * @param texts        one a client
     * @param learningRate step length, above 0
     * @return their deltas in the same order, the same whatever the number of threads
     */
    public static List<float[]> deltas(WordShape shape, float[] from, List<Typing> texts, float learningRate) {
        return IntStream.range(0, texts.size())
                .parallel()
                .mapToObj(i -> delta(shape, from, texts.get(i), learningRate))
                .toList();
    }
}
