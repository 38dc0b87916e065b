package dev.tributary.client.command.model;

import dev.tributary.client.dl4j.BuiltInArchitecture;
import dev.tributary.client.dl4j.Dl4jModels;
import dev.tributary.client.dl4j.InitialModel;
import dev.tributary.client.dl4j.TableArchitecture;
import dev.tributary.client.rawfile.LayoutFile;
import dev.tributary.client.rawfile.RawModelFile;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.globalmodel.ModelDefinition;
import dev.tributary.schemas.layout.ParameterLayout;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** Version 0 of a federation: a network of DL4J's, or numbers and names of any library. */
final class InitialModelOptions {

    private static final String ZIP = ".zip";

    @Option(
            names = "--architecture",
            paramLabel = "NAME|ZIP",
            description = {
                "Built-in network: cnn, small-cnn, large-cnn or mlp for images, logistic or dense:UNITS,UNITS for rows of a",
                "table; or a .zip of DL4J's ModelSerializer."
            })
    private String architecture;

    @Option(
            names = "--inputs",
            paramLabel = "N",
            description = "Of logistic and dense: numbers in a row, those of client --columns.")
    private Integer inputs;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "42",
            description = "Decides the initial parameters of a built-in network. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--shared-layers",
            split = ",",
            paramLabel = "LAYER",
            description = {
                "Only these layers travel, such as 0,2,4 or the names in a graph.",
                "The others begin anew and stay on each client."
            })
    private List<String> sharedLayers;

    @Option(
            names = "--scaffold",
            description = {
                "Add SCAFFOLD's control variates to the model, which makes it and each update twice as long.",
                "The model's optimiser must be plain SGD."
            })
    private boolean isScaffold;

    @Option(
            names = "--layout",
            paramLabel = "FILE",
            description = {
                "For a model that is not DL4J's, in place of --architecture: JSON with the name, shape and order of each",
                "tensor, as model export --format raw writes it."
            })
    private Path layout;

    @Option(
            names = "--parameters",
            paramLabel = "FILE",
            description = "With --layout: the initial parameters, float32 little-endian, in the layout's order.")
    private Path parameters;

    @Option(
            names = "--format",
            paramLabel = "NAME",
            description = {
                "With --layout: names the library and the network to its clients, such as pytorch-resnet18.",
                "1 to 64 characters."
            })
    private String format;

    /** Describes the model for people. */
    String name() {
        return architecture == null ? format : architecture;
    }

    /** A wrong name or file is said at once; to make a model takes DL4J seconds, and comes after the cluster. */
    Supplier<InitialModel> source() {
        if ((architecture == null) == (layout == null)) {
            throw new FederationException("--architecture or --layout must be given, "
                    + (layout == null ? "neither was" : "and not both, were"));
        }
        if (layout != null) {
            InitialModel read = readFiles();
            return () -> read;
        }
        if (parameters != null || format != null) {
            throw new FederationException("--parameters and --format must be given with --layout alone, was "
                    + "--architecture " + architecture);
        }
        if (TableArchitecture.isOne(architecture)) {
            if (inputs == null) {
                throw new FederationException(
                        "--inputs must be given with --architecture " + architecture + ", was not");
            }
            TableArchitecture table = TableArchitecture.named(architecture, inputs);
            return () -> travelling(table.initialModel(seed));
        }
        if (inputs != null) {
            throw new FederationException(
                    "--inputs must be given with --architecture logistic or dense alone, was " + architecture);
        }
        if (architecture.toLowerCase(Locale.ROOT).endsWith(ZIP)) {
            InitialModel imported = travelling(Dl4jModels.importZip(Path.of(architecture)));
            return () -> imported;
        }
        BuiltInArchitecture builtIn = BuiltInArchitecture.named(architecture);
        return () -> travelling(builtIn.initialModel(seed));
    }

    private InitialModel readFiles() {
        if (parameters == null || format == null) {
            throw new FederationException("--parameters and --format must be given with --layout, "
                    + (parameters == null ? "--parameters" : "--format") + " was not");
        }
        if (sharedLayers != null || isScaffold) {
            throw new FederationException(
                    "--shared-layers and --scaffold must be given with --architecture alone, was --layout " + layout
                            + "; leave tensors out of the layout, or name them control/<name>, there");
        }
        ParameterLayout read = new LayoutFile(layout).read();
        float[] values = new RawModelFile(parameters).read(read);
        try {
            return new InitialModel(new ModelDefinition(format, ""), read, values);
        } catch (IllegalArgumentException e) {
            throw new FederationException("--format: " + e.getMessage(), e);
        }
    }

    /** The part of a model that is published, with its control variates if it has any; such that clients can train it. */
    /** Sentences on the rest of a zip beside its model, none if that is all. */
    List<String> leftOut() {
        boolean isZip =
                architecture != null && architecture.toLowerCase(Locale.ROOT).endsWith(ZIP);
        return isZip ? LeftOut.of(Path.of(architecture)) : List.of();
    }

    private InitialModel travelling(InitialModel whole) {
        InitialModel shared = sharedLayers == null ? whole : whole.sharing(sharedLayers);
        return (isScaffold ? shared.withControlVariates() : shared).requireTrainable();
    }
}
