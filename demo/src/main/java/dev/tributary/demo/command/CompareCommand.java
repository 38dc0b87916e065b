package dev.tributary.demo.command;

import dev.tributary.client.data.IdxDataset;
import dev.tributary.client.data.TrainTestSplit;
import dev.tributary.client.data.digits.GeneratedDigits;
import dev.tributary.client.dl4j.BuiltInArchitecture;
import dev.tributary.demo.comparison.Comparison;
import dev.tributary.demo.comparison.ComparisonPlan;
import dev.tributary.demo.comparison.Experiment;
import dev.tributary.demo.comparison.ModePlan;
import dev.tributary.demo.comparison.Outputs;
import dev.tributary.demo.simulation.LocalTraining;
import dev.tributary.demo.simulation.StrategyChoice;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.codec.PayloadCodecs;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures strategies, encodings and round modes on one data set. */
@Command(
        name = "tributary compare",
        description =
                "Compares strategies, encodings and round modes on one data set and writes tables of them. All but"
                        + " the modes are simulated without Kafka, and give the same numbers for the same seeds.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class CompareCommand implements Callable<Integer> {

    private static final String DEFAULT = " Default: ${DEFAULT-VALUE}.";
    private static final int MOST_DRAWN_TESTS = 1000;

    @Option(
            names = "--experiments",
            paramLabel = "LIST",
            split = ",",
            defaultValue = "strategies,encodings,attackers",
            description = "strategies, encodings, attackers, modes; with commas between." + DEFAULT)
    private List<String> experiments;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "Directory of MNIST-format IDX files, plain or gzipped. Default: digits that the program draws.")
    private Path data;

    @Option(
            names = "--examples",
            paramLabel = "N",
            defaultValue = "4000",
            description =
                    "Training images at most, for all clients together. Of drawn digits a quarter as many more, up to"
                            + " 1000, are for the test." + DEFAULT)
    private int examples;

    @Option(names = "--clients", paramLabel = "N", defaultValue = "10", description = "Clients that train." + DEFAULT)
    private int clients;

    @Option(
            names = "--partitions",
            paramLabel = "LIST",
            split = ",",
            defaultValue = "iid,shards",
            description = "How the data is dealt out: iid, shards (about two labels a client) or dirichlet:ALPHA."
                    + " Strategies are compared on each, the rest on the first." + DEFAULT)
    private List<String> partitions;

    @Option(
            names = "--strategies",
            paramLabel = "LIST",
            split = ",",
            defaultValue = "fedAvg,fedAvgM,fedAdagrad:serverLearningRate=0.01,fedAdam:serverLearningRate=0.03,"
                    + "fedYogi:serverLearningRate=0.03",
            description = "Strategies to compare, each NAME or NAME:KEY=VALUE:… with its settings." + DEFAULT)
    private List<String> strategies;

    @Option(
            names = "--defences",
            paramLabel = "LIST",
            split = ",",
            defaultValue = "median,trimmedMean,multiKrum:byzantine=2",
            description = "Strategies to compare under attack, beside fedAvg." + DEFAULT)
    private List<String> defences;

    @Option(
            names = "--attackers",
            paramLabel = "N",
            defaultValue = "2",
            description = "Clients that send their delta turned round and tenfold." + DEFAULT)
    private int attackers;

    @Option(
            names = "--encodings",
            paramLabel = "LIST",
            split = ",",
            defaultValue = "float16,int8,top_k",
            description = "Encodings to compare with float32." + DEFAULT)
    private List<String> encodings;

    @Option(
            names = "--versions",
            paramLabel = "N",
            defaultValue = "60",
            description = "Versions of a run that is judged by its final accuracy." + DEFAULT)
    private int versions;

    @Option(
            names = "--most-versions",
            paramLabel = "N",
            defaultValue = "100",
            description = "Versions after which a run ends that has not reached the target." + DEFAULT)
    private int mostVersions;

    @Option(
            names = "--target",
            paramLabel = "SHARE",
            defaultValue = "0.90",
            description = "Test accuracy to be reached." + DEFAULT)
    private double target;

    @Option(
            names = "--seeds",
            paramLabel = "LIST",
            split = ",",
            defaultValue = "1,2,3",
            description = "Seeds: one run for each." + DEFAULT)
    private List<Long> seeds;

    @Option(
            names = "--model",
            paramLabel = "NAME",
            defaultValue = "mlp",
            description = "cnn, small-cnn, large-cnn or mlp." + DEFAULT)
    private String model;

    @Option(
            names = "--local-epochs",
            paramLabel = "N",
            defaultValue = "1",
            description = "Passes over a client's data for each update." + DEFAULT)
    private int localEpochs;

    @Option(
            names = "--batch-size",
            paramLabel = "N",
            defaultValue = "20",
            description = "Examples in each step of local training." + DEFAULT)
    private int batchSize;

    @Option(
            names = "--learning-rate",
            paramLabel = "RATE",
            defaultValue = "0.1",
            description = "Step length of local training." + DEFAULT)
    private double learningRate;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "120",
            description = "Modes: time of each run." + DEFAULT)
    private int seconds;

    @Option(
            names = "--pace",
            paramLabel = "SECONDS",
            defaultValue = "2",
            description = "Modes: least time that a training takes." + DEFAULT)
    private double pace;

    @Option(
            names = "--slow-factor",
            paramLabel = "N",
            defaultValue = "10",
            description = "Modes: how many times as long one client takes." + DEFAULT)
    private int slowFactor;

    @Option(
            names = "--async-goal",
            paramLabel = "N",
            defaultValue = "5",
            description = "Modes: updates that close an asynchronous round; a synchronous one waits for all." + DEFAULT)
    private int asyncGoal;

    @Option(
            names = "--table",
            paramLabel = "FILE",
            description = "Markdown page to write the tables in, between the two lines that say so.")
    private Path table;

    @Option(names = "--json", paramLabel = "FILE", description = "Where to write all runs.")
    private Path json;

    @Option(names = "--picture", paramLabel = "FILE", description = "Modes: where to draw accuracy over time, as SVG.")
    private Path picture;

    @Option(names = "--verbose", description = "Shows the log, and the stack trace of an error.")
    boolean verbose;

    @Override
    public Integer call() {
        requireBounds();
        List<Experiment> chosen =
                experiments.stream().map(Experiment::named).distinct().toList();
        ComparisonPlan plan = plan();
        LocalTraining training =
                new LocalTraining(BuiltInArchitecture.named(model), localEpochs, batchSize, learningRate);
        Outputs outputs = new Outputs(
                Optional.ofNullable(table), Optional.ofNullable(json), Optional.ofNullable(picture), System.out);
        TrainTestSplit split = loadData();
        requireWithin("--clients", clients, 1, split.train().size());
        new Comparison(dataName(), split, plan, modes(), training, Clock.systemUTC()).run(chosen, outputs);
        return 0;
    }

    private ComparisonPlan plan() {
        return new ComparisonPlan(
                clients,
                attackers,
                partitions,
                strategies.stream()
                        .map(strategy -> StrategyChoice.parse("--strategies", strategy))
                        .toList(),
                defences.stream()
                        .map(strategy -> StrategyChoice.parse("--defences", strategy))
                        .toList(),
                encodings.stream()
                        .map(encoding -> PayloadCodecs.parse("--encodings", encoding))
                        .toList(),
                seeds.stream().distinct().toList(),
                versions,
                mostVersions,
                target);
    }

    private ModePlan modes() {
        return new ModePlan(
                clients,
                asyncGoal,
                Duration.ofSeconds(seconds),
                Duration.ofMillis(Math.round(1000 * pace)),
                slowFactor);
    }

    private String dataName() {
        return data == null
                ? "drawn digits"
                : String.valueOf(data.toAbsolutePath().normalize().getFileName());
    }

    private TrainTestSplit loadData() {
        if (data == null) {
            return GeneratedDigits.split(seeds.get(0), examples, Math.min(MOST_DRAWN_TESTS, Math.max(1, examples / 4)));
        }
        TrainTestSplit all = IdxDataset.load(data, GeneratedDigits.CLASS_COUNT);
        int used = Math.min(examples, all.train().size());
        return new TrainTestSplit(all.train().range(0, used), all.test());
    }

    private void requireBounds() {
        requireWithin("--examples", examples, 1, 1_000_000);
        requireWithin("--clients", clients, 1, 200);
        requireWithin("--attackers", attackers, 0, clients - 1);
        requireWithin("--versions", versions, 1, 10_000);
        requireWithin("--most-versions", mostVersions, 1, 10_000);
        requireWithin("--local-epochs", localEpochs, 1, 1000);
        requireWithin("--batch-size", batchSize, 1, 10_000);
        requireWithin("--seconds", seconds, 1, 86_400);
        requireWithin("--slow-factor", slowFactor, 1, 1000);
        requireWithin("--async-goal", asyncGoal, 1, clients);
        requireAboveZero("--target", target, 1);
        requireAboveZero("--learning-rate", learningRate, 100);
        requireAboveZero("--pace", pace, 3600);
    }

    private static void requireWithin(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new FederationException(option + " must be " + least + " to " + most + ", was " + value);
        }
    }

    private static void requireAboveZero(String option, double value, double most) {
        if (!(value > 0 && value <= most)) {
            throw new FederationException(option + " must be above 0 and at most " + most + ", was " + value);
        }
    }
}
