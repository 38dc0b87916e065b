package dev.tributary.client.command.model;

import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.federation.settings.Mode;
import dev.tributary.log.models.OpeningMode;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.layout.ParameterLayout;
import java.nio.file.Path;
import java.util.Optional;
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

    private Optional<FederationSettings> read = Optional.empty();

    /** The mode for a federation, whose file must be its own. */
    OpeningMode mode(String federation) {
        if (settings == null) {
            return OpeningMode.of(mode == Mode.SYNC, 1);
        }
        if (mode != null) {
            throw new FederationException(
                    "--mode must not be given with --settings, which has round.mode, was " + mode);
        }
        FederationSettings given = FederationSettings.load(settings);
        read = Optional.of(given);
        if (!given.topics().federation().equals(federation)) {
            throw new FederationException("federation in " + settings + " must be that of --federation, " + federation
                    + ", was " + given.topics().federation());
        }
        return OpeningMode.of(given.round().mode() == Mode.SYNC, given.round().samplingRate());
    }

    /** Refuses a model that no client could send updates of, as far as there are settings to tell; after {@link #mode}. */
    void requireLayout(ParameterLayout layout) {
        read.ifPresent(given -> given.privacy().requireLayout(layout));
    }
}
