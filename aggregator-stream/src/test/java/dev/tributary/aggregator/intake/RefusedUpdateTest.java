package dev.tributary.aggregator.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.aggregator.intake.RefusedUpdate.AllCome;
import dev.tributary.aggregator.intake.RefusedUpdate.PassedOver;
import org.junit.jupiter.api.Test;

class RefusedUpdateTest {

    @Test
    void shouldExpectMoreWhenRefusedBeforeTheLastChunk() {
        RefusedUpdate refused = RefusedUpdate.of("client", "update", 7, 1, 2, 1000);

        assertThat(refused).isEqualTo(new PassedOver("client", "update", 7, 2, 1000));
    }

    @Test
    void shouldExpectNothingWhenRefusedAtTheLastChunk() {
        assertThat(RefusedUpdate.of("client", "update", 7, 2, 2, 1000)).isEqualTo(new AllCome("client", "update"));
    }

    @Test
    void shouldExpectNothingWhenTheManifestWasAllOfIt() {
        assertThat(RefusedUpdate.of(null, "update", 7, -1, 0, 1000)).isEqualTo(new AllCome(null, "update"));
    }

    @Test
    void shouldExpectMoreWhenNoManifestToldTheLastChunk() {
        assertThat(RefusedUpdate.of("client", "update", 7, 0, Integer.MAX_VALUE, 1000))
                .isInstanceOf(PassedOver.class);
    }

    @Test
    void shouldRememberDigestsWhenIdsAreLong() {
        PassedOver refused = (PassedOver) RefusedUpdate.of("c".repeat(65), "u".repeat(65), 7, 0, 2, 1000);

        assertThat(refused.clientId()).startsWith("sha256/").hasSize(55);
        assertThat(refused.complete().updateId()).startsWith("sha256/").hasSize(55);
        assertThat(refused.bytes()).isEqualTo(HeldUpdate.ENTRY_BYTES);
    }
}
