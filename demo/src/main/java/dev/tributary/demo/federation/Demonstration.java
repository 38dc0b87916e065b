package dev.tributary.demo.federation;

import dev.tributary.aggregator.application.AggregatorApp;
import dev.tributary.client.data.IdxDataset;
import dev.tributary.client.data.LabelledImages;
import dev.tributary.client.data.TrainTestSplit;
import dev.tributary.client.data.digits.GeneratedDigits;
import dev.tributary.client.dl4j.Dl4jEvaluator;
import dev.tributary.client.dl4j.Dl4jModels;
import dev.tributary.client.dl4j.Dl4jTrainer;
import dev.tributary.client.training.LocalTrainer;
import dev.tributary.demo.masking.ClearUpdates;
import dev.tributary.demo.masking.MaskedUpdates;
import dev.tributary.demo.masking.UpdateProtection;
import dev.tributary.demo.report.DemoReport;
import dev.tributary.demo.report.TrainingSettings;
import dev.tributary.demo.report.UpdatePrivacy;
import dev.tributary.demo.report.VersionReport;
import dev.tributary.demo.terminal.ProgressBar;
import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.federation.settings.Masking;
import dev.tributary.log.models.ModelReader;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.globalmodel.GlobalModel;
import dev.tributary.testbed.broker.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Runs a federation from its first topic to its last version. */
public final class Demonstration {

    /** Generated digits for each client: enough for the default model to pass 95 % in ten versions. */
    private static final int GENERATED_PER_CLIENT = 500;

    /** As masked words are told in reports, whatever the encoding. */
    private static final String MASKED_WORDS = "masked 32-bit words";

    private static final String MODEL_FILE = "model.zip";
    private static final int GENERATED_TEST = 1000;

    private final DemoSettings settings;
    private final ProgressBar bar;
    private final CountDownLatch finished = new CountDownLatch(1);
    private volatile boolean isStopping;

    /**
     * @param settings its task
     * @param bar      shows how it gets on
     */
    public Demonstration(DemoSettings settings, ProgressBar bar) {
        this.settings = settings;
        this.bar = bar;
    }

    /**
     * Runs it.
     *
     * @return the report
     * @throws dev.tributary.schemas.FederationException if the data cannot be read, or a part of the federation gave up
     */
    public DemoReport run() {
        try {
            return runAll();
        } finally {
            finished.countDown();
        }
    }

