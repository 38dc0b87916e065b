package dev.tributary.demo.comparison;

import dev.tributary.client.data.LabelledImages;
import dev.tributary.client.data.TrainTestSplit;
import dev.tributary.client.data.partition.PartitionScheme;
import dev.tributary.demo.federation.ModeRun;
import dev.tributary.demo.report.TimeChart;
import dev.tributary.demo.simulation.LocalTraining;
import dev.tributary.demo.simulation.Run;
import dev.tributary.demo.simulation.RunSettings;
import dev.tributary.demo.simulation.Simulation;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Runs experiments one after the other and writes each result as soon as it is there. */
public final class Comparison {

    private final String dataName;
    private final TrainTestSplit data;
    private final ComparisonPlan plan;
    private final ModePlan modes;
    private final LocalTraining training;
    private final Clock clock;
    /** Runs that several experiments have in common are made once. */
    private final Map<RunSettings, Run> done = new HashMap<>();

    /**
     * @param dataName how tables call the data
     * @param data     training and test examples
     * @param plan     runs of the simulated federation
     * @param modes    runs on the embedded broker
     * @param training how every client trains
     * @param clock    the time of the machine
     */
    public Comparison(
            String dataName,
            TrainTestSplit data,
            ComparisonPlan plan,
            ModePlan modes,
            LocalTraining training,
            Clock clock) {
        this.dataName = dataName;
        this.data = data;
        this.plan = plan;
        this.modes = modes;
        this.training = training;
        this.clock = clock;
    }

    /**
     * Runs the experiments.
     *
     * @param experiments in this order
     * @param outputs     where results go
     * @throws dev.tributary.schemas.FederationException if a run or a file is not possible; experiments that ended
     *                                                   before are written
     */
    public void run(List<Experiment> experiments, Outputs outputs) {
        Optional<ResultPage> page = outputs.table().map(ResultPage::open);
        outputs.table().ifPresent(file -> OutputFile.requireWritable("--table", file));
        outputs.json().ifPresent(file -> OutputFile.requireWritable("--json", file));
        outputs.picture().ifPresent(file -> OutputFile.requireWritable("--picture", file));
        ResultJson json = new ResultJson(dataName, plan, training);
        for (Experiment experiment : experiments) {
            String markdown = heading(experiment)
                    + (experiment == Experiment.MODES
                            ? compareModes(json, outputs)
                            : simulate(experiment, json, outputs));
            outputs.screen().println("\n" + markdown);
            page.ifPresent(open -> open.write(experiment, markdown));
            outputs.json().ifPresent(json::write);
        }
    }

    private String simulate(Experiment experiment, ResultJson json, Outputs outputs) {
        Simulation simulation = new Simulation(data, plan.clients(), training);
        List<RunSettings> planned = plan.runs(experiment);
        List<Run> runs = new ArrayList<>();
        for (RunSettings settings : planned) {
            // Before the run and on the same line: a run may take minutes.
            outputs.screen()
                    .print(experiment.word() + " " + (runs.size() + 1) + " of " + planned.size() + ": "
                            + settings.shown() + " ... ");
            outputs.screen().flush();
            long startedAt = clock.millis();
            Run run = done.computeIfAbsent(settings, simulation::run);
            runs.add(run);
            outputs.screen().println(outcome(run, (clock.millis() - startedAt) / 1000.0));
        }
        json.add(experiment, runs, plan.target());
        return switch (experiment) {
            case STRATEGIES -> Tables.strategies(runs, plan);
            case ENCODINGS -> Tables.encodings(runs);
            case ATTACKERS -> Tables.attackers(runs);
            case MODES -> throw new IllegalStateException("modes are not simulated");
        };
    }

    private static String outcome(Run run, double seconds) {
        return String.format(
                Locale.ROOT,
                "accuracy %.4f at version %d, %.1f s",
                run.finalAccuracy(),
                run.accuracy().size() - 1,
                seconds);
    }

    private String compareModes(ResultJson json, Outputs outputs) {
        long seed = plan.seeds().get(0);
        List<LabelledImages> shards =
                PartitionScheme.parse(plan.partitions().get(0)).partition(data.train(), plan.clients(), seed);
        List<ModeRun.Result> results = modes.runs().stream()
                .map(run -> run.run(
                        training.architecture().initialModel(seed),
                        shards,
                        (shard, number) -> training.trainer(shard, seed, number),
                        data.test(),
                        clock))
                .toList();
        json.addModes(results);
        outputs.picture().ifPresent(file -> OutputFile.write("--picture", file, picture(results)));
        return Tables.modes(results, plan.target());
    }

    private static String picture(List<ModeRun.Result> results) {
        return new TimeChart(
                        "Test accuracy over time of asynchronous and synchronous rounds",
                        results.get(0).seconds(),
                        results.stream().map(Comparison::curve).toList())
                .render();
    }

    private static TimeChart.Curve curve(ModeRun.Result result) {
        return new TimeChart.Curve(
                result.mode() + ": " + result.versions() + " versions",
                result.measured().stream()
                        .map(point -> new TimeChart.Point(point.seconds(), point.accuracy()))
                        .toList());
    }

    private String heading(Experiment experiment) {
        String title =
                switch (experiment) {
                    case STRATEGIES -> "Server optimisers";
                    case ENCODINGS -> "Encodings of updates";
                    case ATTACKERS -> plan.attackers() + " of " + plan.clients() + " clients attack";
                    case MODES -> "Asynchronous and synchronous rounds with one slow client";
                };
        return "### " + title + "\n\n" + setup(experiment);
    }

    private String setup(Experiment experiment) {
        String common = String.format(
                Locale.ROOT,
                "Data: %s, %,d training and %,d test images, %d clients. Training: `%s`, %d local epoch%s, batches of %d,"
                        + " learning rate %s.",
                dataName,
                data.train().size(),
                data.test().size(),
                plan.clients(),
                training.architecture().modelName(),
                training.epochs(),
                training.epochs() == 1 ? "" : "s",
                training.batchSize(),
                training.learningRate());
        if (experiment == Experiment.MODES) {
            return common
                    + String.format(
                            Locale.ROOT,
                            " Partition `%s`, seed %d. A training takes %.1f s, that of one client %d times as long.\n\n",
                            plan.partitions().get(0),
                            plan.seeds().get(0),
                            modes.pace().toMillis() / 1000.0,
                            modes.slowFactor());
        }
        return common + " Seeds: "
                + String.join(", ", plan.seeds().stream().map(String::valueOf).toList()) + ".\n\n";
    }
}
