package dev.tributary.operator.privacy;

import dev.tributary.log.cluster.Cluster;
import dev.tributary.log.rounds.RoundLog;
import dev.tributary.process.command.KafkaOptions;
import dev.tributary.process.command.OutputOption;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.topic.FederationTopics;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** States claims about a federation, whether each holds, and its privacy loss so far. */
@Command(
        name = "show",
        description =
                "Tells what a federation gives away and what it does not: claims in words, epsilon by version, the"
                        + " budget that is left, and the accountant's inputs.",
        mixinStandardHelpOptions = true)
final class PrivacyShowCommand implements Callable<Integer> {

    private static final Duration CONNECTING = Duration.ofSeconds(8);
    private static final Duration READING = Duration.ofSeconds(30);
    private static final int MOST = 1_000_000;

    @Spec
    private CommandSpec spec;

    @Option(names = "--federation", required = true, paramLabel = "NAME", description = "Name of the federation.")
    private String federation;

    @Option(
            names = "--last",
            paramLabel = "N",
            defaultValue = "20",
            description = "Shows the newest N versions. Default: ${DEFAULT-VALUE}")
    private int last;

    @Mixin
    private KafkaOptions kafka;

    @Mixin
    private OutputOption output;

    @Override
    public Integer call() {
        if (last < 1 || last > MOST) {
            throw new FederationException("--last must be 1 to " + MOST + ", was " + last);
        }
        FederationTopics topics = new FederationTopics(federation);
        Map<String, Object> kafkaConfig = kafka.load();
        try (Cluster cluster = Cluster.connect(kafkaConfig, CONNECTING)) {
            cluster.requireTopics(List.of(topics.rounds()));
        }
        try (RoundLog log = new RoundLog(kafkaConfig, topics.rounds())) {
            print(PrivacyReport.of(federation, log.readToEnd(READING)));
        }
        return 0;
    }

    private void print(PrivacyReport report) {
        PrintWriter out = spec.commandLine().getOut();
        if (output.isJson()) {
            output.print(out, PrivacyReportText.json(report));
        } else {
            out.print(PrivacyReportText.text(report, last));
            out.flush();
        }
    }
}
