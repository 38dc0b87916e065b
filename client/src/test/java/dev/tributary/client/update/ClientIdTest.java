package dev.tributary.client.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientIdTest {

    @ParameterizedTest
    @CsvFileSource(resources = "/vectors/client-id/good.csv", numLinesToSkip = 1)
    void shouldDeriveTheVectorsPseudonymWhenSecretAndFederationAreGiven(
            String secret, String federation, String expected) {
        ClientSecret bytes = new ClientSecret(HexFormat.of().parseHex(secret));

        assertThat(ClientId.of(bytes, federation).value()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "host.example.org", "bob smith", "bob@host", "ä"})
    void shouldRefuseIdWhenItCouldNotBeAnUpdatesKey(String value) {
        assertThatThrownBy(() -> new ClientId(value)).hasMessageContaining("client id must be 1 to 64 characters");
    }

    @Test
    void shouldPrintLengthOnlyWhenSecretIsPrinted() {
        ClientSecret secret = new ClientSecret("0123456789abcdef".getBytes(java.nio.charset.StandardCharsets.UTF_8));

        assertThat(secret).hasToString("ClientSecret[16 bytes]");
    }

    @Test
    void shouldRefuseSecretWhenItCouldBeGuessed() {
        assertThatThrownBy(() -> new ClientSecret(new byte[15]))
                .hasMessage("secret must be at least 16 random bytes, was 15");
    }
}
