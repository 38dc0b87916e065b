package dev.tributary.maskhelper.command;

import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.maskhelper.application.HelperApp;
import dev.tributary.maskhelper.application.HelperConfig;
import dev.tributary.process.command.KafkaOptions;
import dev.tributary.process.http.OperationsServer;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs a mask helper until it is told to stop. */
@Command(
        name = "mask-helper",
        description = "Runs the second party of a masked federation: never on the aggregator's machine or account.",
        mixinStandardHelpOptions = true)
final class MaskHelperCommand implements Callable<Integer> {

    @Option(
            names = "--settings",
            required = true,
            paramLabel = "FILE",
            description = "The mask helper's own copy of federation.yaml.")
    private Path settings;

    @Option(
            names = "--helper-config",
            required = true,
            paramLabel = "FILE",
            description = "Properties file that says where its keys are.")
    private Path helperConfig;

    @Mixin
    private KafkaOptions kafka;

    @Option(
            names = "--http-port",
            paramLabel = "PORT",
            description = "Port of /livez, /readyz and /metrics; 0 for any free one. Default: no HTTP.")
    private Integer httpPort;

    @Option(
            names = "--state-dir",
            paramLabel = "DIR",
            description = "Directory for Kafka Streams; may be lost at any time. Default: ${DEFAULT-VALUE}",
            defaultValue = "${sys:java.io.tmpdir}/tributary-mask-helper")
    private Path stateDirectory;

    @Override
    public Integer call() throws InterruptedException {
        HelperApp app = new HelperApp(
                FederationSettings.load(settings), HelperConfig.load(helperConfig), kafka.load(), stateDirectory);
        OperationsServer server =
                httpPort == null ? null : OperationsServer.start(httpPort, app::scrape, app::isAlive, app::isReady);
        // SIGTERM: commits what is done and leaves the group.
        Runtime.getRuntime().addShutdownHook(new Thread(app::close, "stop"));
        try {
            app.start();
            app.awaitStop();
        } finally {
            if (server != null) {
                server.close();
            }
        }
        return 0;
    }
}
