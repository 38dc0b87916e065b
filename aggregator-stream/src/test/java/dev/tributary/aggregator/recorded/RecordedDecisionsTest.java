package dev.tributary.aggregator.recorded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.aggregator.admission.AdmissionRules;
import dev.tributary.aggregator.admission.Admitted;
import dev.tributary.aggregator.admission.BeginAnswer;
import dev.tributary.aggregator.admission.DeltaManifest;
import dev.tributary.aggregator.admission.HomePartition;
import dev.tributary.aggregator.admission.WholeAnswer;
import dev.tributary.aggregator.harness.MemoryStores;
import dev.tributary.aggregator.harness.Records;
import dev.tributary.aggregator.harness.SettingsFixtures;
import dev.tributary.aggregator.harness.UpdateFixtures;
import dev.tributary.aggregator.version.NewestVersion;
import dev.tributary.arithmetic.FloatVector;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.avro.ModelUpdate;
import dev.tributary.schemas.avro.PayloadChunk;
import dev.tributary.schemas.payload.PayloadException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class RecordedDecisionsTest {

    private static final AdmittedUpdate MEMBER = new AdmittedUpdate("c", "u", 0, 1, 0, 10, 2, 0.5, 5, 2.5);

    private final AdmissionStore store = new AdmissionStore(MemoryStores.add(MemoryStores.context(0), "admission"));
    private final AdmissionRules rules = new AdmissionRules(SettingsFixtures.settings());
    private final List<AdmittedUpdate> again = new ArrayList<>();

    private RecordedDecisions decisions() {
        return RecordedDecisions.of(
                store,
                Map.of(10L, MEMBER),
                new RecordedFacts(
                        rules,
                        new AdmittedUpdates(store),
                        store.lastRefused(),
                        store.receipts(),
                        client -> true,
                        HomePartition.ONLY),
                (member, update) -> again.add(member));
    }

    private static DeltaManifest manifest(long baseVersion) {
        return new DeltaManifest((ModelUpdate)
                Records.decode(UpdateFixtures.update().base(baseVersion).record().value));
    }

    private static PayloadChunk chunk() {
        return new PayloadChunk("u", 1, 0, ByteBuffer.allocate(0));
    }

    @Test
    void shouldHoldWhatCountedOrWasHeldWhenItBeginsAgain() {
        store.putHeld(20);
        RecordedDecisions decisions = decisions();

        assertThat(decisions.begin("c", manifest(0), 10)).isEqualTo(new BeginAnswer.Good());
        assertThat(decisions.begin("c", manifest(0), 20)).isEqualTo(new BeginAnswer.Good());
        assertThat(decisions.begin("c", manifest(0), 30)).isEqualTo(new BeginAnswer.DecidedBefore());
    }

    @Test
    void shouldPassOverWhatWasRefusedWhenMoreOfItWasExpected() {
        store.putRefused(20);
        RecordedDecisions decisions = decisions();

        assertThat(decisions.begin("c", manifest(0), 20)).isEqualTo(new BeginAnswer.RefusedBefore());
        assertThat(decisions.stray("c", chunk(), 20)).isEqualTo(new BeginAnswer.RefusedBefore());
        assertThat(decisions.stray("c", chunk(), 30)).isEqualTo(new BeginAnswer.DecidedBefore());
        assertThat(decisions.endsWithLastChunk()).isFalse();
        assertThat(decisions.foreign("record must be one of ours")).isEmpty();
    }

    @Test
    void shouldAdmitAMemberOnTheTermsOfItsDecisionWhenItIsWhole() {
        RecordedDecisions decisions = decisions();

        WholeAnswer answer = decisions.whole(manifest(0), 10);

        assertThat(answer)
                .asInstanceOf(InstanceOfAssertFactories.type(WholeAnswer.AdmittedBefore.class))
                .satisfies(before -> {
                    assertThat(before.clippingNorm()).isEqualTo(2.5);
                    assertThat(before.staleness()).isEqualTo(2);
                    before.again().accept(new Admitted.Delta(manifest(0), FloatVector.of(new float[4]), 2));
                });
        assertThat(again).containsExactly(MEMBER);
        assertThatCode(decisions::requireComplete).doesNotThrowAnyException();
    }

    @Test
    void shouldDecideNothingWhenAHeldUpdateIsWhole() {
        store.putHeld(20);
        rules.follow(new NewestVersion(3, 4, "f"));
        RecordedDecisions decisions = decisions();

        assertThat(decisions.whole(manifest(3), 20)).isEqualTo(new WholeAnswer.Undecided());
        assertThat(decisions.whole(manifest(4), 20)).isInstanceOf(WholeAnswer.Waits.class);
    }

    @Test
    void shouldStopWhenTheLogIsNotWhatItWas() {
        RecordedDecisions decisions = decisions();

        assertThatThrownBy(decisions::requireComplete)
                .isInstanceOf(FederationException.class)
                .hasMessageContaining("of 1 updates in the open round only 0 are left");
        assertThatThrownBy(() -> decisions.flawed(new PayloadException(PayloadException.Flaw.DIGEST, "flaw"), 10))
                .isInstanceOf(FederationException.class)
                .hasMessageContaining("the record at offset 10 was good before: flaw");
    }
}
