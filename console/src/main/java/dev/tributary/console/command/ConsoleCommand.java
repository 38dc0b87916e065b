package dev.tributary.console.command;

import dev.tributary.console.following.FollowedFederation;
import dev.tributary.console.history.SmallGroups;
import dev.tributary.console.http.ConsoleServer;
import dev.tributary.log.cluster.Cluster;
import dev.tributary.process.command.Interruption;
import dev.tributary.process.command.KafkaOptions;
import dev.tributary.schemas.topic.FederationTopics;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows federations in a browser until it is told to stop. */
@Command(
        name = "console",
        description = "Shows federations in a browser: reads the log, changes nothing. Ctrl-C ends it.",
        mixinStandardHelpOptions = true)
final class ConsoleCommand implements Callable<Integer> {

    private static final Duration TIMEOUT = Duration.ofSeconds(8);

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--federation",
            required = true,
            paramLabel = "NAME",
            description = "Name of a federation, as in federation.yaml. May be repeated.")
    private List<String> names = new ArrayList<>();

    @Mixin
    private KafkaOptions kafka;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8080",
            description = "Port of the page; 0 for any free one. Default: ${DEFAULT-VALUE}")
    private int port;

    @Option(
            names = "--bind",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "Loopback address to listen on: 127.0.0.1, ::1 or localhost. Default: ${DEFAULT-VALUE}")
    private String bind;

    @Option(
            names = "--smallest-group",
            paramLabel = "N",
            defaultValue = "3",
            description = "Least number of clients behind any figure that is shown. Default: ${DEFAULT-VALUE}")
    private int smallestGroup;

    @Override
    public Integer call() throws InterruptedException {
        String host = Loopback.require(bind);
        SmallGroups groups = new SmallGroups(smallestGroup);
        List<FederationTopics> topics =
                names.stream().distinct().map(FederationTopics::new).toList();
        Map<String, Object> kafkaConfig = kafka.load();
        requireTopics(kafkaConfig, topics);
        List<FollowedFederation> federations = new ArrayList<>();
        try {
            topics.forEach(
                    name -> federations.add(FollowedFederation.start(kafkaConfig, name, groups, Clock.systemUTC())));
            serve(host, federations);
        } finally {
            federations.forEach(FollowedFederation::close);
        }
        return 0;
    }

    private static void requireTopics(Map<String, Object> kafkaConfig, List<FederationTopics> topics) {
        try (Cluster cluster = Cluster.connect(kafkaConfig, TIMEOUT)) {
            cluster.requireTopics(topics.stream()
                    .flatMap(names -> Stream.of(names.rounds(), names.rejections()))
                    .toList());
        }
    }

    private void serve(String host, List<FollowedFederation> federations) throws InterruptedException {
        CountDownLatch stop = new CountDownLatch(1);
        try (ConsoleServer server = ConsoleServer.start(host, port, federations)) {
            Interruption interruption = new Interruption(stop::countDown);
            PrintWriter out = spec.commandLine().getOut();
            String shown = host.contains(":") ? "[" + host + "]" : host;
            out.println("console: http://" + shown + ":" + server.port() + "/");
            out.flush();
            try {
                stop.await();
            } finally {
                interruption.close();
            }
        }
    }
}
