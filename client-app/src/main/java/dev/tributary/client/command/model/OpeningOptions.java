package dev.tributary.client.command.model;

import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.federation.settings.Mode;
import dev.tributary.log.models.OpeningMode;
import dev.tributary.schemas.FederationException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** How a federation takes updates when it begins. */
final class OpeningOptions {

    @Option(
            names = "--settings",
            paramLabel = "FILE",
            description = {
                "The federation.yaml that the aggregator will have: version 0 tells clients its round.mode and",
                "round.samplingRate."
            })
    private Path settings;

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            description = "The same without a file: async or sync, with all clients in the cohort. Default: async.")
    private Mode mode;

    /** The mode for a federation, whose file must be its own. */
    OpeningMode mode(String federation) {
        if (settings == null) {
            return OpeningMode.of(mode == Mode.SYNC, 1);
        }
        if (mode != null) {
            throw new FederationException(
                    "--mode must not be given with --settings, which has round.mode, was " + mode);
        }
        FederationSettings read = FederationSettings.load(settings);
        if (!read.topics().federation().equals(federation)) {
            throw new FederationException("federation in " + settings + " must be that of --federation, " + federation
                    + ", was " + read.topics().federation());
        }
        return OpeningMode.of(read.round().mode() == Mode.SYNC, read.round().samplingRate());
    }
}
