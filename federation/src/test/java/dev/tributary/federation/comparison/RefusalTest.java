package dev.tributary.federation.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.federation.provisioning.ProvisioningPlan;
import dev.tributary.federation.settings.FederationSettings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RefusalTest {

    private final List<Difference> allMissing = new TopicComparison(
                    ProvisioningPlan.of(FederationSettings.parse("federation: digits\nprivacy: {masking: off}")))
            .differences(new ClusterObservation(Map.of(), Map.of()));

    @Test
    void shouldNameTopicAndRemedyInOneLine() {
        assertThat(Refusal.of(allMissing.subList(0, 1)))
                .isEqualTo("topic fl.digits.updates must exist; create it with: tributary topics apply");
    }

    @Test
    void shouldSayARemedyOnceAndCountWhatIsLeftOut() {
        assertThat(Refusal.of(allMissing))
                .isEqualTo("topic fl.digits.updates must exist, topic fl.digits.rounds must exist,"
                        + " topic fl.digits.model must exist, topic fl.digits.rejections must exist;"
                        + " create it with: tributary topics apply;"
                        + " and 6 more, listed by: tributary topics check");
    }
}
