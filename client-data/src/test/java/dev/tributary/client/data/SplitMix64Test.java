package dev.tributary.client.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class SplitMix64Test {

    @Test
    void shouldGiveReferenceNumbersWhenSeedIsOfTheReference() {
        // The published sequence of Vigna's splitmix64.c for this seed.
        SplitMix64 random = new SplitMix64(1234567);

        assertThat(Long.toUnsignedString(random.nextLong())).isEqualTo("6457827717110365317");
        assertThat(Long.toUnsignedString(random.nextLong())).isEqualTo("3203168211198807973");
        assertThat(Long.toUnsignedString(random.nextLong())).isEqualTo("9817491932198370423");
    }

    @Test
    void shouldGiveSameDerivedNumbersOnEveryMachine() {
        SplitMix64 random = new SplitMix64(42);

        assertThat(random.nextInt(1000)).isEqualTo(741);
        assertThat(random.nextDouble()).isEqualTo(0.1599103928769201);
        assertThat(random.nextDouble(-1, 1)).isEqualTo(-0.4427977394897227);
        assertThat(random.nextGaussian()).isEqualTo(-0.10154781371365883);
    }

    @Test
    void shouldGiveOtherNumbersWhenItemOrSeedDiffers() {
        long base = SplitMix64.forItem(1, 0).nextLong();

        assertThat(SplitMix64.forItem(1, 0).nextLong()).isEqualTo(base);
        assertThat(SplitMix64.forItem(1, 1).nextLong()).isNotEqualTo(base);
        assertThat(SplitMix64.forItem(2, 0).nextLong()).isNotEqualTo(base);
    }

    @Test
    void shouldRefuseBoundWhenItIsNotPositive() {
        assertThatIllegalArgumentException().isThrownBy(() -> new SplitMix64(1).nextInt(0));
    }
}
