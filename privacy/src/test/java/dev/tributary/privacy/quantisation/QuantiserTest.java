package dev.tributary.privacy.quantisation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tributary.privacy.words.WordSize;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class QuantiserTest {

    private static final int BOUND = 1 << 20;

    static LongStream seeds() {
        return LongStream.range(0, 20);
    }

    @Test
    void shouldTruncateTowardZeroWhenDeltaIsInsideTheBall() {
        UpdateWords words = Words.plain(WordSize.BITS_32, 1, 10, 4);

        int[] integers = quantise(words, 0.19f, -0.19f, 0.05f, -0.05f);

        assertThat(integers).containsExactly(1, -1, 0, 0);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldStayInTheBallOfIntegersWhenDeltaIsAtOrBeyondTheClippingNorm(long seed) {
        // Given
        UpdateWords words = Words.plain(WordSize.BITS_32, 0.7, BOUND, 1000);
        float[] delta = Words.gaussian(1000, seed % 2 == 0 ? 0.7 : 50, seed);

        // When
        int[] integers = quantise(words, delta);

        // Then the norm is below B, and above it but for truncation
        double norm = Math.sqrt(Words.squares(integers, 1000));
        assertThat(norm).isLessThanOrEqualTo(BOUND);
        assertThat(norm).isGreaterThan(BOUND - Math.sqrt(1000) - 1);
    }

    @Test
    void shouldShrinkWhenRoundingWouldPassTheBoundByOneStep() {
        // Given a delta whose norm in doubles is exactly C, as floats, and a step that makes 3-4-5 exact integers
        UpdateWords words = Words.plain(WordSize.BITS_32, 5, 5, 2);
        assertThat(quantise(words, 3, 4)).containsExactly(3, 4);

        // When the joint ball leaves the delta a little less than its norm needs
        UpdateWords joint = new UpdateWords(
                Quantisation.of(WordSize.BITS_32, 5, 5), 2, List.of(new ExtraWord(ExtraKind.LOSS, 1, 1)), true);

        // Then its square is checked against 24, not 25
        int[] integers = quantise(joint, 3, 4);
        assertThat(Words.squares(integers, 3)).isLessThanOrEqualTo(25);
        assertThat(Words.squares(integers, 2)).isLessThanOrEqualTo(16);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldShrinkWhenDoublesRoundAboveTheBound(long seed) {
        // Given one large value, whose quotient by its own norm is 1 or a bit beside
        float value = Words.gaussian(1, 1 + seed * 0.37, seed)[0];
        UpdateWords words = Words.plain(WordSize.BITS_32, 0.1 + seed * 0.013, Quantisation.LARGEST_BOUND, 1);

        // When
        int[] integers = quantise(words, value);

        // Then
        assertThat(Math.abs((long) integers[0]))
                .isBetween(Quantisation.LARGEST_BOUND - 2L, (long) Quantisation.LARGEST_BOUND);
    }

    @Test
    void shouldClampWhenOneCoordinatePassesItsOwnBound() {
        Quantisation narrow = new Quantisation(WordSize.BITS_16, 1, 1 << 15, 0.02);
        UpdateWords words = new UpdateWords(narrow, 3, List.of(), false);

        int[] integers = quantise(words, 0.5f, -0.5f, 0.01f);

        assertThat(narrow.coordinateLimit()).isEqualTo(656);
        assertThat(integers).containsExactly(656, -656, 327);
    }

    @Test
    void shouldWeighAndTellWhenUpdatesCountByExamples() {
        // Given
        List<ExtraWord> extras = List.of(
                new ExtraWord(ExtraKind.EXAMPLES, 200, 200),
                new ExtraWord(ExtraKind.LOSS, 8, 1000),
                new ExtraWord(ExtraKind.ACCURACY, 1, 1000),
                new ExtraWord(ExtraKind.CLIPPED, 1, 50));
        UpdateWords words = new UpdateWords(Quantisation.of(WordSize.BITS_32, 1, 1000), 2, extras, false);
        Quantiser quantiser = Quantiser.byExamples(words, 200);

        // When
        QuantisedUpdate quarter = quantiser.quantise(new float[] {0.5f, -0.5f}, new ExtraValues(50, 2, 0.5));
        QuantisedUpdate over = quantiser.quantise(new float[] {8, 6}, new ExtraValues(1000, 100, 1));

        // Then
        assertThat(quarter.words()).containsExactly(125, -125, 50, 62, 125, -50);
        assertThat(quarter.isClipped()).isFalse();
        assertThat(over.words()).containsExactly(800, 600, 200, 1000, 1000, 50);
        assertThat(over.isClipped()).isTrue();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldKeepAllWordsInOneBallWhenNoiseIsOn(long seed) {
        // Given
        List<ExtraWord> extras =
                List.of(new ExtraWord(ExtraKind.LOSS, 4, BOUND / 16), new ExtraWord(ExtraKind.CLIPPED, 1, BOUND / 10));
        UpdateWords words = new UpdateWords(Quantisation.of(WordSize.BITS_32, 1, BOUND), 200, extras, true);

        // When
        int[] integers = Quantiser.uniform(words)
                .quantise(Words.gaussian(200, 3, seed), new ExtraValues(1, 1e9, Double.NaN))
                .words();

        // Then
        assertThat(Words.squares(integers, 202)).isLessThanOrEqualTo((long) BOUND * BOUND);
        assertThat(integers[200]).isEqualTo(BOUND / 16);
        assertThat(Math.sqrt(Words.squares(integers, 202))).isCloseTo(BOUND, within(20.0));
    }

    @Test
    void shouldGiveZerosWhenDeltaIsZeroOrFarBelowAStep() {
        UpdateWords words = Words.plain(WordSize.BITS_32, 1, BOUND, 2);

        assertThat(quantise(words, 0, -0.0f)).containsOnly(0);
        assertThat(quantise(words, Float.MIN_VALUE, -Float.MIN_VALUE)).containsOnly(0);
    }

    @Test
    void shouldStayFiniteWhenDeltaIsTheLargestFloat() {
        UpdateWords words = Words.plain(WordSize.BITS_32, 1, BOUND, 2);

        int[] integers = quantise(words, Float.MAX_VALUE, -Float.MAX_VALUE);

        assertThat(integers[0]).isEqualTo(-integers[1]).isEqualTo((int) (BOUND / Math.sqrt(2)));
    }

    @Test
    void shouldRefuseWhenDeltaIsNotFiniteOrOfAnotherLength() {
        UpdateWords words = Words.plain(WordSize.BITS_32, 1, BOUND, 2);

        assertThatThrownBy(() -> quantise(words, Float.NaN, 0)).hasMessage("delta must be finite, its norm was NaN");
        assertThatThrownBy(() -> quantise(words, Float.NEGATIVE_INFINITY, 0))
                .hasMessage("delta must be finite, its norm was Infinity");
        assertThatThrownBy(() -> quantise(words, 1)).hasMessage("delta must have 2 values, had 1");
        assertThatThrownBy(() -> Quantiser.byExamples(words, 10)).hasMessageContaining("EXAMPLES");
        assertThatThrownBy(() -> Quantiser.byExamples(words, 0)).hasMessageContaining("was 0");
    }

    @Test
    void shouldForgetAndHideWordsWhenClosed() {
        QuantisedUpdate update = Quantiser.uniform(Words.plain(WordSize.BITS_32, 1, BOUND, 2))
                .quantise(new float[] {0.5f, 0.25f}, Words.NOTHING_TOLD);
        assertThat(Arrays.stream(update.words()).sum()).isPositive();
        assertThat(update).hasToString("QuantisedUpdate[2 words]");

        update.close();

        assertThat(update.words()).containsOnly(0);
    }

    private static int[] quantise(UpdateWords words, float... delta) {
        return Quantiser.uniform(words).quantise(delta, Words.NOTHING_TOLD).words();
    }
}
