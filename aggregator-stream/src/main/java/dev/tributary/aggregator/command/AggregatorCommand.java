package dev.tributary.aggregator.command;

import dev.tributary.aggregator.application.AggregatorApp;
import dev.tributary.aggregator.release.OwnNoise;
import dev.tributary.aggregator.release.ReleaseKeys;
import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.masking.keys.KeyFile;
import dev.tributary.masking.keys.VerifyingKey;
import dev.tributary.process.command.KafkaOptions;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs an instance of the aggregator until it is told to stop. */
@Command(
        name = "aggregator",
        description = "Runs an instance of the aggregator. Several may run for one federation.",
        mixinStandardHelpOptions = true)
final class AggregatorCommand implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(AggregatorCommand.class);

    @Option(names = "--settings", required = true, paramLabel = "FILE", description = "The federation.yaml.")
    private Path settings;

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
            defaultValue = "${sys:java.io.tmpdir}/tributary")
    private Path stateDirectory;

    @Option(
            names = "--noise-key",
            paramLabel = "FILE",
            description = "File of the noise key, the same for all instances: with privacy.noiseMultiplier above 0 and"
                    + " privacy.masking: off. Make one with: tributary keys noise")
    private Path noiseKey;

    @Option(
            names = "--helper-root",
            paramLabel = "HEX",
            description = "Root key of the mask helper, from whoever runs it, with privacy.masking: required alone: no"
                    + " other's sums of masks count.")
    private String helperRoot;

    @Override
    public Integer call() throws InterruptedException {
        OptionalInt port = httpPort == null ? OptionalInt.empty() : OptionalInt.of(httpPort);
        AggregatorApp app =
                new AggregatorApp(FederationSettings.load(settings), kafka.load(), stateDirectory, port, keys());
        // SIGTERM: commits what is done and leaves the group.
        Runtime.getRuntime().addShutdownHook(new Thread(app::close, "stop"));
        app.start();
        app.httpPort().ifPresent(bound -> LOG.info("HTTP on port {}", bound));
        app.awaitStop();
        return 0;
    }

    private ReleaseKeys keys() {
        return new ReleaseKeys(
                Optional.ofNullable(helperRoot).map(text -> VerifyingKey.parse("--helper-root", text)),
                Optional.ofNullable(noiseKey).map(KeyFile.NOISE::read).map(OwnNoise::new));
    }
}
