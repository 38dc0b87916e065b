package dev.tributary.aggregator.harness;

import dev.tributary.federation.settings.AdmissionSettings;
import dev.tributary.federation.settings.FederationSettings;

/** Settings as a file has them. */
public final class SettingsFixtures {

    private SettingsFixtures() {}

    /** Settings of the federation "test" with these sections, each a line of YAML; without a section privacy, in the clear. */
    public static FederationSettings settings(String... sections) {
        String given = String.join("\n", sections);
        String masking = given.contains("privacy:") ? "" : "privacy: {masking: off}\n";
        return FederationSettings.parse("federation: test\n" + masking + given);
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
