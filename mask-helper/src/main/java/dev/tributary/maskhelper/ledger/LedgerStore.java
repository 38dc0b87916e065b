package dev.tributary.maskhelper.ledger;

import dev.tributary.privacy.accountant.ClientSpend;
import dev.tributary.schemas.avro.MaskPurpose;
import dev.tributary.schemas.masked.Digest;
import java.util.List;
import java.util.Optional;

/**
 * Entries of the ledger. All changes of one decision become durable together, with the answer, or not at all.
 */
public interface LedgerStore {

    /**
     * Names this ledger.
     *
     * @return an id that it was given once: a ledger that was lost has another
     */
    String id();

    /**
     * Looks a seed up.
     *
     * @param updateId its update
     * @return its entry
     */
    Optional<SeedEntry> seed(String updateId);

    /**
     * Writes a seed.
     *
     * @param entry its entry
     */
    void put(SeedEntry entry);

    /**
     * Lists all seeds.
     *
     * @return the seeds, in any order
     */
    List<SeedEntry> seeds();

    /**
     * Forgets a seed, its header and its ciphertext. Only for one that nobody could send again, its time being over.
     *
     * @param entry the seed
     */
    void forget(SeedEntry entry);

    /**
     * Looks up which update has had a header or a ciphertext.
     *
     * @param digest digest of either
     * @return the update's id
     */
    Optional<String> seen(Digest digest);

    /**
     * Remembers a header or a ciphertext.
     *
     * @param digest   digest of either
     * @param updateId the update that had it
     */
    void see(Digest digest, String updateId);

    /**
     * Looks up the seed that a client sent last for a version.
     *
     * @param purpose  purpose
     * @param clientId client
     * @param version  base version
     * @return the update's id
     */
    Optional<String> latest(MaskPurpose purpose, String clientId, long version);

    /**
     * Remembers the seed that a client sent for a version.
     *
     * @param entry the seed
     */
    void putLatest(SeedEntry entry);

    /**
     * Looks a release up.
     *
     * @param requestId such as {@code update/17}
     * @return digest of the list that was released
     */
    Optional<Digest> release(String requestId);

    /**
     * Writes a release, the newest of its purpose.
     *
     * @param purpose   purpose
     * @param version   its version
     * @param requestId request
     * @param list      digest of its list
     */
    void putRelease(MaskPurpose purpose, long version, String requestId, Digest list);

    /**
     * Tells the newest version that was released.
     *
     * @param purpose purpose
     * @return the version; −1 without any
     */
    long newestRelease(MaskPurpose purpose);

    /**
     * Counts the releases of all purposes.
     *
     * @return 0 or more
     */
    long releases();

    /**
     * Tells the cost of the releases of one purpose to a client.
     *
     * @param purpose  purpose
     * @param clientId client
     * @return the sum
     */
    ClientSpend spend(MaskPurpose purpose, String clientId);

    /**
     * Writes the cost of the releases of one purpose to a client.
     *
     * @param purpose  purpose
     * @param clientId client
     * @param spend    the sum
     */
    void putSpend(MaskPurpose purpose, String clientId, ClientSpend spend);

    /**
     * Says whether a certificate was revoked.
     *
     * @param serial its serial number
     * @return whether it was
     */
    boolean isRevoked(String serial);

    /**
     * Revokes a certificate.
     *
     * @param serial its serial number
     */
    void revoke(String serial);
}
