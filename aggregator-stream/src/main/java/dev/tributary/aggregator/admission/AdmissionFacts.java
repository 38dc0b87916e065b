package dev.tributary.aggregator.admission;

import dev.tributary.aggregator.version.NewestVersion;
import dev.tributary.federation.settings.FederationSettings;
import java.util.Optional;

/** The facts of a moment that an update is judged by. Reading them changes nothing. */
public interface AdmissionFacts {

    /**
     * Tells the newest version.
     *
     * @return the version, or empty before stage 1 has seen one
     */
    Optional<NewestVersion> newest();

    /**
     * Gives the settings in force.
     *
     * @return the settings
     */
    FederationSettings settings();

    /**
     * Tells from where on admitted updates are remembered.
     *
     * @return base version below which none is remembered, 0 or more
     */
    long forgottenBefore();

    /**
     * Says whether an update was admitted before.
     *
     * @param clientId its client
     * @param updateId its id
     * @return whether it was, and is remembered
     */
    boolean isAdmitted(String clientId, String updateId);

    /**
     * Says whether an update of a client on a version was admitted before.
     *
     * @param clientId    the client
     * @param baseVersion the version
     * @return whether one was, and is remembered
     */
    boolean hasUpdate(String clientId, long baseVersion);

    /**
     * Says whether an update is its client's last one that was refused when all its records had come.
     *
     * @param clientId its client, or null for a record without a key
     * @param updateId its id
     * @return whether it is
     */
    boolean isRefusedLast(String clientId, String updateId);

    /**
     * Gives the mask helper's word on the seed of an update.
     *
     * @param clientId its client
     * @param updateId its id
     * @return the word, or empty while it has not come
     */
    Optional<Receipt> receipt(String clientId, String updateId);

    /**
     * Says whether the open round has room for an update: with masks one of each client, and no more than a release may have.
     *
     * @param clientId its client
     * @return whether it has, as far as this task knows; always without masks
     */
    boolean hasRoomFor(String clientId);

    /**
     * Tells which clients belong in the partition of the task.
     *
     * @return the partition
     */
    HomePartition home();
}
