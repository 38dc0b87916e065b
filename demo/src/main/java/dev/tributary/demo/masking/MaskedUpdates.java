package dev.tributary.demo.masking;

import dev.tributary.aggregator.release.ReleaseKeys;
import dev.tributary.client.round.FederatedClientBuilder;
import dev.tributary.client.update.ClientId;
import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.schemas.FederationException;
import java.nio.file.Path;
import java.util.Optional;

/** Updates under masks: keys made for this run alone, and a mask helper in a process of its own. */
public final class MaskedUpdates implements UpdateProtection {

    private final FederationSettings settings;
    private final RunKeys keys;
    private final HelperProcess helper;

    private MaskedUpdates(FederationSettings settings, RunKeys keys, HelperProcess helper) {
        this.settings = settings;
        this.keys = keys;
        this.helper = helper;
    }

    /**
     * Makes the keys and starts the mask helper; its topics must be there. Returns before it works: clients wait for its key.
     *
     * @param settings         the federation's settings, with masks required
     * @param bootstrapServers address of the broker
     * @param directory        for the mask helper's keys and state; made here, removed by the caller
     * @return the running protection
     * @throws FederationException if the keys cannot be written, or the process cannot be started
     */
    public static MaskedUpdates start(FederationSettings settings, String bootstrapServers, Path directory) {
        RunKeys keys = RunKeys.random();
        HelperFiles files = HelperFiles.write(directory, settings, keys, bootstrapServers);
        return new MaskedUpdates(settings, keys, HelperProcess.start(files));
    }

    @Override
    public String describe() {
        return "masking: required. Each update travels under a mask of its own; the mask helper, process "
                + helper.pid() + ", opens nothing but sums over "
                + settings.privacy().threshold() + " clients or more";
    }

    @Override
    public ReleaseKeys aggregatorKeys() {
        return new ReleaseKeys(Optional.of(keys.helperRoot()), Optional.empty());
    }

    @Override
    public FederatedClientBuilder admit(FederatedClientBuilder client, ClientId id) {
        return client.masking(keys.enrol(settings.topics().federation(), id), settings);
    }

    @Override
    public Optional<FederationException> failure() {
        return helper.failure();
    }

    @Override
    public void close() {
        helper.close();
    }
}
