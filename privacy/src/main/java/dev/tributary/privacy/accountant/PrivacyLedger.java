package dev.tributary.privacy.accountant;

import java.util.HashMap;
import java.util.Map;

/**
 * Spend of every client, by participation. The guarantee is the largest over all of them: a mean would promise the most
 * active client too much.
 *
 * <p>Made from spends that were stored, it gives the same bits as one that has never stopped, since each client's sum is
 * taken in the order of its releases. Not thread-safe.
 */
public final class PrivacyLedger {

    private final Map<String, ClientSpend> spends;
    private double largestRho;

    /** Begins an empty ledger. */
    public PrivacyLedger() {
        this(Map.of());
    }

    /**
     * Goes on with spends that were stored.
     *
     * @param spends by client; copied
     */
    public PrivacyLedger(Map<String, ClientSpend> spends) {
        this.spends = new HashMap<>(spends);
        this.largestRho =
                spends.values().stream().mapToDouble(ClientSpend::rho).max().orElse(0);
    }

    /**
     * Adds a participation.
     *
     * @param client  its id
     * @param cost    price under the settings of the release
     * @param weight  weight of the client in it
     * @param release number of the release, above the client's last one
     * @return the client's spend, to be stored
     * @throws IllegalArgumentException if an argument is outside its bound; the ledger is then unchanged
     */
    public ClientSpend add(String client, ReleaseCost cost, int weight, long release) {
        ClientSpend spend = of(client).after(cost, weight, release);
        spends.put(client, spend);
        largestRho = Math.max(largestRho, spend.rho());
        return spend;
    }

    /**
     * Gives the spend of a client.
     *
     * @param client its id
     * @return {@link ClientSpend#NOTHING} if no release had it
     */
    public ClientSpend of(String client) {
        return spends.getOrDefault(client, ClientSpend.NOTHING);
    }

    /**
     * Gives the guarantee of all releases so far.
     *
     * @param privacyDelta δ, 1e-200 or more, below 1
     * @return that of the client that has spent most
     */
    public PrivacyGuarantee guarantee(double privacyDelta) {
        return new PrivacyGuarantee(largestRho, privacyDelta);
    }
}
