package dev.tributary.aggregator.version;

import java.util.Arrays;
import java.util.Optional;
import org.apache.kafka.streams.state.KeyValueStore;

/** The newest version as the {@link VersionFollower} keeps it in the global store. Belongs to one task. */
public final class GlobalVersions implements VersionSource {

    private final KeyValueStore<String, byte[]> store;
    private byte[] bytes;
    private Optional<NewestVersion> newest = Optional.empty();

    /**
     * @param store the global store
     */
    public GlobalVersions(KeyValueStore<String, byte[]> store) {
        this.store = store;
    }

    @Override
    public Optional<NewestVersion> newest() {
        byte[] now = store.get(VersionFollower.NEWEST);
        if (!Arrays.equals(now, bytes)) {
            bytes = now;
            newest = Optional.ofNullable(now).map(NewestVersion::fromBytes);
        }
        return newest;
    }
}
