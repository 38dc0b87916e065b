package dev.tributary.privacy.accountant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PrivacyLedgerTest {

    private static final ReleaseCost COST = new ReleaseCost(4, 16);

    @Test
    void shouldAddByParticipationAndGuaranteeTheLargestWhenWeightsDiffer() {
        // Given
        PrivacyLedger ledger = new PrivacyLedger();

        // When
        ledger.add("busy", COST, 16, 1);
        ledger.add("busy", COST, 8, 2);
        ledger.add("idle", COST, 4, 2);

        // Then ρ = (1 + 1/4)/(2·16) and 1/16/(2·16)
        assertThat(ledger.of("busy").rho()).isCloseTo(1.25 / 32, within(1e-15));
        assertThat(ledger.of("idle").rho()).isCloseTo(1.0 / 512, within(1e-15));
        assertThat(ledger.of("busy").participations()).isEqualTo(2);
        assertThat(ledger.of("nobody")).isEqualTo(ClientSpend.NOTHING);
        assertThat(ledger.guarantee(1e-5).rho()).isEqualTo(ledger.of("busy").rho());
    }

    @Test
    void shouldNeverUnderstateWhenManyParticipationsAreAdded() {
        ClientSpend spend = ClientSpend.NOTHING;
        ReleaseCost cost = new ReleaseCost(3, 1);
        for (int release = 0; release < 10_000; release++) {
            spend = spend.after(cost, 1, release);
        }

        assertThat(spend.rho()).isBetween(10_000 / 18.0, 10_000 / 18.0 * (1 + 1e-11));
    }

    @Test
    void shouldGiveTheSameBitsWhenItGoesOnFromStoredSpends() {
        // Given
        PrivacyLedger whole = new PrivacyLedger();
        Map<String, ClientSpend> stored = new HashMap<>();
        for (int release = 0; release < 50; release++) {
            // When a restart comes before each release
            PrivacyLedger restarted = new PrivacyLedger(stored);
            String client = "client-" + release % 7;
            whole.add(client, COST, 1 + release % 16, release);
            stored.put(client, restarted.add(client, COST, 1 + release % 16, release));

            // Then
            assertThat(restarted.guarantee(1e-6)).isEqualTo(whole.guarantee(1e-6));
        }
        assertThat(stored).allSatisfy((client, spend) -> assertThat(spend).isEqualTo(whole.of(client)));
    }

    @Test
    void shouldKeepEarlierPricesWhenTheNoiseMultiplierChanges() {
        ClientSpend spend =
                ClientSpend.NOTHING.after(new ReleaseCost(1, 1), 1, 0).after(new ReleaseCost(10, 1), 1, 1);

        assertThat(spend.rho()).isCloseTo(0.505, within(1e-14));
    }

    @Test
    void shouldSayNoneWhenThereIsNoNoise() {
        PrivacyGuarantee none = PrivacyGuarantee.none(1e-5);

        assertThat(none.text()).isEqualTo("none");
        assertThat(none.epsilon()).isEmpty();
        assertThat(none.gaussianEpsilon()).isEmpty();
    }

    @Test
    void shouldRoundUpWhenWordedForAPerson() {
        PrivacyGuarantee guarantee = new PrivacyGuarantee(0.3125, 1e-5);

        assertThat(guarantee.text()).isEqualTo("epsilon 3.617 at delta 1.0E-5");
        assertThat(guarantee.gaussianEpsilon().orElseThrow()).isCloseTo(3.3414, within(5e-5));
        assertThat(new PrivacyGuarantee(0, 1e-5).text()).startsWith("epsilon 0.000");
        assertThat(new PrivacyGuarantee(1e-30, 1e-5).gaussianEpsilon()).hasValue(0);
        assertThat(new PrivacyGuarantee(1e15, 1e-5).gaussianEpsilon()).isEmpty();
    }

    @Test
    void shouldStopBeforeTheBudgetIsPassedWhenParticipationsGoOn() {
        // Given
        ParticipationRules rules = new ParticipationRules(Long.MAX_VALUE, 1, 3, 1e-6);
        long affordable = rules.affordable(COST);
        ClientSpend spend = ClientSpend.NOTHING;

        // When
        int release = 0;
        while (rules.judge(spend, COST, 16, release) == ParticipationVerdict.ADMITTED) {
            assertThat(rules.isSpent(spend, COST)).isFalse();
            spend = spend.after(COST, 16, release++);
        }

        // Then
        assertThat(rules.judge(spend, COST, 16, release)).isEqualTo(ParticipationVerdict.BUDGET_SPENT);
        assertThat(rules.isSpent(spend, COST)).isTrue();
        assertThat(spend.participations()).isEqualTo(affordable).isPositive();
        assertThat(new PrivacyGuarantee(spend.rho(), 1e-6).epsilon().orElseThrow())
                .isLessThanOrEqualTo(3);
        assertThat(ZeroConcentrated.epsilon(spend.rho() + COST.rho(16), 1e-6)).isGreaterThan(3);
    }

    @Test
    void shouldJudgeEachClientByItsOwnSpendWhenAnotherIsSpent() {
        ParticipationRules rules = new ParticipationRules(1, 1, Double.POSITIVE_INFINITY, 1e-6);
        ClientSpend spent = ClientSpend.NOTHING.after(COST, 16, 5);

        assertThat(rules.judge(spent, COST, 16, 6)).isEqualTo(ParticipationVerdict.CAP_REACHED);
        assertThat(rules.isSpent(spent, COST)).isTrue();
        assertThat(rules.judge(ClientSpend.NOTHING, COST, 16, 6)).isEqualTo(ParticipationVerdict.ADMITTED);
        assertThat(rules.affordable(COST)).isEqualTo(1);
    }

    @Test
    void shouldWaitWhenTheLastReleaseIsTooNear() {
        ParticipationRules rules = new ParticipationRules(10, 3, Double.POSITIVE_INFINITY, 1e-6);
        ClientSpend spend = ClientSpend.NOTHING.after(COST, 16, 5);

        assertThat(rules.judge(spend, COST, 16, 7)).isEqualTo(ParticipationVerdict.TOO_SOON);
        assertThat(rules.judge(spend, COST, 16, 8)).isEqualTo(ParticipationVerdict.ADMITTED);
        assertThat(rules.isSpent(spend, COST)).isFalse();
    }

    @Test
    void shouldRefuseAndStayAsItIsWhenAnArgumentIsOutsideItsBound() {
        PrivacyLedger ledger = new PrivacyLedger();
        ledger.add("a", COST, 1, 3);
        ClientSpend before = ledger.of("a");

        assertThatThrownBy(() -> ledger.add("a", COST, 1, 3)).hasMessage("release must be above 3, was 3");
        assertThatThrownBy(() -> ledger.add("a", COST, 17, 4)).hasMessage("weight must be 1 to 16, was 17");
        assertThatThrownBy(() -> ledger.add("a", COST, 0, 4)).hasMessage("weight must be 1 to 16, was 0");
        assertThat(ledger.of("a")).isEqualTo(before);
        assertThatThrownBy(() -> new ReleaseCost(0, 1)).hasMessageStartingWith("noiseMultiplier must be");
        assertThatThrownBy(() -> new ReleaseCost(1, 0)).hasMessageEndingWith("was 0");
        assertThatThrownBy(() -> new ClientSpend(-1, 0, 0)).hasMessageContaining("-1");
        assertThatThrownBy(() -> new ParticipationRules(0, 1, 1, 1e-5))
                .hasMessage("participation cap must be 1 or more, was 0");
        assertThatThrownBy(() -> new ParticipationRules(1, 0, 1, 1e-5)).hasMessageContaining("separation");
        assertThatThrownBy(() -> new ParticipationRules(1, 1, Double.NaN, 1e-5)).hasMessageContaining("epsilonBudget");
        assertThatThrownBy(() -> new PrivacyGuarantee(Double.NaN, 1e-5)).hasMessageContaining("was NaN");
    }
}
