package dev.tributary.operator.command;

import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.federation.settings.SettingsDifference;
import dev.tributary.log.cluster.Cluster;
import dev.tributary.log.models.ModelReader;
import dev.tributary.log.rounds.RoundLog;
import dev.tributary.operator.topics.TopicsApplyCommand;
import dev.tributary.process.command.KafkaOptions;
import dev.tributary.process.command.OutputOption;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.avro.FederationState;
import dev.tributary.schemas.topic.FederationTopics;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Shows a federation's newest version, mode and settings in force. */
@Command(
        name = "show",
        description = "Shows what holds in a federation now: newest version, mode, and the settings in force.",
        mixinStandardHelpOptions = true)
final class FederationShowCommand implements Callable<Integer> {

    private static final Duration READING = Duration.ofSeconds(30);

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
        Map<String, Object> kafkaConfig = kafka.load();
        try (Cluster cluster = Cluster.connect(kafkaConfig, TopicsApplyCommand.TIMEOUT)) {
            cluster.requireTopics(List.of(topics.rounds(), topics.model()));
        }
        Map<String, Object> facts = facts(topics, kafkaConfig);
        PrintWriter out = spec.commandLine().getOut();
        if (output.isJson()) {
            output.print(out, facts);
        } else {
            print(out, facts);
        }
        return 0;
    }

    private static Map<String, Object> facts(FederationTopics topics, Map<String, Object> kafkaConfig) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("federation", topics.federation());
        try (ModelReader models = new ModelReader(kafkaConfig, topics.model())) {
            long version = models.newest(READING)
                    .orElseThrow(() -> new FederationException("federation " + topics.federation()
                            + " must have a version to be shown, had none; publish one with: tributary model init"))
                    .version();
            facts.put("version", version);
            Optional<FederationState> state = models.state();
            facts.put(
                    "mode",
                    state.map(said -> said.getMode().name().toLowerCase(Locale.ROOT))
                            .orElse(null));
            facts.put(
                    "samplingRate", state.map(FederationState::getSamplingRate).orElse(null));
            facts.put("isStopped", state.map(FederationState::getIsStopped).orElse(false));
            facts.put("stopReason", state.map(FederationState::getStopReason).orElse(""));
        }
        try (RoundLog log = new RoundLog(kafkaConfig, topics.rounds())) {
            facts.put(
                    "settings",
                    log.readToEnd(READING)
                            .settingsInForce()
                            .map(text -> SettingsDifference.flat(FederationSettings.parse(text)))
                            .orElse(null));
        }
        return facts;
    }

    private static void print(PrintWriter out, Map<String, Object> facts) {
        out.println("federation     " + facts.get("federation"));
        out.println("version        " + facts.get("version"));
        out.println("mode           " + said(facts.get("mode")));
        out.println("sampling rate  " + said(facts.get("samplingRate")));
        boolean isStopped = Boolean.TRUE.equals(facts.get("isStopped"));
        out.println("stopped        " + (isStopped ? "yes: " + facts.get("stopReason") : "no"));
        out.println();
        if (facts.get("settings") instanceof Map<?, ?> settings) {
            out.println("settings in force");
            settings.forEach((path, value) -> out.println("  " + path + ": " + value));
        } else {
            out.println("no version carries settings yet: those hold that the aggregator was started with");
        }
        out.flush();
    }

    private static String said(Object value) {
        return value == null ? "not said yet: no aggregator has run" : String.valueOf(value);
    }
}