    private DemoReport runAll() {
        // Step 1: the data, before anything is started: a wrong directory is said at once.
        settings.out().ifPresent(Demonstration::makeDirectory);
        TrainTestSplit data = loadData();
        List<LabelledImages> shards = settings.scheme().partition(data.train(), settings.clients(), settings.seed());
        bar.note(describe(data));
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            // Step 2: topics and version 0.
            FederationSettings federation = DemoFederation.settings(settings, shards);
            Map<String, Object> kafka = Map.of("bootstrap.servers", broker.bootstrapServers());
            GlobalModel initial = FirstVersion.publish(
                    federation, kafka, settings.architecture().initialModel(settings.seed()));
            // Step 3: the mask helper if there are masks, the aggregator and the clients.
            try (UpdateProtection protection = protection(federation, broker);
                    AggregatorApp aggregator = new AggregatorApp(
                            federation,
                            kafka,
                            broker.besideData("streams"),
                            OptionalInt.empty(),
                            protection.aggregatorKeys())) {
                bar.note(protection.describe());
                aggregator.start();
                ClientPlan plan = new ClientPlan(
                        federation.topics().federation(),
                        broker.bootstrapServers(),
                        protection,
                        settings.encoding(),
                        settings.versions());
                return learn(federation, plan, shards, data.test(), initial, aggregator);
            }
        }
    }

    private UpdateProtection protection(FederationSettings federation, EmbeddedBroker broker) {
        return isMasked()
                ? MaskedUpdates.start(federation, broker.bootstrapServers(), broker.besideData("mask-helper"))
                : new ClearUpdates();
    }

    private boolean isMasked() {
        return settings.masking() == Masking.REQUIRED;
    }

    /**
     * Ends a running demonstration and waits until all that it started has stopped; may be called from any thread.
     *
     * @param timeout longest time to wait
     */
    public void stop(Duration timeout) {
        isStopping = true;
        try {
            finished.await(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private TrainTestSplit loadData() {
        return settings.data()
                .map(directory -> IdxDataset.load(directory, GeneratedDigits.CLASS_COUNT))
                .orElseGet(() -> GeneratedDigits.split(
                        settings.seed(), GENERATED_PER_CLIENT * settings.clients(), GENERATED_TEST));
    }

    private String describe(TrainTestSplit data) {
        return settings.clients() + " clients share " + data.train().size() + " training images ("
                + settings.partition() + "); " + data.test().size() + " test images stay with nobody";
    }

    private DemoReport learn(
            FederationSettings federation,
            ClientPlan plan,
            List<LabelledImages> shards,
            LabelledImages testData,
            GlobalModel initial,
            AggregatorApp aggregator) {
        List<String> names = ClientNames.of(settings.clients());
        Map<String, Object> kafka = Map.of("bootstrap.servers", plan.bootstrapServers());
        long startedAt = System.nanoTime();
        try (DemoClients clients = DemoClients.start(plan, names, shards, this::trainer);
                VersionWatch watch = new VersionWatch(
                        new ModelReader(kafka, federation.topics().model()),
                        new RoundsReader(plan.bootstrapServers(), federation.topics()),
                        Dl4jEvaluator.on(testData),
                        bar,
                        settings.clients(),
                        initial)) {
            // Step 4: watch until the last version is there.
            long roundSince = startedAt;
            long watched = 0;
            while (watch.newest().version() < settings.versions()) {
                if (isStopping) {
                    throw new FederationException("stopped before version " + settings.versions() + " was published");
                }
                clients.failure().ifPresent(failure -> {
                    throw failure;
                });
                aggregator.failure().or(plan.protection()::failure).ifPresent(failure -> {
                    throw failure;
                });
                long base = watch.newest().version();
                roundSince = base == watched ? roundSince : System.nanoTime();
                watched = base;
                watch.look(() -> clients.published(base), secondsSince(roundSince));
            }
            double seconds = secondsSince(startedAt);
            settings.out()
                    .ifPresent(directory -> Dl4jModels.exportZip(
                            watch.newest().definition(), watch.newest().parameters(), directory.resolve(MODEL_FILE)));
            return report(names, initial, watch, seconds);
        }
    }

    private static void makeDirectory(Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new FederationException("--out must be a writable directory, was " + directory + ": " + e, e);
        }
    }

    private LocalTrainer trainer(LabelledImages shard, int number) {
        return Dl4jTrainer.on(shard, settings.batchSize())
                .epochs(settings.localEpochs())
                .learningRate(settings.learningRate())
                .seed(settings.seed() + number)
                .build();
    }

    private DemoReport report(List<String> names, GlobalModel initial, VersionWatch watch, double seconds) {
        List<VersionReport> versions = watch.reports();
        return new DemoReport(
                settings.architecture().modelName(),
                initial.parameters().length,
                names,
                settings.seed(),
                settings.data().map(String::valueOf).orElse("generated"),
                new TrainingSettings(
                        settings.partition(),
                        settings.localEpochs(),
                        settings.batchSize(),
                        settings.learningRate(),
                        isMasked() ? MASKED_WORDS : settings.encoding().name().toLowerCase(Locale.ROOT)),
                isMasked() ? UpdatePrivacy.ofMasked(versions) : UpdatePrivacy.CLEAR,
                versions,
                versions.get(versions.size() - 1).accuracy(),
                versions.stream().mapToLong(VersionReport::updates).sum(),
                watch.rejections(),
                seconds);
    }

    private static double secondsSince(long nanoTime) {
        return (System.nanoTime() - nanoTime) / 1e9;
    }
}
