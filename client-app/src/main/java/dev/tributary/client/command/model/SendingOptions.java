package dev.tributary.client.command.model;

import dev.tributary.client.command.options.DurationConverter;
import dev.tributary.log.control.CommandAnswer;
import dev.tributary.log.control.CommandSender;
import dev.tributary.log.registry.Framings;
import dev.tributary.process.command.OutputOption;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.avro.RoundResult;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine.Option;

/** Options of commands that have the aggregator publish a version: why, and how long they wait for it. */
final class SendingOptions {

    /** As the protocol bounds it. */
    private static final int MAX_REASON = 300;

    @Option(
            names = "--reason",
            required = true,
            paramLabel = "TEXT",
            description = "Why, for the version's provenance: one line.")
    private String reason;

    @Option(
            names = "--wait",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            defaultValue = "30s",
            description = "Longest time to wait for the version; 0s for none. Default: ${DEFAULT-VALUE}.")
    private Duration wait;

    /** The reason, within its bounds. */
    String reason() {
        if (reason.isBlank() || reason.length() > MAX_REASON || reason.lines().count() != 1) {
            throw new FederationException("--reason must be one line of 1 to " + MAX_REASON + " characters, was '"
                    + reason.lines().findFirst().orElse("") + "' of " + reason.length());
        }
        return reason;
    }

    /**
     * Sends a command and tells its outcome.
     *
     * @param send   sends it and returns its id
     * @throws FederationException if the aggregator refuses
     */
    void send(ModelTopic topic, Function<CommandSender, String> send, PrintWriter out, OutputOption output) {
        try (CommandSender sender = new CommandSender(
                Framings.kafkaOnly(topic.kafka()),
                topic.topics(),
                Framings.of(topic.kafka()).newFraming(),
                System.getProperty("user.name", ""),
                Clock.systemUTC())) {
            String id = send.apply(sender);
            CommandAnswer answer = sender.await(id, wait);
            answer.refusal().ifPresent(why -> {
                throw new FederationException("the aggregator refused: " + why);
            });
            report(id, answer, out, output);
        }
    }

    private static void report(String id, CommandAnswer answer, PrintWriter out, OutputOption output) {
        Long version = answer.published().map(RoundResult::getVersion).orElse(null);
        if (output.isJson()) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("state", version == null ? "sent" : "published");
            json.put("version", version);
            json.put("commandId", id);
            output.print(out, json);
            return;
        }
        out.println(
                version == null
                        ? "sent as " + id + "; no version yet: is an aggregator running?"
                        : "published as version " + version);
        out.flush();
    }
}
