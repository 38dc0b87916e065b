package dev.tributary.client.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.client.data.LabelledImages;
import dev.tributary.client.data.digits.GeneratedDigits;
import dev.tributary.client.dl4j.examples.RowExamples;
import dev.tributary.client.training.LocalUpdate;
import dev.tributary.schemas.globalmodel.GlobalModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.dataset.api.DataSet;

/**
 * Local training against DL4J's own {@code fit} on the same networks and data, in turns, in one process.
 *
 * <p>Not among the tests of a build; {@code docs/performance.md}, "Local training", has the command. DL4J gets its best
 * case: mini-batches that lie in memory, no listeners, no prefetching thread. It fails if one of the two sees other than
 * all examples, or trains nothing: rates of unequal work would say nothing. System properties: {@code
 * benchmark.models} (all), {@code benchmark.threads} (1,2), {@code benchmark.rounds} (9, of which the first two warm
 * up), {@code benchmark.examples} (400 a round and thread).
 */
@Tag("benchmark")
class TrainingBenchmark {

    private static final int BATCH_SIZE = 10;
    private static final int WARM_UP_ROUNDS = 2;
    private static final int ROUNDS = Integer.getInteger("benchmark.rounds", 9);
    private static final int EXAMPLES = Integer.getInteger("benchmark.examples", 400);

    @Test
    void shouldTellExamplesPerSecondWhenAskedTo() throws Exception {
        System.out.printf(
                "| model | threads | DL4J, examples/s a thread | Dl4jTrainer | ratio |%n|---|---|---|---|---|%n");
        for (String model : list("benchmark.models", "mlp,small-cnn,cnn,large-cnn")) {
            for (String threads : list("benchmark.threads", "1,2")) {
                compare(BuiltInArchitecture.named(model), Integer.parseInt(threads));
            }
        }
    }

    private static void compare(BuiltInArchitecture architecture, int threads) throws Exception {
        List<Runnable> stock = new ArrayList<>();
        List<Runnable> ours = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
            LabelledImages images = GeneratedDigits.generate(42, (long) thread * EXAMPLES, EXAMPLES);
            stock.add(stock(architecture.initialModel(42), images));
            ours.add(ours(architecture.initialModel(42), images));
        }
        double[] stockRates = new double[ROUNDS];
        double[] ourRates = new double[ROUNDS];
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            for (int round = 0; round < ROUNDS; round++) {
                stockRates[round] = rate(stock, executor);
                ourRates[round] = rate(ours, executor);
            }
        } finally {
            executor.shutdownNow();
        }
        print(architecture, threads, stockRates, ourRates);
    }

    private static Runnable stock(InitialModel model, LabelledImages images) {
        MultiLayerNetwork network = new MultiLayerNetwork(
                MultiLayerConfiguration.fromJson(model.definition().text()));
        network.init();
        List<DataSet> batches = new ArrayList<>();
        Iterator<DataSet> epoch = new RowExamples(images, BATCH_SIZE, true).epoch(42);
        epoch.forEachRemaining(batches::add);
        assertThat(batches.stream().mapToInt(DataSet::numExamples).sum()).isEqualTo(EXAMPLES);
        return () -> batches.forEach(network::fit);
    }

    private static Runnable ours(InitialModel model, LabelledImages images) {
        Dl4jTrainer trainer = Dl4jTrainer.on(images, BATCH_SIZE).build();
        GlobalModel received = TrainingFixtures.version(0, model, model.parameters());
        return () -> checkTrained(trainer.train(received));
    }

    private static void checkTrained(LocalUpdate update) {
        assertThat(update.exampleCount()).isEqualTo(EXAMPLES);
        int changed = 0;
        for (float value : update.delta()) {
            changed += Float.isFinite(value) && value != 0 ? 1 : 0;
        }
        assertThat(changed).isPositive();
    }

    /** Runs all at once, each in a thread, and returns the examples per second of one of them. */
    private static double rate(List<Runnable> trainings, ExecutorService executor)
            throws InterruptedException, ExecutionException {
        List<Callable<Object>> calls =
                trainings.stream().map(Executors::callable).toList();
        long start = System.nanoTime();
        for (Future<Object> done : executor.invokeAll(calls)) {
            done.get();
        }
        return EXAMPLES * 1e9 / (System.nanoTime() - start);
    }

    private static void print(BuiltInArchitecture architecture, int threads, double[] stock, double[] ours) {
        double[] ratios =
                IntStream.range(0, ROUNDS).mapToDouble(i -> ours[i] / stock[i]).toArray();
        System.out.printf(
                "| %s | %d | %.0f | %.0f | %.1f |%n",
                architecture.modelName(), threads, median(stock), median(ours), median(ratios));
    }

    private static double median(double[] rounds) {
        double[] measured = Arrays.stream(rounds).skip(WARM_UP_ROUNDS).sorted().toArray();
        return measured[measured.length / 2];
    }

    private static String[] list(String property, String otherwise) {
        return System.getProperty(property, otherwise).split(",", -1);
    }
}
