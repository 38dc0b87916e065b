package dev.tributary.aggregator.harness;

import dev.tributary.federation.settings.AdmissionSettings;
import dev.tributary.federation.settings.FederationSettings;

/** Settings as a file has them. */
public final class SettingsFixtures {

    private SettingsFixtures() {}

    /** Settings of the federation "test" with these sections, each a line of YAML. */
    public static FederationSettings settings(String... sections) {
        return FederationSettings.parse("federation: test\n" + String.join("\n", sections));
    }

    /** The same with less room for incomplete updates than a file may give. */
    public static FederationSettings withMaxHeldBytes(FederationSettings settings, long maxHeldBytes) {
        AdmissionSettings admission = settings.admission();
        return new FederationSettings(
                settings.topicPlan(),
                settings.round(),
                settings.strategy(),
                new AdmissionSettings(
                        admission.maxDeltaNorm(),
                        admission.clippingNorm(),
                        admission.maxExampleCount(),
                        admission.exampleCountCap(),
                        admission.oneUpdatePerVersion(),
                        admission.holdTimeout(),
                        maxHeldBytes),
                settings.combining(),
                settings.model(),
                settings.evaluation(),
                settings.privacy(),
                settings.text());
    }
}
