package dev.tributary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.client.dl4j.Dl4jEvaluator;
import dev.tributary.client.dl4j.Dl4jModels;
import dev.tributary.client.dl4j.FollowedNetwork;
import dev.tributary.client.dl4j.InitialModel;
import dev.tributary.client.dl4j.ModelQuality;
import dev.tributary.client.watch.ModelWatch;
import dev.tributary.e2e.harness.FederationPlan;
import dev.tributary.e2e.harness.SharedBroker;
import dev.tributary.e2e.harness.TestFederation;
import dev.tributary.schemas.globalmodel.GlobalModel;
import dev.tributary.testbed.broker.EmbeddedBroker;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Two owners of a DL4J network and a data set join a federation with the ten lines of the README. */
@ExtendWith(SharedBroker.class)
class JoinFederationIT {

    private static final int ROUNDS = 6;
    private static final int EXAMPLES = 200;

    @Test
    void shouldLearnTogetherWhenTwoClientsJoinAsTheReadmeShows(EmbeddedBroker broker) throws Exception {
        InitialModel initial = Dl4jModels.from(newNetwork());
        FederationPlan plan = FederationPlan.of(initial.parameters().length, "round: {goal: 2}\n");
        try (TestFederation federation = TestFederation.planned(plan, broker.bootstrapServers())) {
            federation.createTopics();
            GlobalModel first =
                    federation.publishInitialModel(initial.definition(), initial.layout(), initial.parameters());
            federation.startAggregator();

            List<CompletableFuture<Void>> joined = Stream.of(1, 2)
                    .map(owner -> CompletableFuture.runAsync(() -> JoinFederationExample.join(
                            federation.topics().federation(),
                            broker.bootstrapServers(),
                            rings(owner),
                            federation.file("secret-" + owner),
                            ROUNDS)))
                    .toList();
            for (CompletableFuture<Void> one : joined) {
                one.get(TestFederation.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            }
            GlobalModel last = federation.awaitVersion(ROUNDS);
            requireFollowed(last, federation, broker);

            ModelQuality before = quality(first);
            ModelQuality after = quality(last);
            assertThat(after.loss()).isLessThan(before.loss() / 2);
            assertThat(after.accuracy()).isGreaterThan(0.9);
            assertThat(federation.rejections().all()).isEmpty();
            assertThat(federation.rounds().result(ROUNDS).getMetrics()).containsKey("loss");
        }
    }

    /** An application that takes no part has the newest version as a network, without a trainer or a secret. */
    private static void requireFollowed(GlobalModel newest, TestFederation federation, EmbeddedBroker broker) {
        try (ModelWatch watch = ModelWatch.builder()
                .federation(federation.topics().federation())
                .kafka(broker.bootstrapServers())
                .open()) {
            assertThat(watch.awaitNewerThan(newest.version() - 1, TestFederation.PATIENCE))
                    .isPresent();
            FollowedNetwork followed = FollowedNetwork.of(watch);

            assertThat(followed.network().params().toFloatVector()).isEqualTo(newest.parameters());
            assertThat(followed.version()).isEqualTo(newest.version());
        }
    }

    private static MultiLayerNetwork newNetwork() {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(7)
                .updater(new Sgd(0.3))
                .list()
                .layer(new DenseLayer.Builder()
                        .nOut(16)
                        .activation(Activation.TANH)
                        .build())
                .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(2)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.feedForward(2))
                .build());
        network.init();
        return network;
    }

    /** Points of the plane within a circle and in a ring around it: no straight line tells them apart. */
    private static DataSetIterator rings(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] points = new float[2 * EXAMPLES];
        float[] labels = new float[2 * EXAMPLES];
        for (int i = 0; i < EXAMPLES; i++) {
            int label = i % 2;
            double radius = label == 0 ? random.nextDouble(0, 0.8) : random.nextDouble(1.4, 2);
            double angle = random.nextDouble(2 * Math.PI);
            points[2 * i] = (float) (radius * Math.cos(angle));
            points[2 * i + 1] = (float) (radius * Math.sin(angle));
            labels[2 * i + label] = 1;
        }
        DataSet all = new DataSet(
                Nd4j.createFromArray(points).reshape(EXAMPLES, 2),
                Nd4j.createFromArray(labels).reshape(EXAMPLES, 2));
        return new ListDataSetIterator<>(all.asList(), 5);
    }

    private static ModelQuality quality(GlobalModel model) {
        return Dl4jEvaluator.on(rings(3)).evaluate(model.definition(), model.parameters());
    }
}
