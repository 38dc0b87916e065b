package dev.tributary.aggregator.recorded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.aggregator.harness.MemoryStores;
import dev.tributary.aggregator.recorded.AdmissionStore.Progress;
import dev.tributary.aggregator.version.NewestVersion;
import dev.tributary.schemas.FederationException;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;

class AdmissionStoreTest {

    private final KeyValueStore<String, byte[]> bytes = MemoryStores.add(MemoryStores.context(0), "admission");
    private final AdmissionStore store = new AdmissionStore(bytes);

    @Test
    void shouldBeginAtTheBeginningWhenNothingWasSaved() {
        assertThat(store.progress()).isEqualTo(new Progress(1, 0, -1));
        assertThat(store.newestVersion()).isEmpty();
        assertThat(store.admitted()).isEmpty();
        assertThat(store.heldOffsets()).isEmpty();
    }

    @Test
    void shouldFindAgainWhenSaved() {
        Progress progress = new Progress(Long.MAX_VALUE, 5, 9);
        NewestVersion newest = new NewestVersion(3, 4, "f");
        AdmittedUpdate update = new AdmittedUpdate("client-1", "update-1", 12, 3, 4, 77, 2, 0.1, 5, 2.5);
        store.putProgress(progress);
        store.putNewestVersion(newest);
        store.putAdmitted(update);

        assertThat(store.progress()).isEqualTo(progress);
        assertThat(store.newestVersion()).contains(newest);
        assertThat(store.admitted()).containsExactly(update);
    }

    @Test
    void shouldKeepApartWhenUpdatesShareClientAndVersion() {
        AdmittedUpdate one = new AdmittedUpdate("c", "u", 0, 1, 0, 1, 0, 1, 1, 0);
        AdmittedUpdate two = new AdmittedUpdate("c", "u-2", 0, 1, 1, 2, 0, 1, 1, 0);
        AdmittedUpdate three = new AdmittedUpdate("c-", "u", Long.MAX_VALUE, 1, 2, 3, 0, 1, 1, 0);
        store.putAdmitted(one);
        store.putAdmitted(two);
        store.putAdmitted(three);
        store.deleteAdmitted(one);

        assertThat(store.admitted()).containsExactlyInAnyOrder(two, three);
    }

    @Test
    void shouldTellHeldFromRefusedWhenBothAreThere() {
        store.putHeld(7);
        store.putHeld(1234567890123L);
        store.putRefused(9);
        store.deleteHeld(7);

        assertThat(store.heldOffsets()).containsExactly(1234567890123L);
        assertThat(store.refusedOffsets()).containsExactly(9L);
    }

    @Test
    void shouldBeReadAgainWhenItsFormatIsKnown() {
        store.putForgottenBefore(7);

        assertThat(new AdmissionStore(bytes).forgottenBefore()).isEqualTo(7);
    }

    @Test
    void shouldNotBeReadWhenItsFormatIsAnotherOne() {
        bytes.put(AdmissionStore.FORMAT_KEY, new byte[] {0, 0, 0, 2});

        assertThatThrownBy(() -> new AdmissionStore(bytes))
                .isInstanceOf(FederationException.class)
                .hasMessage("format of the state of stage 1 must be 1, was 2; go on with the release of Tributary that"
                        + " wrote it (docs/recovery.md, \"Rolling upgrade\")");
    }

    @Test
    void shouldNotBeReadWhenItsFormatIsNoNumber() {
        bytes.put(AdmissionStore.FORMAT_KEY, new byte[] {1});

        assertThatThrownBy(() -> new AdmissionStore(bytes)).hasMessageContaining("must be 1, was 1 bytes; go on");
    }

    @Test
    void shouldNotBeReadWhenItWasWrittenBeforeFormatsHadNumbers() {
        store.putForgottenBefore(7);
        bytes.delete(AdmissionStore.FORMAT_KEY);

        assertThatThrownBy(() -> new AdmissionStore(bytes))
                .hasMessageContaining("must be 1, was none, beginning with forgotten-before; go on");
    }
}
