package dev.tributary.client.link;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.schemas.FederationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaClientsVersionTest {

    @ParameterizedTest
    @ValueSource(strings = {"3.7.1", "3.9.1", "4.0.0", "4.1.1", "4.2.0-SNAPSHOT", "7.9.0-ccs", "8.2.1-ce", "0.11.0.3"})
    void shouldSayTheCureWhenApplicationBringsAnOlderOne(String found) {
        assertThatThrownBy(() -> KafkaClientsVersion.require(found))
                .isInstanceOf(FederationException.class)
                .hasMessage("kafka-clients on the class path must be 4.3 or later, was " + found
                        + "; with Spring Boot set the property kafka.version to 4.3.1, else import tributary-bom before"
                        + " other boms");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"4.3.0", "4.3.1", "4.3.1-SNAPSHOT", "4.10.0", "5.0.0", "8.3.0-ccs", "9.0.0-ce", "unknown", ""})
    void shouldSayNothingWhenReleaseIsNewEnough(String found) {
        assertThatCode(() -> KafkaClientsVersion.require(found)).doesNotThrowAnyException();
    }

    @Test
    void shouldSayNothingWhenItRunsWithWhatItIsBuiltWith() {
        assertThatCode(KafkaClientsVersion::require).doesNotThrowAnyException();
    }
}
