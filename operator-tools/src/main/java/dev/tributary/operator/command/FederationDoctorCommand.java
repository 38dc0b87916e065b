package dev.tributary.operator.command;

import dev.tributary.federation.condition.ConditionReader;
import dev.tributary.federation.condition.FederationCondition;
import dev.tributary.federation.condition.Finding;
import dev.tributary.federation.rendering.TextTable;
import dev.tributary.log.cluster.Cluster;
import dev.tributary.operator.topics.TopicsApplyCommand;
import dev.tributary.process.command.KafkaOptions;
import dev.tributary.process.command.OutputOption;
import dev.tributary.schemas.topic.FederationTopics;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Says whether the aggregator's memory fits the log, and the way out if it does not. */
@Command(
        name = "doctor",
        description = "Looks whether group offsets, changelogs and topics fit together, and says the way out if not.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:an aggregator can go on", "1:it cannot", "2:wrong input, or the cluster did not answer"},
        mixinStandardHelpOptions = true)
final class FederationDoctorCommand implements Callable<Integer> {

    private static final int FLAWED = 1;

    @Spec
    private CommandSpec spec;

    @Mixin
    private FederationOption federation;

    @Mixin
    private KafkaOptions kafka;

    @Mixin
    private OutputOption output;

    @Override
    public Integer call() {
        FederationTopics topics = federation.topics();
        List<Finding> findings = findings(topics, kafka.load());
        boolean isSound = findings.stream().allMatch(Finding::isSound);
        PrintWriter out = spec.commandLine().getOut();
        if (output.isJson()) {
            output.print(out, json(topics, findings, isSound));
        } else {
            print(out, findings, isSound);
        }
        out.flush();
        return isSound ? 0 : FLAWED;
    }

    private static List<Finding> findings(FederationTopics topics, Map<String, Object> kafkaConfig) {
        try (Cluster cluster = Cluster.connect(kafkaConfig, TopicsApplyCommand.TIMEOUT)) {
            cluster.requireTopics(List.of(topics.updates(), topics.control(), topics.model()));
            OptionalLong newest = FederationConditions.newestVersion(kafkaConfig, topics);
            List<Finding> findings = new ArrayList<>(
                    new ConditionReader(cluster, topics).read(() -> newest).findings());
            String found = newest.isEmpty() ? "no version" : "newest version " + newest.getAsLong();
            findings.add(new Finding(topics.model(), found, ""));
            return findings;
        }
    }

    private static Map<String, Object> json(FederationTopics topics, List<Finding> findings, boolean isSound) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("federation", topics.federation());
        json.put("isSound", isSound);
        json.put(
                "findings", findings.stream().map(FederationDoctorCommand::json).toList());
        return json;
    }

    private static Map<String, Object> json(Finding finding) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("subject", finding.subject());
        json.put("found", finding.found());
        json.put("isSound", finding.isSound());
        json.put("flaw", finding.flaw());
        return json;
    }

    private static void print(PrintWriter out, List<Finding> findings, boolean isSound) {
        TextTable table = new TextTable("SUBJECT", "FOUND", "SOUND");
        findings.forEach(finding -> table.row(finding.subject(), finding.found(), finding.isSound() ? "yes" : "no"));
        out.print(table.render());
        out.println();
        if (isSound) {
            out.println("an aggregator can go on from here");
            return;
        }
        findings.stream()
                .filter(finding -> !finding.isSound())
                .forEach(finding -> out.println("  " + finding.subject() + " " + finding.flaw()));
        out.println("restore it, or " + FederationCondition.REMEDY);
    }
}
