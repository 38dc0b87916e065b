package dev.tributary.client.command.model;

import dev.tributary.client.command.options.CommonOptions;
import dev.tributary.log.rounds.RoundHistory;
import dev.tributary.log.rounds.RoundLog;
import dev.tributary.process.command.OutputOption;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.avro.GlobalModelHead;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lists the versions that can still be read. */
@Command(
        name = "list",
        description = "List the versions that can still be read, with what made them.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class ModelListCommand implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(ModelListCommand.class);
    private static final String FORM = "%7s  %-8s %12s %12s  %-16s %7s  %-20s  %s";

    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions common;

    @Mixin
    private OutputOption output;

    @Override
    public Integer call() {
        ModelTopic topic = ModelTopic.open(common);
        List<GlobalModelHead> heads = topic.heads();
        Optional<RoundHistory> history = history(topic);
        PrintWriter out = spec.commandLine().getOut();
        if (output.isJson()) {
            output.print(
                    out,
                    Map.of(
                            "versions",
                            heads.stream().map(head -> json(head, history)).toList()));
            return ExitCode.OK;
        }
        out.println(String.format(
                Locale.ROOT,
                FORM,
                "VERSION",
                "ENCODING",
                "BYTES",
                "PARAMETERS",
                "STRATEGY",
                "UPDATES",
                "CREATED",
                "MARKS"));
        heads.forEach(head -> out.println(row(head, history)));
        out.flush();
        return ExitCode.OK;
    }

    /** Marks stand on another topic, which not everybody who may read models may read. */
    private static Optional<RoundHistory> history(ModelTopic topic) {
        try (RoundLog log = new RoundLog(topic.kafka(), topic.topics().rounds())) {
            return Optional.of(log.readToEnd(ModelTopic.READING));
        } catch (FederationException e) {
            LOG.warn("versions are listed without marks: {}", e.getMessage());
            return Optional.empty();
        }
    }

    private static String row(GlobalModelHead head, Optional<RoundHistory> history) {
        return String.format(
                        Locale.ROOT,
                        FORM,
                        head.getVersion(),
                        head.getEncoding(),
                        head.getPayloadBytes(),
                        head.getParameterCount(),
                        head.getProvenance().getStrategy(),
                        head.getProvenance().getUpdateCount(),
                        created(head).truncatedTo(ChronoUnit.SECONDS),
                        history.map(read -> String.join(", ", read.marks(head.getVersion())))
                                .orElse("?"))
                .stripTrailing();
    }

    private static Instant created(GlobalModelHead head) {
        return Instant.ofEpochMilli(head.getProvenance().getCreatedAtMs());
    }

    private static Map<String, Object> json(GlobalModelHead head, Optional<RoundHistory> history) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("version", head.getVersion());
        json.put("encoding", head.getEncoding().name());
        json.put("bytes", head.getPayloadBytes());
        json.put("parameters", head.getParameterCount());
        json.put("strategy", head.getProvenance().getStrategy());
        json.put("updates", head.getProvenance().getUpdateCount());
        json.put("created", created(head).toString());
        json.put("marks", history.map(read -> read.marks(head.getVersion())).orElse(null));
        return json;
    }
}
