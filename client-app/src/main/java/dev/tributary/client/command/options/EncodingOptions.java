package dev.tributary.client.command.options;

import dev.tributary.client.round.FederatedClientBuilder;
import dev.tributary.schemas.avro.PayloadEncoding;
import dev.tributary.schemas.codec.PayloadCodecs;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How a client writes its deltas. */
public final class EncodingOptions {

    @Option(
            names = "--encoding",
            paramLabel = "NAME",
            defaultValue = "float32",
            description = {
                "How updates are written: float32 (exact), float16 (half of the bytes), int8 (a quarter,",
                "unbiased) or top_k (a sixteenth). Default: ${DEFAULT-VALUE}."
            })
    private String encoding;

    @Option(
            names = "--top-k-fraction",
            paramLabel = "F",
            defaultValue = "" + PayloadCodecs.DEFAULT_TOP_K_FRACTION,
            description = "Share of the parameters that top_k sends in an update. Default: ${DEFAULT-VALUE}.")
    private double topKFraction;

    @Option(
            names = "--error-feedback",
            negatable = true,
            description = {
                "Keep what the encoding leaves out of an update and add it to the next one.",
                "Default: with top_k alone."
            })
    private Boolean errorFeedback;

    /**
     * Has a client write its updates so.
     *
     * @param stateDirectory where it keeps residuals, or empty for in memory
     * @throws dev.tributary.schemas.FederationException if an option is out of bounds
     */
    public void applyTo(FederatedClientBuilder builder, Optional<Path> stateDirectory) {
        PayloadEncoding named = PayloadCodecs.parse("--encoding", encoding);
        builder.encoding(named).topKFraction(topKFraction);
        if (errorFeedback != null) {
            builder.errorFeedback(errorFeedback);
        }
        stateDirectory.ifPresent(builder::stateDirectory);
    }
}
