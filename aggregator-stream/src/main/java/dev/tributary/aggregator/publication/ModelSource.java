package dev.tributary.aggregator.publication;

import dev.tributary.schemas.globalmodel.GlobalModel;
import java.util.Optional;

/** Where stage 2 finds the model that the open round adds to: the model topic, which is its only store. */
public interface ModelSource {

    /**
     * Reads the newest committed version.
     *
     * @return the version, or empty if none was published yet
     */
    Optional<GlobalModel> newest();

    /**
     * Reads one committed version.
     *
     * @param version the version
     * @return the version, or empty if it is not on the topic (any more)
     */
    Optional<GlobalModel> version(long version);
}
