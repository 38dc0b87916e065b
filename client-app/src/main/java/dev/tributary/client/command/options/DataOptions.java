package dev.tributary.client.command.options;

import dev.tributary.client.data.ContentSplit;
import dev.tributary.client.data.ExampleSplit;
import dev.tributary.client.data.IdxDataset;
import dev.tributary.client.data.LabelledExamples;
import dev.tributary.client.data.LabelledImages;
import dev.tributary.client.data.digits.GeneratedDigits;
import dev.tributary.client.data.partition.PartitionScheme;
import dev.tributary.schemas.FederationException;
import java.nio.file.Path;
import java.util.stream.IntStream;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** Examples of a client. */
public final class DataOptions {

    /** More digits than this are drawn for minutes and take 780 MB. */
    private static final int MAX_GENERATED = 1_000_000;

    private static final String SOURCES = "(--data=DIR | --generated=COUNT | --table=FILE.csv)";

    // No group of picocli's: those cannot be given after a subcommand.
    @Option(
            names = "--data",
            scope = ScopeType.INHERIT,
            paramLabel = "DIR",
            description = "Directory of IDX files (MNIST's format, plain or gzipped); its training part is used.")
    private Path directory;

    @Option(
            names = "--generated",
            scope = ScopeType.INHERIT,
            paramLabel = "COUNT",
            description = "Instead of --data: so many digits drawn by the program itself from --seed.")
    private Integer generated;

    @Option(
            names = "--evaluate",
            scope = ScopeType.INHERIT,
            paramLabel = "SHARE",
            description = {
                "Keep this share of the data, above 0 and below 1, for tests: never train on it, measure each version",
                "on it, and report loss and accuracy to the federation."
            })
    private Double testShare;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--classes",
            scope = ScopeType.INHERIT,
            paramLabel = "COUNT",
            defaultValue = "10",
            description = "Classes that the labels of --data tell apart. Default: ${DEFAULT-VALUE}.")
    private int classes;

    @Option(
            names = "--partition",
            scope = ScopeType.INHERIT,
            paramLabel = "SCHEME",
            defaultValue = "iid",
            description = "How --clients share the data: iid, shards or dirichlet:ALPHA. Default: ${DEFAULT-VALUE}.")
    private String partition;

    @Option(
            names = "--clients",
            scope = ScopeType.INHERIT,
            paramLabel = "N",
            description = "Take one share of N of the data, the one of --index, instead of all of them.")
    private Integer clients;

    @Option(names = "--index", scope = ScopeType.INHERIT, paramLabel = "I", description = "Which share: 0 to N-1.")
    private Integer index;

    @Mixin
    private TableOptions table;

    /** Which share is taken, or null for all the data. */
    public Integer index() {
        return index;
    }

    /**
     * Reads or draws the examples.
     *
     * @param seed decides what is drawn and who gets what; the same for all clients that share the data
     * @throws FederationException if an option is out of bounds or a file is missing or corrupt
     */
    public LabelledExamples load(long seed) {
        requireOneSource();
        requireWholeShare();
        if (table.isGiven()) {
            if (clients != null) {
                throw new FederationException(
                        "--clients must not be given with --table, whose rows are one client's, was " + clients);
            }
            return table.load();
        }
        table.requireAbsent();
        PartitionScheme scheme = PartitionScheme.parse(partition);
        LabelledImages all = loadAll(seed);
        return clients == null ? all : scheme.partition(all, clients, seed).get(index);
    }

    /**
     * Takes a client's test data out of its examples, as their content and the seed decide, and brings the columns of a
     * table to one scale.
     *
     * @param examples all that the client has, such as {@link #load} gives
     * @param seed     decides which are taken; clients may have the same
     * @return all of them and an empty part if no tests are asked for
     * @throws FederationException if the share is out of bounds or leaves nothing to train on or to test with
     */
    public ExampleSplit split(LabelledExamples examples, long seed) {
        ExampleSplit split = parted(examples, seed);
        return table.isGiven() ? table.scaled(split) : split;
    }

    private ExampleSplit parted(LabelledExamples examples, long seed) {
        int size = examples.size();
        if (testShare == null) {
            int[] all = IntStream.range(0, size).toArray();
            return new ExampleSplit(examples.subset(all), examples.subset(new int[0]));
        }
        if (!(testShare > 0 && testShare < 1)) {
            throw new FederationException("--evaluate must be above 0 and below 1, was " + testShare);
        }
        if (size < 2) {
            throw new FederationException(
                    "--evaluate must leave at least 1 example to test with and 1 to train on, was " + testShare + " of "
                            + size);
        }
        return ContentSplit.of(examples, testShare, seed);
    }

    private LabelledImages loadAll(long seed) {
        if (directory != null) {
            requireWithin("--classes", classes, 256);
            return IdxDataset.load(directory, classes).train();
        }
        requireWithin("--generated", generated, MAX_GENERATED);
        return GeneratedDigits.generate(seed, 0, generated);
    }

    private void requireOneSource() {
        int sources = (directory == null ? 0 : 1) + (generated == null ? 0 : 1) + (table.isGiven() ? 1 : 0);
        if (sources == 0) {
            throw new ParameterException(
                    spec.commandLine(), "Missing required argument (specify one of these): " + SOURCES);
        }
        if (sources > 1) {
            throw new ParameterException(
                    spec.commandLine(), "Arguments are mutually exclusive (specify only one): " + SOURCES);
        }
    }

    private void requireWholeShare() {
        if ((clients == null) != (index == null)) {
            throw new FederationException("--clients and --index must be given together, was only "
                    + (clients == null ? "--index" : "--clients"));
        }
        if (clients != null && (clients < 1 || index < 0 || index >= clients)) {
            throw new FederationException(
                    "--index must be 0 to --clients - 1, was " + index + " of " + clients + " clients");
        }
    }

    private static void requireWithin(String name, int value, int most) {
        if (value < 1 || value > most) {
            throw new FederationException(name + " must be 1 to " + most + ", was " + value);
        }
    }
}
