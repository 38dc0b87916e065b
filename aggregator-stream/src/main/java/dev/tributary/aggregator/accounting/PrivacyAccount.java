package dev.tributary.aggregator.accounting;

import dev.tributary.federation.settings.PrivacySettings;
import dev.tributary.privacy.accountant.ClientSpend;
import dev.tributary.privacy.accountant.ParticipationVerdict;
import dev.tributary.privacy.accountant.PrivacyGuarantee;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The accountant of a federation with noise: ρ of each client over the releases that it was in,
 * {@code ρ = Σ (w/W)² / (2z²)}, of which the largest is the guarantee. No amplification by sampling is claimed, since rounds
 * take who comes first.
 *
 * <p>Everything stands in the store of the task, written in the transaction of the release. Not thread-safe.
 */
public final class PrivacyAccount {

    private final SpendStore spends;
    private AccountTotal total;

    /**
     * Goes on with what the store has.
     *
     * @param store the task's change-logged store
     */
    public PrivacyAccount(KeyValueStore<String, byte[]> store) {
        spends = new SpendStore(store);
        total = spends.total();
    }

    /**
     * Judges a participation before it happens.
     *
     * @param privacy  settings in force
     * @param clientId the client
     * @param weight   weight of its update, 1 to W
     * @param release  number of the release: the version that it makes
     * @param before   its weight in the release before this one, which is about to happen; empty if it is in none
     * @return the verdict
     */
    public ParticipationVerdict judge(
            PrivacySettings privacy, String clientId, int weight, long release, OptionalInt before) {
        ClientSpend spend = spends.of(clientId);
        if (before.isPresent()) {
            spend = spend.after(privacy.releaseCost(), before.getAsInt(), release - 1);
        }
        return privacy.participationRules().judge(spend, privacy.releaseCost(), weight, release);
    }

    /**
     * Says whether no fresh update of a client will ever be in a release again.
     *
     * @param privacy  settings in force
     * @param clientId the client
     * @return whether its cap is reached, or another participation would pass its budget
     */
    public boolean isSpent(PrivacySettings privacy, String clientId) {
        return privacy.participationRules().isSpent(spends.of(clientId), privacy.releaseCost());
    }

    /**
     * Adds a release, before anything of it can be seen.
     *
     * @param privacy settings in force, with noise
     * @param weights weight of each client in it, 1 to W
     * @param release its number, above that of every earlier release with one of these clients
     */
    public void released(PrivacySettings privacy, Map<String, Integer> weights, long release) {
        long clients = total.clients();
        long participations = total.participations();
        double rho = total.rho();
        for (Map.Entry<String, Integer> member : weights.entrySet()) {
            ClientSpend before = spends.of(member.getKey());
            ClientSpend after = before.after(privacy.releaseCost(), member.getValue(), release);
            spends.put(member.getKey(), after);
            clients += before.participations() == 0 ? 1 : 0;
            participations = Math.max(participations, after.participations());
            rho = Math.max(rho, after.rho());
        }
        total = new AccountTotal(total.releases() + 1, clients, participations, rho);
        spends.put(total);
    }

    /**
     * Gives the total of all releases.
     *
     * @return releases, clients and the largest loss
     */
    public AccountTotal total() {
        return total;
    }

    /**
     * States the guarantee of all releases so far.
     *
     * @param privacy settings in force
     * @return that of the client that has spent most; none without noise
     */
    public PrivacyGuarantee guarantee(PrivacySettings privacy) {
        return privacy.isNoised()
                ? new PrivacyGuarantee(total.rho(), privacy.privacyDelta())
                : PrivacyGuarantee.none(privacy.privacyDelta());
    }

    /**
     * States it for the result of a round.
     *
     * @param privacy settings in force
     * @return figures by name, as the schema {@code RoundResult} has them; empty without noise
     */
    public Map<String, Double> figures(PrivacySettings privacy) {
        Map<String, Double> figures = new TreeMap<>();
        PrivacyGuarantee guarantee = guarantee(privacy);
        guarantee.epsilon().ifPresent(epsilon -> {
            figures.put("rho", total.rho());
            figures.put("epsilon", epsilon);
            figures.put("privacyDelta", privacy.privacyDelta());
            figures.put("clients", (double) total.clients());
            figures.put("participations", (double) total.participations());
            figures.put("releases", (double) total.releases());
            guarantee.gaussianEpsilon().ifPresent(exact -> figures.put("gaussianEpsilon", exact));
        });
        return figures;
    }
}
