package dev.tributary.leaktest.attacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class TokenSearchTest {

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void shouldCountEveryPlaceWhenATokenStandsAtBothEnds() {
        TokenSearch search = new TokenSearch(List.of(bytes("the secret of Ada")));

        search.read(bytes("the secret of Ada, and again the secret of Ada"));

        assertThat(search.hits()).isEqualTo(2);
        assertThat(search.bytes()).isEqualTo(46);
    }

    @Test
    void shouldFindNothingWhenOnlyTheBeginningIsThere() {
        TokenSearch search = new TokenSearch(List.of(bytes("the secret of Ada")));

        search.read(bytes("the secret of Bob, the secret of Ad"));
        search.read(new byte[0]);

        assertThat(search.hits()).isZero();
    }

    @Test
    void shouldRefuseATokenWhenItIsShort() {
        assertThatThrownBy(() -> new TokenSearch(List.of(bytes("secret"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("had 6");
    }
}
