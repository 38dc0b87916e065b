package dev.tributary.operator.command;

import dev.tributary.log.cluster.Cluster;
import dev.tributary.log.rounds.RoundHistory;
import dev.tributary.log.rounds.RoundLog;
import dev.tributary.operator.overview.RoundCharts;
import dev.tributary.operator.overview.RoundLine;
import dev.tributary.operator.overview.RoundTable;
import dev.tributary.operator.topics.TopicsApplyCommand;
import dev.tributary.process.command.Interruption;
import dev.tributary.process.command.KafkaOptions;
import dev.tributary.process.command.OutputOption;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.topic.FederationTopics;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.kafka.common.errors.WakeupException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows results of rounds, and goes on showing them. */
@Command(
        name = "rounds",
        description = "Shows what rounds did: a table, and charts of text. Ctrl-C ends --follow.",
        mixinStandardHelpOptions = true)
final class RoundsCommand implements Callable<Integer> {

    private static final Duration READING = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final int MOST = 1_000_000;

    /** Lines of the charts and the header: the rest of the screen goes to the table. */
    private static final int LINES_BESIDE_THE_TABLE = 30;

    /** Cursor to the top left and clear from there (ECMA-48 CUP, ED). */
    private static final String REDRAW = "\u001b[H\u001b[J";

    @Spec
    private CommandSpec spec;

    @Option(names = "--follow", description = "Goes on with each new version, until Ctrl-C.")
    private boolean follows;

    @Option(
            names = "--last",
            paramLabel = "N",
            defaultValue = "20",
            description = "Shows the newest N rounds. Default: ${DEFAULT-VALUE}")
    private int last;

    @Mixin
    private FederationOption federation;

    @Mixin
    private KafkaOptions kafka;

    @Mixin
    private OutputOption output;

    private final Screen screen = Screen.ofThisProcess();

    @Override
    public Integer call() {
        if (last < 1 || last > MOST) {
            throw new FederationException("--last must be 1 to " + MOST + ", was " + last);
        }
        Map<String, Object> kafkaConfig = kafka.load();
        try (RoundLog log = openLog(kafkaConfig, federation.topics())) {
            RoundHistory history = log.readToEnd(READING);
            if (follows) {
                follow(log);
            } else {
                print(RoundLine.newest(history, last));
            }
        }
        return 0;
    }

    private static RoundLog openLog(Map<String, Object> kafkaConfig, FederationTopics topics) {
        try (Cluster cluster = Cluster.connect(kafkaConfig, TopicsApplyCommand.TIMEOUT)) {
            cluster.requireTopics(List.of(topics.rounds()));
        }
        return new RoundLog(kafkaConfig, topics.rounds());
    }

    private void print(List<RoundLine> lines) {
        PrintWriter out = spec.commandLine().getOut();
        if (output.isJson()) {
            output.print(
                    out, Map.of("rounds", lines.stream().map(RoundLine::json).toList()));
            return;
        }
        RoundTable table = new RoundTable(screen.isTerminal() ? screen.columns() : 0);
        out.println(table.header());
        lines.forEach(line -> out.println(table.row(line)));
        out.print(new RoundCharts(screen.columns()).draw(lines));
        out.flush();
    }

    private void follow(RoundLog log) {
        Interruption interruption = new Interruption(log::wakeup);
        try {
            show(log.history(), RoundLine.newest(log.history(), last), true);
            while (true) {
                Set<Long> news = log.poll(POLL);
                if (!news.isEmpty()) {
                    List<RoundLine> lines = RoundLine.newest(log.history(), news.size() + last).stream()
                            .filter(line -> news.contains(line.result().getVersion()))
                            .toList();
                    show(log.history(), lines, false);
                }
            }
        } catch (WakeupException e) {
            // Ctrl-C: done.
            spec.commandLine().getOut().flush();
        } finally {
            interruption.close();
        }
    }

    /** A terminal is drawn anew; elsewhere, as in a file, line follows line. */
    private void show(RoundHistory history, List<RoundLine> news, boolean isFirst) {
        PrintWriter out = spec.commandLine().getOut();
        if (output.isJson()) {
            news.forEach(line -> output.printLine(out, line.json()));
        } else if (screen.isTerminal()) {
            out.print(REDRAW);
            int rows = Math.max(3, screen.rows() - LINES_BESIDE_THE_TABLE);
            RoundTable table = new RoundTable(screen.columns());
            out.println(table.header());
            RoundLine.newest(history, Math.min(last, rows)).forEach(line -> out.println(table.row(line)));
            out.print(new RoundCharts(screen.columns()).draw(RoundLine.newest(history, last)));
        } else {
            RoundTable table = new RoundTable(0);
            if (isFirst) {
                out.println(table.header());
            }
            news.forEach(line -> out.println(table.row(line)));
        }
        out.flush();
    }
}
