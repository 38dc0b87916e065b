package dev.tributary.aggregator.version;

import java.util.Optional;

/** Where stage 1 learns of the newest version. Asked for each record, so the answer must be at hand. */
@FunctionalInterface
public interface VersionSource {

    /**
     * Tells the newest version that is known here.
     *
     * @return the version, the same object as long as nothing has changed; empty before there is one
     */
    Optional<NewestVersion> newest();
}
