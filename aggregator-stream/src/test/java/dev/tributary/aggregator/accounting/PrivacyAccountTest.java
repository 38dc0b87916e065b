package dev.tributary.aggregator.accounting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tributary.aggregator.harness.MemoryStores;
import dev.tributary.aggregator.harness.SettingsFixtures;
import dev.tributary.federation.settings.PrivacySettings;
import dev.tributary.privacy.accountant.ParticipationVerdict;
import dev.tributary.privacy.accountant.ZeroConcentrated;
import dev.tributary.schemas.FederationException;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;

class PrivacyAccountTest {

    private static final int W = 16;
    private static final OptionalInt NOT_BEFORE = OptionalInt.empty();

    private final KeyValueStore<String, byte[]> store = MemoryStores.add(MemoryStores.context(0), "round");
    private final PrivacyAccount account = new PrivacyAccount(store);

    private static PrivacySettings privacy(String further) {
        return SettingsFixtures.settings("privacy: {masking: off, noiseMultiplier: 2, clippingNorm: 1" + further + "}")
                .privacy();
    }

    @Test
    void shouldStateTheLossOfTheClientThatLostMost() {
        account.released(privacy(""), Map.of("a", W, "b", W / 2), 1);
        account.released(privacy(""), Map.of("a", W, "c", W), 2);

        // ρ = 2 · 1/(2·2²)
        assertThat(account.total().rho()).isCloseTo(0.25, within(1e-12)).isGreaterThanOrEqualTo(0.25);
        assertThat(account.total())
                .extracting(AccountTotal::releases, AccountTotal::clients, AccountTotal::participations)
                .containsExactly(2L, 3L, 2L);
        assertThat(account.figures(privacy("")))
                .containsEntry(
                        "epsilon", ZeroConcentrated.epsilon(account.total().rho(), 1e-5))
                .containsEntry("clients", 3.0)
                .containsEntry("privacyDelta", 1e-5);
        assertThat(account.figures(privacy("")).get("gaussianEpsilon"))
                .isLessThan(account.figures(privacy("")).get("epsilon"));
    }

    @Test
    void shouldNameNoNumberWhenThereIsNoNoise() {
        PrivacySettings clear = SettingsFixtures.settings().privacy();

        assertThat(account.figures(clear)).isEmpty();
        assertThat(account.guarantee(clear).text()).isEqualTo("none");
    }

    @Test
    void shouldHaveTheSameBitsWhenItIsStartedAgain() {
        for (int release = 1; release <= 7; release++) {
            account.released(privacy(""), Map.of("a", W / release, "b" + release, W), release);
        }

        PrivacyAccount again = new PrivacyAccount(store);

        assertThat(again.total()).isEqualTo(account.total());
        assertThat(again.figures(privacy(""))).isEqualTo(account.figures(privacy("")));
        assertThat(again.judge(privacy(", participationCap: 7"), "a", W, 8, NOT_BEFORE))
                .isEqualTo(ParticipationVerdict.CAP_REACHED);
    }

    @Test
    void shouldRefuseAParticipationBeforeABoundIsPassed() {
        account.released(privacy(""), Map.of("a", W), 3);
        // Two participations are ρ = 0.25.
        double budget = ZeroConcentrated.epsilon(0.2499, 1e-5);

        assertThat(account.judge(privacy(", participationCap: 1"), "a", W, 4, NOT_BEFORE))
                .isEqualTo(ParticipationVerdict.CAP_REACHED);
        assertThat(account.judge(privacy(", separation: 3"), "a", W, 5, NOT_BEFORE))
                .isEqualTo(ParticipationVerdict.TOO_SOON);
        assertThat(account.judge(privacy(", separation: 3"), "a", W, 6, NOT_BEFORE))
                .isEqualTo(ParticipationVerdict.ADMITTED);
        assertThat(account.judge(privacy(", epsilonBudget: " + budget), "a", W, 4, NOT_BEFORE))
                .isEqualTo(ParticipationVerdict.BUDGET_SPENT);
        assertThat(account.judge(privacy(", epsilonBudget: " + budget), "a", W / 2, 4, NOT_BEFORE))
                .isEqualTo(ParticipationVerdict.ADMITTED);
        assertThat(account.isSpent(privacy(", epsilonBudget: " + budget), "a")).isTrue();
        assertThat(account.isSpent(privacy(", epsilonBudget: " + budget), "b")).isFalse();
    }

    @Test
    void shouldCountTheReleaseThatIsAboutToHappen() {
        assertThat(account.judge(privacy(", participationCap: 1"), "a", W, 2, OptionalInt.of(W)))
                .isEqualTo(ParticipationVerdict.CAP_REACHED);
        assertThat(account.judge(privacy(", participationCap: 2"), "a", W, 2, OptionalInt.of(W)))
                .isEqualTo(ParticipationVerdict.ADMITTED);
    }

    @Test
    void shouldRefuseAStateOfAnotherFormat() {
        store.put("spend-total", new byte[] {2, 0});

        assertThatThrownBy(() -> new PrivacyAccount(store))
                .isInstanceOf(FederationException.class)
                .hasMessageStartingWith("format of spend-total in the state of stage 2 must be 1, was another");
    }
}
