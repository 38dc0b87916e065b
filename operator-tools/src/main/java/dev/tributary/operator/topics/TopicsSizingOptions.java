package dev.tributary.operator.topics;

import dev.tributary.federation.provisioning.ProvisioningPlan;
import dev.tributary.federation.provisioning.Workload;
import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.schemas.FederationException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Load that a plan is made for. */
final class TopicsSizingOptions {

    @Option(names = "--settings", required = true, paramLabel = "FILE", description = "The federation.yaml.")
    private Path settings;

    @ArgGroup
    private ModelSize modelSize;

    @Option(
            names = "--round-length",
            paramLabel = "DURATION",
            converter = TopicsDurationConverter.class,
            description = "Usual time between two versions, such as 30s or 5m. Default: round.deadline.")
    private Duration roundLength;

    @Option(
            names = "--longest-stop",
            paramLabel = "DURATION",
            converter = TopicsDurationConverter.class,
            defaultValue = "7d",
            description = "Longest time that the aggregator may be stopped without losing an update;"
                    + " updates are kept at least as long. Default: ${DEFAULT-VALUE}")
    private Duration longestStop;

    /** The size of the model, said in one of two ways. */
    static final class ModelSize {

        @Option(
                names = "--parameters",
                required = true,
                paramLabel = "N",
                description = "Number of the model's parameters: shows how much the topics take.")
        private Long parameters;

        @Option(
                names = "--model-bytes",
                required = true,
                paramLabel = "N",
                description = "Bytes of the model's parameters as FLOAT32, four for each.")
        private Long modelBytes;

        private long bytes() {
            if (modelBytes != null) {
                return modelBytes;
            }
            if (parameters < 1 || parameters > Integer.MAX_VALUE) {
                throw new FederationException(
                        "--parameters must be from 1 to " + Integer.MAX_VALUE + ", was " + parameters);
            }
            return parameters * Float.BYTES;
        }
    }

    /** Plans. */
    ProvisioningPlan plan() {
        FederationSettings federation = FederationSettings.load(settings);
        Duration length = roundLength == null ? federation.round().deadline() : roundLength;
        OptionalLong bytes = modelSize == null ? OptionalLong.empty() : OptionalLong.of(modelSize.bytes());
        return new ProvisioningPlan(federation, new Workload(length, longestStop, bytes));
    }
}
