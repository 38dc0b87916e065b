package dev.tributary.demo.simulation;

import dev.tributary.arithmetic.Finiteness;
import dev.tributary.client.data.LabelledImages;
import dev.tributary.client.data.TrainTestSplit;
import dev.tributary.client.data.partition.PartitionScheme;
import dev.tributary.client.dl4j.Dl4jEvaluator;
import dev.tributary.client.dl4j.InitialModel;
import dev.tributary.client.update.EncodedUpdate;
import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.schemas.avro.Provenance;
import dev.tributary.schemas.globalmodel.CodeVersion;
import dev.tributary.schemas.globalmodel.GlobalModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * A federation in one thread, without Kafka: in every round each client trains on the newest version, and its update
 * goes the way of an update from encoder to strategy. The same settings and data give the same numbers.
 */
public final class Simulation {

    private final TrainTestSplit data;
    private final int clientCount;
    private final LocalTraining training;
    private final Dl4jEvaluator evaluator;

    /**
     * @param data        training examples to be dealt out, and test examples that nobody trains on
     * @param clientCount clients, 1 to 200
     * @param training    how each trains
     */
    public Simulation(TrainTestSplit data, int clientCount, LocalTraining training) {
        this.data = data;
        this.clientCount = clientCount;
        this.training = training;
        this.evaluator = Dl4jEvaluator.on(data.test());
    }

    /**
     * Runs until the last version is made or the target reached.
     *
     * @param settings settings of the run
     * @return accuracy of each version
     * @throws dev.tributary.schemas.FederationException if a setting is not possible
     */
    public Run run(RunSettings settings) {
        FederationSettings federation = settings.strategy().settings(clientCount);
        List<SimulatedClient> clients = clients(settings);
        InitialModel initial = training.architecture().initialModel(settings.seed());
        SimulatedAggregator aggregator = new SimulatedAggregator(federation, initial.parameters().length);
        GlobalModel model = version(0, initial, initial.parameters());
        List<Double> accuracy = new ArrayList<>(List.of(accuracy(model)));
        long sentBytes = 0;
        int sent = 0;
        int refused = 0;
        while (model.version() < settings.versions() && accuracy.get(accuracy.size() - 1) < settings.target()) {
            // Whatever is trained from a parameter that is not finite differs from it by nothing finite: nobody sends.
            boolean isFinite = Finiteness.firstNonFinite(model.parameters()).isEmpty();
            for (SimulatedClient client : clients) {
                Optional<EncodedUpdate> update = isFinite ? client.answer(model) : Optional.empty();
                // The client hears that the broker has its update, not what the aggregator makes of it.
                update.ifPresent(EncodedUpdate::arrived);
                sentBytes += update.map(EncodedUpdate::payloadBytes).orElse(0L);
                sent += update.isPresent() ? 1 : 0;
                GlobalModel current = model;
                boolean isAdmitted =
                        update.map(u -> aggregator.admit(u, current.version())).orElse(false);
                refused += isAdmitted ? 0 : 1;
            }
            long next = model.version() + 1;
            model = version(next, initial, aggregator.close(model.parameters(), next));
            accuracy.add(accuracy(model));
        }
        return new Run(settings, accuracy, sent == 0 ? 0 : (double) sentBytes / sent, refused);
    }

    private List<SimulatedClient> clients(RunSettings settings) {
        List<LabelledImages> shards =
                PartitionScheme.parse(settings.partition()).partition(data.train(), clientCount, settings.seed());
        SplittableRandom random = new SplittableRandom(settings.seed());
        List<SimulatedClient> clients = new ArrayList<>();
        for (int i = 0; i < clientCount; i++) {
            clients.add(new SimulatedClient(
                    i,
                    training.trainer(shards.get(i), settings.seed(), i),
                    settings.encoding(),
                    i < settings.attackers(),
                    random.split()));
        }
        return clients;
    }

    private double accuracy(GlobalModel model) {
        return evaluator.evaluate(model.definition(), model.parameters()).accuracy();
    }

    private static GlobalModel version(long version, InitialModel initial, float[] parameters) {
        Provenance provenance = Provenance.newBuilder()
                .setBaseVersion(version - 1)
                .setStrategy("simulated")
                .setSettings(Map.of())
                .setUpdateCount(0)
                .setExampleCount(0)
                .setCodeVersion(CodeVersion.current())
                .setCreatedAtMs(0)
                .build();
        return new GlobalModel(version, initial.definition(), initial.layout(), parameters, provenance);
    }
}
