package dev.tributary.privacy.words;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class WordSizeTest {

    @Test
    void shouldFindSizeWhenBitsAreSupported() {
        assertThat(WordSize.ofBits(16)).isEqualTo(WordSize.BITS_16);
        assertThat(WordSize.ofBits(32)).isEqualTo(WordSize.BITS_32);
        assertThat(WordSize.BITS_16.limit()).isEqualTo(32_768);
        assertThat(WordSize.BITS_32.limit()).isEqualTo(2_147_483_648L);
    }

    @Test
    void shouldRefuseWhenBitsAreNot() {
        assertThatThrownBy(() -> WordSize.ofBits(24)).hasMessage("bits of a word must be 16 or 32, was 24");
    }

    @Test
    void shouldRefuseWhenAnArrayCannotHoldTheBytes() {
        assertThat(WordSize.BITS_16.bytesOf(Integer.MAX_VALUE / 2)).isEqualTo(Integer.MAX_VALUE - 1);
        assertThatThrownBy(() -> WordSize.BITS_32.bytesOf(Integer.MAX_VALUE / 2))
                .hasMessage("words must be 0 to 536870911 of 32 bits, was 1073741823");
        assertThatThrownBy(() -> WordSize.BITS_32.bytesOf(-1)).hasMessageEndingWith("was -1");
    }
}
