package dev.tributary.demo.federation;

import dev.tributary.aggregator.application.AggregatorApp;
import dev.tributary.client.data.LabelledImages;
import dev.tributary.client.dl4j.Dl4jEvaluator;
import dev.tributary.client.dl4j.InitialModel;
import dev.tributary.client.training.LocalTrainer;
import dev.tributary.demo.masking.ClearUpdates;
import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.log.models.ModelReader;
import dev.tributary.schemas.avro.PayloadEncoding;
import dev.tributary.schemas.globalmodel.GlobalModel;
import dev.tributary.testbed.broker.EmbeddedBroker;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.BiFunction;

/**
 * A whole federation on the embedded broker for a fixed time, with one client slower than the others, in one round mode.
 *
 * @param mode     {@code async} or {@code sync}
 * @param goal     updates that close a round
 * @param duration how long it runs, from the start of the clients
 * @param pace     time that a training of every client but the first takes
 * @param slowPace time that a training of the first client takes
 */
public record ModeRun(String mode, int goal, Duration duration, Duration pace, Duration slowPace) {

    private static final Duration LOOK = Duration.ofMillis(100);

    /**
     * A version that was measured. Versions that come faster than they can be measured are left out.
     *
     * @param version  model version
     * @param seconds  from the start of the clients to its publication
     * @param accuracy on the test examples, 0 to 1
     */
    public record Measured(long version, double seconds, double accuracy) {}

    /**
     * Result of a run.
     *
     * @param mode     its round mode
     * @param goal     its goal
     * @param seconds  how long it ran
     * @param versions versions published in that time, without the initial one
     * @param measured those measured, the initial one too; copied
     */
    public record Result(String mode, int goal, double seconds, long versions, List<Measured> measured) {

        /** Copies the list. */
        public Result {
            measured = List.copyOf(measured);
        }

        /**
         * Tells how good the newest measured version is.
         *
         * @return accuracy, 0 to 1
         */
        public double finalAccuracy() {
            return measured.get(measured.size() - 1).accuracy();
        }

        /**
         * Finds when an accuracy was reached.
         *
         * @param target accuracy, 0 to 1
         * @return seconds to the first measured version with at least that accuracy
         */
        public OptionalDouble secondsTo(double target) {
            return measured.stream()
                    .filter(point -> point.accuracy() >= target)
                    .mapToDouble(Measured::seconds)
                    .findFirst();
        }
    }

    /**
     * Runs it.
     *
     * @param initial  version 0
     * @param shards   data of each client
     * @param trainers makes the trainer of a client from its shard and its number
     * @param testData examples that versions are measured on
     * @param clock    tells the time as the aggregator does, which dates the versions
     * @return the versions
     * @throws dev.tributary.schemas.FederationException if a part of the federation gave up
     */
    public Result run(
            InitialModel initial,
            List<LabelledImages> shards,
            BiFunction<LabelledImages, Integer, LocalTrainer> trainers,
            LabelledImages testData,
            Clock clock) {
        FederationSettings federation = FederationSettings.parse(yaml());
        Dl4jEvaluator evaluator = Dl4jEvaluator.on(testData);
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            Map<String, Object> kafka = Map.of("bootstrap.servers", broker.bootstrapServers());
            GlobalModel first = FirstVersion.publish(federation, kafka, initial);
            try (AggregatorApp aggregator =
                            new AggregatorApp(federation, kafka, broker.besideData("streams"), OptionalInt.empty());
                    ModelReader models =
                            new ModelReader(kafka, federation.topics().model())) {
                aggregator.start();
                Measured start = new Measured(0, 0, accuracy(evaluator, first));
                long startedAtMs = clock.millis();
                try (DemoClients clients = DemoClients.startPaced(
                        new ClientPlan(
                                federation.topics().federation(),
                                broker.bootstrapServers(),
                                new ClearUpdates(),
                                PayloadEncoding.FLOAT32,
                                Long.MAX_VALUE),
                        ClientNames.of(shards.size()),
                        shards,
                        trainers,
                        (trainer, number) -> new PacedTrainer(trainer, number == 0 ? slowPace : pace))) {
                    Watch watch = new Watch(models, evaluator, clock, startedAtMs);
                    return watch.until(duration, start, () -> {
                        clients.failure().or(aggregator::failure).ifPresent(failure -> {
                            throw failure;
                        });
                    });
                }
            }
        }
    }

    /** Reads and measures the versions as they come. */
    private final class Watch {

        private final ModelReader models;
        private final Dl4jEvaluator evaluator;
        private final Clock clock;
        private final long startedAtMs;

        Watch(ModelReader models, Dl4jEvaluator evaluator, Clock clock, long startedAtMs) {
            this.models = models;
            this.evaluator = evaluator;
            this.clock = clock;
            this.startedAtMs = startedAtMs;
        }

        Result until(Duration end, Measured start, Runnable requireHealth) {
            List<Measured> measured = new ArrayList<>(List.of(start));
            while (clock.millis() - startedAtMs < end.toMillis()) {
                requireHealth.run();
                long newest = measured.get(measured.size() - 1).version();
                models.awaitNewerThan(newest, LOOK).map(this::measure).ifPresent(measured::add);
            }
            measured.removeIf(point -> point.seconds() > seconds(end.toMillis()));
            long versions = measured.get(measured.size() - 1).version();
            return new Result(mode, goal, seconds(end.toMillis()), versions, measured);
        }

        private Measured measure(GlobalModel model) {
            double publishedAt = seconds(model.provenance().getCreatedAtMs() - startedAtMs);
            return new Measured(model.version(), publishedAt, accuracy(evaluator, model));
        }
    }

    private static double seconds(long millis) {
        return millis / 1000.0;
    }

    private static double accuracy(Dl4jEvaluator evaluator, GlobalModel model) {
        return evaluator.evaluate(model.definition(), model.parameters()).accuracy();
    }

    private String yaml() {
        return String.format(
                Locale.ROOT,
                """
                federation: compare
                privacy: {masking: off}
                topics:
                  replicationFactor: 1
                round:
                  mode: %s
                  goal: %d
                  quorum: %d
                  deadline: 10m
                model:
                  keepVersions: 5
                """,
                mode,
                goal,
                goal);
    }
}
