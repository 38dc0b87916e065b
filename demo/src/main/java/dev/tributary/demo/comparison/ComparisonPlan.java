package dev.tributary.demo.comparison;

import dev.tributary.client.data.partition.PartitionScheme;
import dev.tributary.demo.simulation.RunSettings;
import dev.tributary.demo.simulation.StrategyChoice;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.avro.PayloadEncoding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Which runs there are.
 *
 * @param clients      clients of each run, 1 to 200
 * @param attackers    how many of them attack in the experiment on attackers
 * @param partitions   how the data is dealt out, at least one; encodings and attackers are compared on the first
 * @param strategies   compared by the versions they need
 * @param defences     compared under attack, beside FedAvg
 * @param encodings    compared by bytes and accuracy, beside {@code FLOAT32}
 * @param seeds        one run of each kind for every seed
 * @param versions     versions of a run that is judged by its final accuracy
 * @param mostVersions versions after which a run that has not reached the target ends
 * @param target       test accuracy to be reached
 */
public record ComparisonPlan(
        int clients,
        int attackers,
        List<String> partitions,
        List<StrategyChoice> strategies,
        List<StrategyChoice> defences,
        List<PayloadEncoding> encodings,
        List<Long> seeds,
        int versions,
        int mostVersions,
        double target) {

    private static final StrategyChoice FED_AVG = new StrategyChoice("fedAvg", Map.of());

    /**
     * Checks everything that a run would refuse later.
     *
     * @throws FederationException naming the flaw
     */
    public ComparisonPlan {
        partitions = List.copyOf(partitions);
        strategies = List.copyOf(strategies);
        defences = List.copyOf(defences);
        encodings = List.copyOf(encodings);
        seeds = List.copyOf(seeds);
        partitions.forEach(PartitionScheme::parse);
        int updates = clients;
        strategies.forEach(strategy -> strategy.settings(updates));
        defences.forEach(strategy -> strategy.settings(updates));
    }

    /**
     * Lists the runs of an experiment.
     *
     * @param experiment any but {@link Experiment#MODES}, which is not simulated
     * @return in the order of the table's rows, seeds innermost
     */
    List<RunSettings> runs(Experiment experiment) {
        return switch (experiment) {
            case STRATEGIES -> strategyRuns();
            case ENCODINGS -> encodingRuns();
            case ATTACKERS -> attackerRuns();
            case MODES -> List.of();
        };
    }

    private List<RunSettings> strategyRuns() {
        List<RunSettings> runs = new ArrayList<>();
        for (StrategyChoice strategy : strategies) {
            for (String partition : partitions) {
                for (long seed : seeds) {
                    runs.add(new RunSettings(
                            strategy, partition, PayloadEncoding.FLOAT32, 0, seed, mostVersions, target));
                }
            }
        }
        return runs;
    }

    private List<RunSettings> encodingRuns() {
        List<PayloadEncoding> all = new ArrayList<>(List.of(PayloadEncoding.FLOAT32));
        encodings.stream().filter(encoding -> !all.contains(encoding)).forEach(all::add);
        List<RunSettings> runs = new ArrayList<>();
        for (PayloadEncoding encoding : all) {
            seeds.forEach(seed -> runs.add(toTheEnd(FED_AVG, encoding, 0, seed)));
        }
        return runs;
    }

    private List<RunSettings> attackerRuns() {
        List<RunSettings> runs = new ArrayList<>();
        seeds.forEach(seed -> runs.add(toTheEnd(FED_AVG, PayloadEncoding.FLOAT32, 0, seed)));
        List<StrategyChoice> attacked = new ArrayList<>(List.of(FED_AVG));
        attacked.addAll(defences);
        for (StrategyChoice strategy : attacked) {
            seeds.forEach(seed -> runs.add(toTheEnd(strategy, PayloadEncoding.FLOAT32, attackers, seed)));
        }
        return runs;
    }

    private RunSettings toTheEnd(StrategyChoice strategy, PayloadEncoding encoding, int attacking, long seed) {
        return new RunSettings(strategy, partitions.get(0), encoding, attacking, seed, versions, RunSettings.NO_TARGET);
    }
}
