package dev.tributary.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tributary.client.data.LabelledImages;
import dev.tributary.client.data.digits.GeneratedDigits;
import dev.tributary.client.dl4j.BuiltInArchitecture;
import dev.tributary.client.dl4j.Dl4jEvaluator;
import dev.tributary.client.dl4j.Dl4jModels;
import dev.tributary.client.dl4j.Dl4jTrainer;
import dev.tributary.client.dl4j.InitialModel;
import dev.tributary.client.dl4j.PersonalModel;
import dev.tributary.client.dl4j.PersonalState;
import dev.tributary.client.round.ClientState;
import dev.tributary.client.round.FederatedClient;
import dev.tributary.client.round.FederatedClientBuilder;
import dev.tributary.e2e.harness.CommandLines;
import dev.tributary.e2e.harness.CommandLines.Run;
import dev.tributary.e2e.harness.FederationPlan;
import dev.tributary.e2e.harness.SharedBroker;
import dev.tributary.e2e.harness.TestFederation;
import dev.tributary.schemas.globalmodel.GlobalModel;
import dev.tributary.testbed.broker.EmbeddedBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Clients that keep layers and control variates to themselves, through a real aggregator. */
@ExtendWith(SharedBroker.class)
class OwnLayersIT {

    private static final int ROUNDS = 3;

    /** The classifier's two hidden layers travel with their control variates, its output layer stays. */
    private static final InitialModel MODEL =
            BuiltInArchitecture.MLP.initialModel(1).sharing(List.of("0", "1")).withControlVariates();

    private static final String SCAFFOLD_SETTINGS =
            """
            round: {goal: 2}
            strategy: {name: fedAvg, weighting: uniform}
            """;

    @Test
    void shouldLearnTogetherWhenPartOfTheModelStaysOnEachClient(EmbeddedBroker broker) throws Exception {
        try (TestFederation federation = federation(broker)) {
            federation.startAggregator();

            List<CompletableFuture<Void>> joined = Stream.of(1, 2)
                    .map(owner -> CompletableFuture.runAsync(() -> join(federation, owner)))
                    .toList();
            for (CompletableFuture<Void> one : joined) {
                one.get(TestFederation.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            }

            GlobalModel last = federation.awaitVersion(ROUNDS);
            assertThat(last.layout()).isEqualTo(MODEL.layout());
            assertThat(last.parameters()).isNotEqualTo(MODEL.parameters());
            assertThat(federation.rejections().all()).isEmpty();
            assertThat(federation.evaluationCount())
                    .as("one a client and version")
                    .isBetween(2L * ROUNDS, 2L * ROUNDS + 2);
            Dl4jEvaluator evaluator = Dl4jEvaluator.on(digits(9));
            double begun = evaluator.evaluate(last, PersonalState.inMemory()).loss();
            double own = evaluator
                    .evaluate(last, PersonalState.in(federation.file("state-1")))
                    .loss();
            assertThat(own).as("with the layer that client 1 kept").isLessThan(0.9 * begun);
            assertThat(personalised(federation).parameters()).hasSize(199_210);
        }
    }

    @Test
    void shouldExportTheNetworkWhenTheModelHasControlVariates(EmbeddedBroker broker) throws Exception {
        float[] whole = BuiltInArchitecture.MLP.initialModel(1).parameters();
        try (TestFederation federation = federation(broker)) {
            Path zip = federation.file("scaffold.zip");

            Run run = new CommandLines(broker.bootstrapServers())
                    .client(
                            "model",
                            "export",
                            "--federation",
                            federation.topics().federation(),
                            "--out",
                            zip.toString());

            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(Dl4jModels.importZip(zip).parameters())
                    .as("the shared layers as published, the other one as its seed draws it")
                    .isEqualTo(whole);
        }
    }

    @Test
    void shouldCloseAtOnceWhenATrainingIsUnderWay(EmbeddedBroker broker) throws Exception {
        try (TestFederation federation = federation(broker)) {
            // Years of training, in mini-batches of milliseconds.
            Dl4jTrainer endless =
                    Dl4jTrainer.on(digits(1), 10).epochs(Integer.MAX_VALUE).build();
            FederatedClient client = client(federation, 1).trainer(endless).build();
            CompletableFuture<Void> run = CompletableFuture.runAsync(client);
            await().atMost(TestFederation.PATIENCE).until(() -> client.state() == ClientState.TRAINING);

            long begin = System.nanoTime();
            client.close();
            Duration took = Duration.ofNanos(System.nanoTime() - begin);

            run.get(1, TimeUnit.SECONDS);
            assertThat(took).isLessThan(Duration.ofSeconds(2));
            assertThat(client.counts().updatesPublished()).isZero();
        }
    }

    private static TestFederation federation(EmbeddedBroker broker) {
        FederationPlan plan = FederationPlan.of(MODEL.parameters().length, SCAFFOLD_SETTINGS);
        TestFederation federation = TestFederation.planned(plan, broker.bootstrapServers());
        federation.createTopics();
        federation.publishInitialModel(MODEL.definition(), MODEL.layout(), MODEL.parameters());
        return federation;
    }

    private static void join(TestFederation federation, int owner) {
        PersonalState state = PersonalState.in(federation.file("state-" + owner));
        try (FederatedClient client = client(federation, owner)
                .trainer(
                        Dl4jTrainer.on(digits(owner), 10).epochs(2).state(state).build())
                .evaluator(Dl4jEvaluator.on(digits(9)).reporting(state))
                .rounds(ROUNDS)
                .build()) {
            client.run();
        }
    }

    private static PersonalModel personalised(TestFederation federation) {
        PersonalState state = PersonalState.in(federation.file("state-1"));
        Dl4jTrainer trainer = Dl4jTrainer.on(digits(1), 10).state(state).build();
        Path zip = federation.file("personal.zip");
        try (FederatedClient reader = client(federation, 1).trainer(trainer).build()) {
            PersonalModel personal = trainer.personalise(reader.newestModel(TestFederation.PATIENCE));
            personal.save(zip);
            assertThat(Dl4jModels.importZip(zip).parameters()).isEqualTo(personal.parameters());
            return personal;
        }
    }

    private static FederatedClientBuilder client(TestFederation federation, int owner) {
        return FederatedClient.builder()
                .federation(federation.topics().federation())
                .kafka(federation.kafka())
                .secret(federation.file("secret-" + owner));
    }

    private static LabelledImages digits(long seed) {
        return GeneratedDigits.generate(seed, 0, 200);
    }
}
