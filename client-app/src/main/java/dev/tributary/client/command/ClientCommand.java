package dev.tributary.client.command;

import dev.tributary.client.command.options.CommonOptions;
import dev.tributary.client.command.options.DataOptions;
import dev.tributary.client.command.options.EncodingOptions;
import dev.tributary.client.command.options.IdentityOptions;
import dev.tributary.client.command.options.MaskingOptions;
import dev.tributary.client.command.options.TrainingOptions;
import dev.tributary.client.data.ExampleSplit;
import dev.tributary.client.data.LabelledExamples;
import dev.tributary.client.data.LabelledImages;
import dev.tributary.client.dl4j.Dl4jEvaluator;
import dev.tributary.client.dl4j.Dl4jTrainer;
import dev.tributary.client.dl4j.PersonalState;
import dev.tributary.client.operations.ClientOperations;
import dev.tributary.client.round.FederatedClient;
import dev.tributary.client.round.FederatedClientBuilder;
import java.util.Optional;
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
        subcommands = PersonaliseCommand.class,
        sortOptions = false)
final class ClientCommand implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(ClientCommand.class);

    @Mixin
    private CommonOptions common;

    @Mixin
    private DataOptions data;

    @Mixin
    private TrainingOptions training;

    @Mixin
    private IdentityOptions identity;

    @Mixin
    private EncodingOptions encoding;

    @Mixin
    private MaskingOptions masking;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "Stop after so many updates. Without it the client goes on until it is stopped.")
    private Long rounds;

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
        FederatedClientBuilder builder = setUp().builder().stopOnShutdown();
        encoding.applyTo(builder, identity.stateDirectory());
        masking.applyTo(builder, () -> identity.clientId(common.federation(), data.index()));
        if (rounds != null) {
            builder.rounds(rounds);
        }
        FederatedClient client = builder.build();
        if (httpPort == null) {
            client.run();
        } else {
            runWatched(client);
        }
        return ExitCode.OK;
    }

    /** Does all that the options ask for, short of running. Wrong data are said before anything else is made. */
    Setup setUp() {
        common.kafka();
        LabelledExamples examples = data.load(training.seed());
        logSize(examples);
        ExampleSplit split = data.split(examples, training.seed());
        PersonalState state = identity.personalState(common.federation(), data.index());
        Dl4jTrainer trainer = training.trainer(split.train(), data.index(), state);
        FederatedClientBuilder builder = FederatedClient.builder()
                .federation(common.federation())
                .kafka(common.kafka())
                .trainer(trainer)
                .secret(identity.secretFile(data.index()));
        Optional<Dl4jEvaluator> evaluator =
                split.test().size() == 0 ? Optional.empty() : Optional.of(Dl4jEvaluator.on(split.test()));
        evaluator.ifPresent(measuring -> builder.evaluator(measuring.reporting(state)));
        return new Setup(builder, trainer, evaluator, state);
    }

    private static void logSize(LabelledExamples examples) {
        if (examples instanceof LabelledImages images) {
            LOG.info("data: examples={} rows={} columns={}", images.size(), images.rows(), images.columns());
        } else {
            LOG.info("data: examples={} columns={}", examples.size(), examples.featureCount());
        }
    }

    /**
     * A client that is not built yet.
     *
     * @param builder   knows everything but when to end
     * @param trainer   the one that the builder has
     * @param evaluator measures on the client's test data, if it has any
     * @param state     the client's own state
     */
    record Setup(
            FederatedClientBuilder builder,
            Dl4jTrainer trainer,
            Optional<Dl4jEvaluator> evaluator,
            PersonalState state) {}

    private void runWatched(FederatedClient client) {
        try (ClientOperations operations =
                ClientOperations.start(httpPort, common.federation(), client::counts, client::state)) {
            LOG.info("HTTP on port {}", operations.port());
            client.run();
        }
    }
}
