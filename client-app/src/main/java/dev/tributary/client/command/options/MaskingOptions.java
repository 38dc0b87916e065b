package dev.tributary.client.command.options;

import dev.tributary.client.masking.MaskingKeys;
import dev.tributary.client.round.FederatedClientBuilder;
import dev.tributary.client.update.ClientId;
import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.schemas.FederationException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** A client's keys in a masked federation; none of them for one in the clear. */
public final class MaskingOptions {

    @Option(
            names = "--settings",
            paramLabel = "FILE",
            description = {
                "The client's own copy of a masked federation's federation.yaml, with --key, --certificate and",
                "--helper-root. Without them updates travel in the clear, and a masked federation refuses them."
            })
    private Path settings;

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "The client's key, as tributary keys client made it: hidden from others.")
    private Path key;

    @Option(
            names = "--certificate",
            paramLabel = "FILE",
            description = "The enrolment authority's word on that key, as tributary keys enrol made it.")
    private Path certificate;

    @Option(
            names = "--helper-root",
            paramLabel = "HEX",
            description = "Root key of the mask helper, from whoever runs it: the client seals to no other.")
    private String helperRoot;

    /**
     * Has a client mask all that it sends, if these options are given.
     *
     * @param builder  the client to be
     * @param clientId its pseudonym, told to whoever has to enrol it
     * @throws FederationException if some of the options are missing, or a file is not as it must be
     */
    public void applyTo(FederatedClientBuilder builder, Supplier<ClientId> clientId) {
        List<String> missing = new ArrayList<>();
        addMissing(missing, "--settings", settings);
        addMissing(missing, "--key", key);
        addMissing(missing, "--certificate", certificate);
        addMissing(missing, "--helper-root", helperRoot);
        if (missing.size() == 4) {
            return;
        }
        if (!missing.isEmpty()) {
            throw new FederationException("--settings, --key, --certificate and --helper-root must be given together,"
                    + " missing " + String.join(", ", missing) + "; this client is enrolled as " + clientId.get());
        }
        builder.masking(MaskingKeys.load(key, certificate, helperRoot), FederationSettings.load(settings));
    }

    private static void addMissing(List<String> missing, String name, Object value) {
        if (value == null) {
            missing.add(name);
        }
    }
}
