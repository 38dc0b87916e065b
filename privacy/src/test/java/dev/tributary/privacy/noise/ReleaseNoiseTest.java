package dev.tributary.privacy.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tributary.privacy.words.WordSize;
import dev.tributary.privacy.words.WordSum;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ReleaseNoiseTest {

    private static final int LENGTH = 50_000;
    private static final DiscreteGaussian NOISE = DiscreteGaussian.ofSigma(1 << 16);

    /** Printed by vectors/noise/make_vectors.py, which knows nothing of this code. */
    private static final int[] GOLDEN_POWER = {-10183, -37847, -48947, -116069, 26624, -124136};

    private static final int[] GOLDEN_RATIONAL = {-2, -2, 3, 2, -1, 0, 0, 1};

    @Test
    void shouldGiveTheSameBytesWhenTheSameListIsAnsweredAgain() {
        byte[] first = noise(1, 1).toBytes();

        assertThat(noise(1, 1).toBytes()).isEqualTo(first);
    }

    @Test
    void shouldBeUncorrelatedWhenListOrKeyIsAnother() {
        // A correlation of n independent pairs has a standard error of 1/√n
        double tolerance = Statistics.ofMean(1, LENGTH);

        assertThat(correlation(noise(1, 1), noise(1, 2))).isCloseTo(0, within(tolerance));
        assertThat(correlation(noise(1, 1), noise(2, 1))).isCloseTo(0, within(tolerance));
        assertThat(correlation(noise(1, 1), noise(1, 1))).isCloseTo(1, within(1e-12));
    }

    @Test
    void shouldBeUncorrelatedWithItselfWhenShifted() {
        int[] values = noise(1, 1).toValues();
        int[] left = Arrays.copyOf(values, LENGTH - 1);
        int[] right = Arrays.copyOfRange(values, 1, LENGTH);

        assertThat(correlation(left, right)).isCloseTo(0, within(Statistics.ofMean(1, LENGTH)));
    }

    @Test
    void shouldAddToTheSumThatIsThereWhenNoiseIsAdded() {
        // Given
        WordSum sum = WordSum.zero(WordSize.BITS_32, LENGTH);
        int[] values = new int[LENGTH];
        Arrays.setAll(values, i -> i * 1000);
        sum.add(0, values, 1);

        // When
        ReleaseNoise.of(NOISE, key(1), digest(1)).addTo(sum);
        sum.add(0, noise(1, 1).toValues(), -1);

        // Then
        assertThat(sum.toValues()).isEqualTo(values);
    }

    @Test
    void shouldGiveTheBytesOfEarlierReleasesWhenTheCodeChanges() {
        // Golden values: a change here would let a helper answer a list twice with different noise across an upgrade
        int[] powerOfTwo = noise(1, 1).toValues();
        WordSum other = WordSum.zero(WordSize.BITS_16, 8);
        ReleaseNoise.of(DiscreteGaussian.ofVariance(9, 4), key(1), digest(1)).addTo(other);

        assertThat(Arrays.copyOf(powerOfTwo, 6)).containsExactly(GOLDEN_POWER);
        assertThat(other.toValues()).containsExactly(GOLDEN_RATIONAL);
    }

    @Test
    void shouldRefuseWhenKeyOrDigestHasAnotherLength() {
        assertThatThrownBy(() -> ReleaseNoise.of(NOISE, new byte[31], new byte[32]))
                .hasMessage("noise key must have 32 bytes or more and list digest 32, had 31 and 32");
        assertThatThrownBy(() -> ReleaseNoise.of(NOISE, new byte[32], new byte[20]))
                .hasMessageEndingWith("had 32 and 20");
        assertThatThrownBy(() -> new BitStream(new byte[16])).hasMessage("key must have 32 bytes, had 16");
    }

    @Test
    void shouldRefuseWhenSigmaIsOutsideItsBound() {
        assertThatThrownBy(() -> DiscreteGaussian.ofSigma(0)).hasMessage("sigma must be 1 to 268435456, was 0");
        assertThatThrownBy(() -> DiscreteGaussian.ofSigma((1 << 28) + 1)).hasMessageEndingWith("was 268435457");
        assertThatThrownBy(() -> DiscreteGaussian.ofVariance(0, 1)).hasMessageEndingWith("was 0/1");
        assertThatThrownBy(() -> DiscreteGaussian.ofVariance(1, Long.MAX_VALUE)).hasMessageContaining("2^-20 to 2^56");
    }

    @Test
    void shouldShowNothingOfNoiseWhenPrinted() {
        assertThat(ReleaseNoise.of(NOISE, key(1), digest(1)))
                .hasToString("ReleaseNoise[DiscreteGaussian[sigma=65536.0]]");
        assertThat(new BitStream(key(1))).hasToString("BitStream");
    }

    @Test
    void shouldTakeBitsLowestFirstWhenTheStreamIsRead() {
        // The first bytes of AES-256-CTR with a key of zeros: dc95c078a2408989ad48a21492842087 (FIPS 197's cipher of 0)
        BitStream bits = new BitStream(new byte[32]);

        assertThat(bits.next(8)).isEqualTo(0xdc);
        assertThat(bits.next(16)).isEqualTo(0xc095);
        assertThat(bits.next(0)).isZero();
        assertThat(bits.next(4)).isEqualTo(0x8);
        assertThat(bits.next(44)).isEqualTo(0xad898940a27L);
        assertThat(bits.next(56)).isEqualTo(0x87208492_14a248L);
        assertThat(bits.next(63)).isPositive();
    }

    @Test
    void shouldStayBelowAndReachEveryValueWhenABoundIsNoPowerOfTwo() {
        BitStream bits = new BitStream(key(3));
        boolean[] seen = new boolean[11];
        for (int i = 0; i < 1000; i++) {
            seen[(int) bits.below(11)] = true;
        }

        assertThat(seen).doesNotContain(false);
        assertThat(bits.below(1)).isZero();
        assertThat(bits.below(1L << 62)).isBetween(0L, 1L << 62);
    }

    private static WordSum noise(int key, int list) {
        WordSum sum = WordSum.zero(WordSize.BITS_32, LENGTH);
        ReleaseNoise.of(NOISE, key(key), digest(list)).addTo(sum);
        return sum;
    }

    private static byte[] key(int number) {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) number);
        return key;
    }

    private static byte[] digest(int number) {
        return key(100 + number);
    }

    private static double correlation(WordSum left, WordSum right) {
        return correlation(left.toValues(), right.toValues());
    }

    private static double correlation(int[] left, int[] right) {
        double products = 0;
        double lefts = 0;
        double rights = 0;
        for (int i = 0; i < left.length; i++) {
            products += (double) left[i] * right[i];
            lefts += (double) left[i] * left[i];
            rights += (double) right[i] * right[i];
        }
        return products / Math.sqrt(lefts * rights);
    }
}
