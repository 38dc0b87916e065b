package dev.tributary.demo.federation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.client.data.LabelledImages;
import dev.tributary.client.data.digits.GeneratedDigits;
import dev.tributary.client.data.partition.PartitionScheme;
import dev.tributary.client.dl4j.BuiltInArchitecture;
import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.federation.settings.Masking;
import dev.tributary.schemas.avro.PayloadEncoding;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DemoFederationTest {

    @ParameterizedTest
    @CsvSource({"2,2", "3,3", "9,5", "10,5", "200,5"})
    void shouldMaskAnyNumberOfClientsWhenMaskingIsRequired(int clients, int threshold) {
        FederationSettings settings = settings(clients, Masking.REQUIRED);

        assertThat(settings.privacy().isMasked()).isTrue();
        assertThat(settings.privacy().threshold()).isEqualTo(threshold);
        assertThat(settings.round().goal()).isEqualTo(clients);
        assertThat(settings.round().quorum()).isBetween(threshold, clients);
        assertThat(settings.privacy().fits(clients)).isTrue();
    }

    @Test
    void shouldCountTheLargestShardInFullWhenMaskingIsRequired() {
        assertThat(settings(4, Masking.REQUIRED).admission().exampleCountCap()).isEqualTo(30);
    }

    @ParameterizedTest
    @CsvSource({"1", "200"})
    void shouldSayThatNothingIsMaskedWhenMaskingIsOff(int clients) {
        assertThat(settings(clients, Masking.OFF).privacy().isMasked()).isFalse();
    }

    private static FederationSettings settings(int clients, Masking masking) {
        LabelledImages digits = GeneratedDigits.split(1, 60, 10).train();
        List<LabelledImages> shards = List.of(digits.range(0, 3), digits.range(3, 33));
        DemoSettings demo = new DemoSettings(
                BuiltInArchitecture.named("mlp"),
                clients,
                3,
                Optional.empty(),
                "iid",
                PartitionScheme.parse("iid"),
                1,
                10,
                0.1,
                masking,
                PayloadEncoding.FLOAT32,
                42,
                Optional.empty());
        return DemoFederation.settings(demo, shards);
    }
}
