package dev.tributary.demo.command;

import dev.tributary.client.data.partition.PartitionScheme;
import dev.tributary.client.dl4j.BuiltInArchitecture;
import dev.tributary.demo.federation.DemoSettings;
import dev.tributary.demo.federation.Demonstration;
import dev.tributary.demo.report.DemoReport;
import dev.tributary.demo.report.ReportFiles;
import dev.tributary.demo.terminal.ProgressBar;
import dev.tributary.demo.terminal.Terminal;
import dev.tributary.demo.terminal.TextReport;
import dev.tributary.federation.settings.Masking;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.avro.PayloadEncoding;
import dev.tributary.schemas.codec.PayloadCodecs;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows a federation that learns: broker, aggregator and clients on this machine, through real Kafka. */
@Command(
        name = "tributary demo",
        description = "Runs a whole federation on this machine: a Kafka broker, the aggregator, the mask helper, and"
                + " clients that train a shared model, each on data of its own.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class DemoCommand implements Callable<Integer> {

    private static final Duration LONGEST_STOP = Duration.ofSeconds(20);
    private static final int FEWEST_MASKED = 2;
    private static final String DEFAULT = " Default: ${DEFAULT-VALUE}.";

    @Option(names = "--clients", paramLabel = "N", defaultValue = "10", description = "Clients that train." + DEFAULT)
    private int clients;

    @Option(
            names = "--versions",
            paramLabel = "R",
            defaultValue = "10",
            description = "Model versions to publish." + DEFAULT)
    private int versions;

    @Option(
            names = "--model",
            paramLabel = "NAME",
            defaultValue = "cnn",
            description = "cnn, small-cnn, large-cnn or mlp." + DEFAULT)
    private String model;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "Directory of MNIST-format IDX files, plain or gzipped. Default: digits that the program draws.")
    private Path data;

    @Option(
            names = "--partition",
            paramLabel = "SCHEME",
            defaultValue = "iid",
            description =
                    "How the data is dealt out: iid, shards (about two labels a client) or dirichlet:ALPHA." + DEFAULT)
    private String partition;

    @Option(
            names = "--local-epochs",
            paramLabel = "N",
            defaultValue = "1",
            description = "Passes over a client's data for each update." + DEFAULT)
    private int localEpochs;

    @Option(
            names = "--batch-size",
            paramLabel = "N",
            defaultValue = "10",
            description = "Examples in each step of local training." + DEFAULT)
    private int batchSize;

    @Option(
            names = "--learning-rate",
            paramLabel = "RATE",
            defaultValue = "0.1",
            description = "Step length of local training." + DEFAULT)
    private double learningRate;

    @Option(
            names = "--masking",
            paramLabel = "MODE",
            defaultValue = "required",
            description =
                    "required: updates travel under masks, and a mask helper opens their sums alone; off: in the clear."
                            + DEFAULT)
    private String masking;

    @Option(
            names = "--encoding",
            paramLabel = "NAME",
            defaultValue = "float32",
            description = "How updates are written with --masking off: float32, float16, int8 or top_k." + DEFAULT)
    private String encoding;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "42",
            description = "Seed of data, partition and initial parameters." + DEFAULT)
    private long seed;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where to write the trained model (model.zip), report.html and report.json.")
    private Path out;

    @Option(names = "--verbose", description = "Shows the log, and the stack trace of an error.")
    boolean verbose;

    @Override
    public Integer call() {
        DemoSettings settings = settings();
        PrintStream stdout = System.out;
        try (ProgressBar bar = new ProgressBar(stdout, Terminal.isInteractive(), versions)) {
            Demonstration demonstration = new Demonstration(settings, bar);
            stopOnSignal(demonstration);
            DemoReport report = demonstration.run();
            stdout.print(TextReport.render(report));
            settings.out().ifPresent(directory -> writeReport(report, directory, stdout));
        }
        return 0;
    }

    /** On Ctrl-C: broker, aggregator and clients are stopped, and their files are removed. */
    private static void stopOnSignal(Demonstration demonstration) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> demonstration.stop(LONGEST_STOP)));
    }

    private static void writeReport(DemoReport report, Path directory, PrintStream stdout) {
        ReportFiles.write(report, directory);
        stdout.println("written: " + directory.resolve(ReportFiles.HTML));
    }

    private DemoSettings settings() {
        requireWithin("--clients", clients, 1, 200);
        requireWithin("--versions", versions, 1, 1000);
        requireWithin("--local-epochs", localEpochs, 1, 1000);
        requireWithin("--batch-size", batchSize, 1, 10_000);
        if (!(learningRate > 0 && learningRate <= 100)) {
            throw new FederationException("--learning-rate must be above 0 and at most 100, was " + learningRate);
        }
        Masking chosen = maskingChoice();
        PayloadEncoding chosenEncoding = PayloadCodecs.parse("--encoding", encoding);
        if (chosen == Masking.REQUIRED) {
            requireMaskable(chosenEncoding);
        }
        return new DemoSettings(
                BuiltInArchitecture.named(model),
                clients,
                versions,
                Optional.ofNullable(data),
                partition,
                PartitionScheme.parse(partition),
                localEpochs,
                batchSize,
                learningRate,
                chosen,
                chosenEncoding,
                seed,
                Optional.ofNullable(out));
    }

    private Masking maskingChoice() {
        return switch (masking) {
            case "required" -> Masking.REQUIRED;
            case "off" -> Masking.OFF;
            default ->
                throw new FederationException(
                        "--masking must be required or off, was '" + masking + "'; off shows what a leak would hold");
        };
    }

    /** Refuses what cannot be had under masks. */
    private void requireMaskable(PayloadEncoding chosenEncoding) {
        if (clients < FEWEST_MASKED) {
            throw new FederationException("--clients must be " + FEWEST_MASKED + " to 200 with masks, was " + clients
                    + "; the sum over one client would be its update: have more, or choose --masking off");
        }
        if (chosenEncoding != PayloadEncoding.FLOAT32) {
            throw new FederationException("--encoding must be float32 with masks, was " + encoding
                    + "; a masked word has 32 bits whatever it hides: leave it out, or choose --masking off");
        }
    }

    private static void requireWithin(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new FederationException(option + " must be " + least + " to " + most + ", was " + value);
        }
    }
}
