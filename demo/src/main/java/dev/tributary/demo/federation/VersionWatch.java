package dev.tributary.demo.federation;

import dev.tributary.client.dl4j.Dl4jEvaluator;
import dev.tributary.client.dl4j.ModelQuality;
import dev.tributary.client.training.LocalUpdate;
import dev.tributary.demo.report.VersionReport;
import dev.tributary.demo.terminal.ProgressBar;
import dev.tributary.log.models.ModelReader;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.avro.RoundResult;
import dev.tributary.schemas.globalmodel.GlobalModel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntSupplier;

/**
 * Watches the versions as anybody could who may read the topics: reads each from the model topic, measures it on data
 * that no client trained on, and reports its round. Not thread-safe.
 */
final class VersionWatch implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration LOOK = Duration.ofMillis(200);

    private final ModelReader models;
    private final RoundsReader rounds;
    private final Dl4jEvaluator evaluator;
    private final ProgressBar bar;
    private final int goal;
    private final List<VersionReport> reports = new ArrayList<>();
    private GlobalModel newest;
    private long rejectionsBefore;

    VersionWatch(
            ModelReader models,
            RoundsReader rounds,
            Dl4jEvaluator evaluator,
            ProgressBar bar,
            int goal,
            GlobalModel initial) {
        this.models = models;
        this.rounds = rounds;
        this.evaluator = evaluator;
        this.bar = bar;
        this.goal = goal;
        this.newest = initial;
    }

    /** Waits a moment for a version; meanwhile shows how far the open round is. */
    void look(IntSupplier updatesUnderWay, double secondsInRound) {
        bar.show(newest.version() + 1, updatesUnderWay.getAsInt(), goal, secondsInRound);
        Optional<GlobalModel> found = models.awaitNewerThan(newest.version(), LOOK);
        if (found.isEmpty()) {
            return;
        }
        // While one version was being measured several may have come: none is left out.
        for (long version = newest.version() + 1; version < found.get().version(); version++) {
            long missed = version;
            report(models.version(missed, PATIENCE)
                    .orElseThrow(() -> new FederationException("version " + missed + " must still be on the model"
                            + " topic when it is measured, was not")));
        }
        report(found.get());
    }

    private void report(GlobalModel model) {
        ModelQuality quality = evaluator.evaluate(model.definition(), model.parameters());
        RoundResult round = rounds.awaitRound(model.version(), PATIENCE)
                .orElseThrow(() -> new FederationException(
                        "round " + model.version() + " must be on the rounds topic beside its model, was not"));
        long rejections = rounds.rejections();
        VersionReport report = new VersionReport(
                model.version(),
                Math.toIntExact(round.getUpdateCount()),
                rejections - rejectionsBefore,
                quality.accuracy(),
                quality.loss(),
                round.getMetrics().getOrDefault(LocalUpdate.LOSS, Double.NaN),
                meanStaleness(round),
                round.getUpdateBytes(),
                (round.getClosedAtMs() - round.getOpenedAtMs()) / 1000.0,
                round.getCloseReason().name().toLowerCase(Locale.ROOT));
        rejectionsBefore = rejections;
        newest = model;
        reports.add(report);
        bar.finish(report);
    }

    private static double meanStaleness(RoundResult round) {
        long sum = round.getStaleness().entrySet().stream()
                .mapToLong(entry -> Long.parseLong(entry.getKey()) * entry.getValue())
                .sum();
        return (double) sum / Math.max(1, round.getUpdateCount());
    }

    GlobalModel newest() {
        return newest;
    }

    List<VersionReport> reports() {
        return List.copyOf(reports);
    }

    long rejections() {
        return rejectionsBefore;
    }

    @Override
    public void close() {
        models.close();
        rounds.close();
    }
}
