package dev.tributary.demo.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NumbersTest {

    @Test
    void shouldWriteUnitsAsPeopleReadThem() {
        assertThat(Numbers.percent(0.97449)).isEqualTo("97.4 %");
        assertThat(Numbers.grouped(431_080)).isEqualTo("431,080");
        assertThat(Numbers.duration(4.24)).isEqualTo("4.2 s");
        assertThat(Numbers.duration(59.4)).isEqualTo("59.4 s");
        assertThat(Numbers.duration(59.6)).isEqualTo("1 min 00 s");
        assertThat(Numbers.duration(185)).isEqualTo("3 min 05 s");
    }

    @Test
    void shouldChooseUnitOfBytesWhenTheyGrow() {
        assertThat(Numbers.bytes(0)).isEqualTo("0 B");
        assertThat(Numbers.bytes(999)).isEqualTo("999 B");
        assertThat(Numbers.bytes(1_000)).isEqualTo("1.0 kB");
        assertThat(Numbers.bytes(999_949)).isEqualTo("999.9 kB");
        assertThat(Numbers.bytes(999_950)).isEqualTo("1.0 MB");
        assertThat(Numbers.bytes(17_243_200)).isEqualTo("17.2 MB");
        assertThat(Numbers.bytes(Long.MAX_VALUE)).isEqualTo("9223372.0 TB");
    }

    @Test
    void shouldWriteDashWhenNumberIsNotFinite() {
        assertThat(Numbers.percent(Double.NaN)).isEqualTo("-");
        assertThat(Numbers.decimal(Double.NEGATIVE_INFINITY, 2)).isEqualTo("-");
        assertThat(Numbers.duration(Double.NaN)).isEqualTo("-");
    }
}
