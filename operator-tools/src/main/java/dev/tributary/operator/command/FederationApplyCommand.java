package dev.tributary.operator.command;

import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.federation.settings.SettingsDifference;
import dev.tributary.federation.settings.TruncationNotice;
import dev.tributary.log.cluster.Cluster;
import dev.tributary.log.control.CommandAnswer;
import dev.tributary.log.control.CommandSender;
import dev.tributary.log.registry.Framings;
import dev.tributary.log.rounds.RoundHistory;
import dev.tributary.log.rounds.RoundLog;
import dev.tributary.operator.topics.TopicsApplyCommand;
import dev.tributary.operator.topics.TopicsDurationConverter;
import dev.tributary.process.command.KafkaOptions;
import dev.tributary.process.command.OutputOption;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.avro.RoundResult;
import dev.tributary.schemas.topic.FederationTopics;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Changes the settings of a running federation. */
@Command(
        name = "apply",
        description = {
            "Changes the settings of a running federation: they hold from the next version on, on every instance of the",
            "aggregator at once."
        },
        mixinStandardHelpOptions = true)
final class FederationApplyCommand implements Callable<Integer> {

    private static final Duration READING = Duration.ofSeconds(30);

    @Spec
    private CommandSpec spec;

    @Option(names = "--settings", required = true, paramLabel = "FILE", description = "The new federation.yaml.")
    private Path settings;

    @Option(
            names = "--wait",
            paramLabel = "DURATION",
            converter = TopicsDurationConverter.class,
            defaultValue = "30s",
            description =
                    "Longest time to wait for the version that brings them; 0s for none. Default: ${DEFAULT-VALUE}")
    private Duration wait;

    private Optional<TruncationNotice> truncation = Optional.empty();

    @Mixin
    private KafkaOptions kafka;

    @Mixin
    private OutputOption output;

    @Override
    public Integer call() {
        FederationSettings next = FederationSettings.load(settings);
        Map<String, Object> kafkaConfig = kafka.load();
        requirePartitions(kafkaConfig, next);
        RoundHistory history = history(kafkaConfig, next.topics());
        Optional<FederationSettings> now = history.settingsInForce().map(FederationSettings::parse);
        truncation = history.newest().flatMap(newest -> TruncationNotice.of(next, newest.getParameterCount()));
        now.ifPresent(known -> known.requireChangeTo(next));
        List<SettingsDifference> changes =
                now.map(known -> SettingsDifference.between(known, next)).orElse(List.of());
        if (now.isPresent() && changes.isEmpty()) {
            truncation = Optional.empty();
            report("unchanged", "these settings are in force already; nothing was sent", changes, -1);
            return 0;
        }
        if (!output.isJson()) {
            show(changes);
        }
        apply(kafkaConfig, next, changes);
        return 0;
    }

    /** Said here and not only by requireChangeTo, since before the first round no version carries any settings. */
    private static void requirePartitions(Map<String, Object> kafkaConfig, FederationSettings next) {
        FederationTopics topics = next.topics();
        try (Cluster cluster = Cluster.connect(kafkaConfig, TopicsApplyCommand.TIMEOUT)) {
            int partitions = cluster.requireTopics(
                            List.of(topics.updates(), topics.rounds(), topics.rejections(), topics.control()))
                    .get(topics.updates())
                    .partitions()
                    .size();
            if (partitions != next.topicPlan().updatePartitions()) {
                throw new FederationException("topics.updatePartitions must stay " + partitions
                        + " while the federation lives, was " + next.topicPlan().updatePartitions()
                        + "; begin a new federation for it");
            }
        }
    }

    private static RoundHistory history(Map<String, Object> kafkaConfig, FederationTopics topics) {
        try (RoundLog log = new RoundLog(kafkaConfig, topics.rounds())) {
            RoundHistory history = log.readToEnd(READING);
            if (history.newest().isEmpty()) {
                throw new FederationException(
                        "federation " + topics.federation()
                                + " must have a version before settings change, had none; publish one with: tributary model init");
            }
            return history;
        }
    }

    private void apply(Map<String, Object> kafkaConfig, FederationSettings next, List<SettingsDifference> changes) {
        try (CommandSender sender = new CommandSender(
                Framings.kafkaOnly(kafkaConfig),
                next.topics(),
                Framings.of(kafkaConfig).newFraming(),
                System.getProperty("user.name", ""),
                Clock.systemUTC())) {
            String id = sender.changeSettings(next.text());
            CommandAnswer answer = sender.awaitSettings(id, next.text(), wait);
            answer.refusal().ifPresent(why -> {
                throw new FederationException("the aggregator refused the settings: " + why);
            });
            long version = answer.published().map(RoundResult::getVersion).orElse(-1L);
            if (version < 0) {
                report("sent", "sent; the settings will hold from the next version on", changes, version);
            } else {
                report("inForce", "the settings hold from version " + version + " on", changes, version);
            }
        }
    }

    private void show(List<SettingsDifference> changes) {
        PrintWriter out = spec.commandLine().getOut();
        if (changes.isEmpty()) {
            out.println("no version carries settings yet: those hold that the aggregator was started with");
        }
        changes.forEach(change ->
                out.println(change.path() + ": " + absent(change.before()) + " -> " + absent(change.after())));
        truncation.ifPresent(notice -> out.println(notice.sentence()));
        out.flush();
    }

    private static String absent(String value) {
        return value.isEmpty() ? "(none)" : value;
    }

    private void report(String state, String sentence, List<SettingsDifference> changes, long version) {
        PrintWriter out = spec.commandLine().getOut();
        if (!output.isJson()) {
            out.println(sentence);
            out.flush();
            return;
        }
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("state", state);
        report.put("version", version < 0 ? null : version);
        report.put(
                "changes", changes.stream().map(FederationApplyCommand::shown).toList());
        truncation.ifPresent(notice -> report.put("truncationError", notice.error()));
        output.print(out, report);
    }

    private static Map<String, Object> shown(SettingsDifference change) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("path", change.path());
        shown.put("before", change.before());
        shown.put("after", change.after());
        return shown;
    }
}
