package dev.tributary.operator.command;

import dev.tributary.federation.condition.Adoption;
import dev.tributary.federation.condition.ConditionReader;
import dev.tributary.log.cluster.Cluster;
import dev.tributary.operator.topics.TopicsApplyCommand;
import dev.tributary.process.command.KafkaOptions;
import dev.tributary.process.command.OutputOption;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.topic.FederationTopics;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Has a federation whose memory was lost go on from its newest model. */
@Command(
        name = "adopt",
        description =
                "Has a federation whose changelogs were lost, or whose topics were copied to another cluster, go on"
                        + " from its newest model. It takes the Kafka properties of the aggregator. Refused where nothing is lost,"
                        + " or an aggregator runs.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:adopted", "2:refused, wrong input, or the cluster did not answer"},
        mixinStandardHelpOptions = true)
final class FederationAdoptCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private FederationOption federation;

    @Mixin
    private KafkaOptions kafka;

    @Mixin
    private OutputOption output;

    @Option(
            names = "--discard",
            description = "Adopt it even where its memory is there, as after an older copy was restored; what is in no"
                    + " version yet is discarded.")
    private boolean discards;

    @Override
    public Integer call() {
        FederationTopics topics = federation.topics();
        Map<String, Object> kafkaConfig = kafka.load();
        long version = adopt(topics, kafkaConfig);
        PrintWriter out = spec.commandLine().getOut();
        if (output.isJson()) {
            output.print(out, json(topics, version));
        } else {
            out.println("federation " + topics.federation() + " goes on from version " + version
                    + "; what was sent and is in no version will be in none; the settings are those of the file that"
                    + " the aggregator is started with");
        }
        out.flush();
        return 0;
    }

    private long adopt(FederationTopics topics, Map<String, Object> kafkaConfig) {
        try (Cluster cluster = Cluster.connect(kafkaConfig, TopicsApplyCommand.TIMEOUT)) {
            cluster.requireTopics(List.of(topics.updates(), topics.control(), topics.model()));
            OptionalLong newest = FederationConditions.newestVersion(kafkaConfig, topics);
            boolean isSound =
                    new ConditionReader(cluster, topics).read(() -> newest).isSound();
            if (isSound && !discards) {
                throw new FederationException("federation " + topics.federation()
                        + " must have lost its memory to be adopted, has not: an aggregator can go on from here; to"
                        + " discard what is in no version yet all the same: --discard");
            }
            long version = newest.orElseThrow(() -> new FederationException(
                    "topic " + topics.model() + " must hold a version to go on from, held none"));
            new Adoption(cluster, topics, kafkaConfig).run();
            return version;
        }
    }

    private static Map<String, Object> json(FederationTopics topics, long version) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("federation", topics.federation());
        json.put("version", version);
        return json;
    }
}
