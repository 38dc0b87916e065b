package dev.tributary.aggregator.admission;

import static dev.tributary.aggregator.harness.UpdateFixtures.update;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.aggregator.admission.AdmissionDecision.Refused;
import dev.tributary.aggregator.harness.Records;
import dev.tributary.aggregator.harness.SettingsFixtures;
import dev.tributary.aggregator.rejection.Refusal;
import dev.tributary.aggregator.rejection.RejectionReason;
import dev.tributary.aggregator.version.NewestVersion;
import dev.tributary.arithmetic.MeasuredDelta;
import dev.tributary.schemas.avro.ModelUpdate;
import dev.tributary.schemas.layout.ParameterLayout;
import java.util.Set;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which update is admitted, as a function of the update and the facts alone. */
class DeltaManifestTest {

    private static final MeasuredDelta OF_NORM_5 = MeasuredDelta.of(new float[] {3, 4});

    private static AdmissionFacts facts(long version, String... settings) {
        return new KnownFacts(newest(version), SettingsFixtures.settings(settings), Set.of(), Set.of());
    }

    private static NewestVersion newest(long version) {
        return new NewestVersion(version, 4, ParameterLayout.flat(4).fingerprint());
    }

    private static DeltaManifest manifest(long baseVersion) {
        return new DeltaManifest(
                (ModelUpdate) Records.decode(update().base(baseVersion).record().value));
    }

    @Test
    void shouldAdmitTheValuesUncopiedWhenNothingIsClipped() {
        DeltaManifest manifest = manifest(4);

        AdmissionDecision decision = manifest.decide(OF_NORM_5, facts(7));

        assertThat(decision).isEqualTo(new Admitted.Delta(manifest, OF_NORM_5.values(), 3));
    }

    @Test
    void shouldAdmitWithoutStalenessWhenTheBaseVersionIsTheNewest() {
        assertThat(manifest(7).decide(OF_NORM_5, facts(7)))
                .asInstanceOf(InstanceOfAssertFactories.type(Admitted.class))
                .satisfies(admitted -> assertThat(admitted.staleness()).isZero());
    }

    @Test
    void shouldScaleDownToTheClippingNormWhenTheDeltaIsLonger() {
        assertThat(manifest(7).decide(OF_NORM_5, facts(7, "admission: {clippingNorm: 2.5}")))
                .asInstanceOf(InstanceOfAssertFactories.type(Admitted.Delta.class))
                .satisfies(admitted -> assertThat(admitted.delta().toArray()).containsExactly(1.5f, 2));
        assertThat(OF_NORM_5.values().toArray()).containsExactly(3, 4);
    }

    @Test
    void shouldGiveTheSameValuesWhenAdmittedAgainOnTheSameTerms() {
        Admitted.Delta again = manifest(7).admit(OF_NORM_5, 2.5, 3);

        assertThat(again.delta().toArray()).containsExactly(1.5f, 2);
        assertThat(again.staleness()).isEqualTo(3);
    }

    @Test
    void shouldAdmitWhenTheNormIsExactlyTheBound() {
        assertThat(manifest(7).decide(OF_NORM_5, facts(7, "admission: {maxDeltaNorm: 5}")))
                .isInstanceOf(Admitted.class);
    }

    @Test
    void shouldRefuseWhenTheNormIsJustAboveTheBound() {
        AdmissionFacts facts = facts(7, "admission: {maxDeltaNorm: 4.999999999999999}");

        assertThat(manifest(7).decide(OF_NORM_5, facts))
                .isEqualTo(new Refused(new Refusal(
                        RejectionReason.NORM_TOO_LARGE,
                        "L2 norm of the delta must be at most 4.999999999999999, was 5.0")));
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void shouldNameTheValueAndItsIndexWhenOneIsNotFinite(float value) {
        MeasuredDelta delta = MeasuredDelta.of(new float[] {1, value, 2});

        assertThat(manifest(7).decide(delta, facts(7)))
                .isEqualTo(new Refused(new Refusal(
                        RejectionReason.NON_FINITE,
                        "values of the delta must be finite, was " + value + " at parameter 1")));
    }

    @Test
    void shouldWaitWhenTheBaseVersionIsNotKnownYet() {
        assertThat(manifest(8).waitsFor(facts(7)))
                .contains(new Refusal(
                        RejectionReason.UNKNOWN_BASE_VERSION, "baseVersion must be a published version, was 8"));
        assertThat(manifest(7).waitsFor(facts(7))).isEmpty();
        assertThat(manifest(0).waitsFor(new KnownFacts(null, SettingsFixtures.settings(), Set.of(), Set.of())))
                .isPresent();
    }

    @Test
    void shouldSayWhichUpdateIsTooManyWhenOneWasAdmitted() {
        DeltaManifest manifest = manifest(7);
        String client = manifest.clientId();
        Set<String> ids = Set.of(client + "/" + manifest.updateId());
        Set<String> versions = Set.of(client + "/7");

        assertThat(manifest.check(client, facts(7))).isEmpty();
        assertThat(manifest.check(client, new KnownFacts(newest(7), SettingsFixtures.settings(), ids, versions)))
                .map(Refusal::reason)
                .contains(RejectionReason.DUPLICATE_UPDATE);
        assertThat(manifest.check(client, new KnownFacts(newest(7), SettingsFixtures.settings(), Set.of(), versions)))
                .map(Refusal::reason)
                .contains(RejectionReason.SECOND_UPDATE);
    }
}
