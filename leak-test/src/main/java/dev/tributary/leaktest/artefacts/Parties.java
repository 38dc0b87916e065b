package dev.tributary.leaktest.artefacts;

import dev.tributary.client.update.ClientId;
import dev.tributary.client.update.ClientSecret;
import dev.tributary.masking.keys.ClientCertificate;
import dev.tributary.masking.keys.EpochKey;
import dev.tributary.masking.keys.SigningKey;
import dev.tributary.masking.seal.SeedOpener;
import dev.tributary.masking.seal.SeedSealer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The keys of a simulated federation: enrolment authority, mask helper, and each user's own, enrolled. */
public final class Parties {

    /** Name of the simulated federation. */
    public static final String FEDERATION = "leak-test";

    /** Any instant: simulated time stands still. */
    static final long NOW_MS = 1_800_000_000_000L;

    static final long EXPIRES_AT_MS = NOW_MS + 3_600_000;

    private static final long AUTHORITY = -1;
    private static final long HELPER = -2;
    /** Keys of user i have the number KEYS + i; its pseudonym's secret the number i. */
    private static final long KEYS = 1L << 32;

    private final SigningKey authority;
    private final EpochKey epochKey;
    private final List<ClientId> clientIds = new ArrayList<>();
    private final List<SeedSealer> sealers = new ArrayList<>();

    /**
     * Makes the keys.
     *
     * @param members users, 1 or more
     * @param seed    of all keys
     */
    public Parties(int members, long seed) {
        authority = SigningKey.of(SeededBytes.secret(seed, AUTHORITY));
        epochKey = EpochKey.of(1, NOW_MS, EXPIRES_AT_MS, SeededBytes.secret(seed, HELPER));
        for (int i = 0; i < members; i++) {
            ClientId id =
                    ClientId.of(new ClientSecret(SeededBytes.secret(seed, i).bytes()), FEDERATION);
            SigningKey key = SigningKey.of(SeededBytes.secret(seed, KEYS + i));
            clientIds.add(id);
            sealers.add(new SeedSealer(key, certificate(i, id, key)));
        }
    }

    private ClientCertificate certificate(int serial, ClientId id, SigningKey key) {
        return ClientCertificate.issue(
                authority,
                FEDERATION,
                String.format(Locale.ROOT, "%032x", serial),
                id.value(),
                key.publicKey(),
                EXPIRES_AT_MS);
    }

    /** Pseudonym of a user. */
    ClientId clientId(int member) {
        return clientIds.get(member);
    }

    /** A user's side of sealing. */
    SeedSealer sealer(int member) {
        return sealers.get(member);
    }

    /** The mask helper's key: its public half is known to all. */
    EpochKey epochKey() {
        return epochKey;
    }

    /** The mask helper's side of sealing. */
    SeedOpener opener() {
        return new SeedOpener(FEDERATION, authority.publicKey(), epochKey);
    }

    /** No key. */
    @Override
    public String toString() {
        return "Parties[" + clientIds.size() + " users]";
    }
}
