package dev.tributary.client.command;

import dev.tributary.client.data.LabelledImages;
import dev.tributary.client.operations.ClientOperations;
import dev.tributary.client.round.FederatedClient;
import dev.tributary.client.round.FederatedClientBuilder;
import dev.tributary.client.update.SecretFile;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs one client until its rounds are done or the process is told to stop. */
@Command(
        name = "client",
        description = {
            "Join a federation: train its model on local data and publish what was learnt, round after round.",
            "The data stay here. Stops cleanly on SIGTERM."
        },
        mixinStandardHelpOptions = true,
        versionProvider = ClientMain.Version.class,
        sortOptions = false)
final class ClientCommand implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(ClientCommand.class);

    @Mixin
    private CommonOptions common;

    @Mixin
    private DataOptions data;

    @Mixin
    private TrainingOptions training;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "Stop after so many updates. Without it the client goes on until it is stopped.")
    private Long rounds;

    @Option(
            names = "--secret-file",
            paramLabel = "FILE",
            description = {
                "Secret that the client's pseudonym comes from; made on first use.",
                "Default: tributary/secret in $XDG_STATE_HOME or ~/.local/state; with --index I, secret-I there."
            })
    private Path secretFile;

    @Option(
            names = "--http-port",
            paramLabel = "PORT",
            description = {
                "Serve /livez, /readyz and /metrics on this port, 0 for any free one.",
                "Without it no port is opened: none is needed to take part."
            })
    private Integer httpPort;

    @Override
    public Integer call() {
        Map<String, Object> kafka = common.kafka();
        LabelledImages examples = data.load(training.seed());
        LOG.info("data: examples={} rows={} columns={}", examples.size(), examples.rows(), examples.columns());
        FederatedClientBuilder builder = FederatedClient.builder()
                .federation(common.federation())
                .kafka(kafka)
                .trainer(training.trainer(examples, data.index()))
                .secret(secretFile());
        if (rounds != null) {
            builder.rounds(rounds);
        }
        FederatedClient client = builder.build();
        if (httpPort == null) {
            runUntilStopped(client);
        } else {
            runWatched(client);
        }
        return ExitCode.OK;
    }

    private Path secretFile() {
        if (secretFile != null) {
            return secretFile;
        }
        Path usual = SecretFile.defaultPath(System.getenv(), Path.of(System.getProperty("user.home")));
        // Clients that share one machine's data are different clients, so each needs a secret of its own.
        return data.index() == null ? usual : usual.resolveSibling(usual.getFileName() + "-" + data.index());
    }

    private void runWatched(FederatedClient client) {
        try (ClientOperations operations =
                ClientOperations.start(httpPort, common.federation(), client::counts, client::state)) {
            LOG.info("HTTP on port {}", operations.port());
            runUntilStopped(client);
        }
    }

    private static void runUntilStopped(FederatedClient client) {
        // The process ends when its hooks have: closing waits until what is under way has been sent.
        Thread hook = new Thread(client::close, "stop-client");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            client.run();
        } finally {
            removeUnlessShuttingDown(hook);
        }
    }

    private static void removeUnlessShuttingDown(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            LOG.debug("the process is shutting down", e);
        }
    }
}
