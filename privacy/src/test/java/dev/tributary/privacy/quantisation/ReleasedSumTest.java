package dev.tributary.privacy.quantisation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tributary.privacy.words.WordSize;
import dev.tributary.privacy.words.WordSum;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ReleasedSumTest {

    private static final List<ExtraWord> EXTRAS = List.of(
            new ExtraWord(ExtraKind.EXAMPLES, 100, 100),
            new ExtraWord(ExtraKind.LOSS, 8, 1 << 18),
            new ExtraWord(ExtraKind.CLIPPED, 1, 100));

    @Test
    void shouldGiveTheMeanByExamplesWhenMaskedUpdatesAreAdded() {
        // Given two clients of 25 and 75 examples, the second twice as heavy
        UpdateWords words = new UpdateWords(Quantisation.of(WordSize.BITS_32, 1, 1 << 20), 2, EXTRAS, false);
        Quantiser quantiser = Quantiser.byExamples(words, 100);
        WordSum sum = WordSum.zero(WordSize.BITS_32, words.length());
        sum.add(
                0,
                quantiser
                        .quantise(new float[] {0.5f, 0}, new ExtraValues(25, 1, 0))
                        .words(),
                1);
        sum.add(
                0,
                quantiser
                        .quantise(new float[] {-2, 0}, new ExtraValues(75, 2, 0))
                        .words(),
                2);

        // When
        ReleasedSum released = new ReleasedSum(words, sum, 3);
        double[] delta = new double[2];
        released.readDelta(delta);

        // Then
        assertThat(delta[0]).isCloseTo(0.25 * 0.5 - 2 * 0.75, within(1e-5));
        assertThat(released.divisor()).hasValue(1.75);
        assertThat(released.mean(ExtraKind.LOSS).orElseThrow()).isCloseTo((0.25 + 1.5 * 2) / 1.75, within(1e-4));
        assertThat(released.mean(ExtraKind.EXAMPLES).orElseThrow()).isCloseTo(175 / 3.0, within(1e-9));
        assertThat(released.mean(ExtraKind.CLIPPED).orElseThrow()).isCloseTo(2 / 3.0, within(1e-9));
        assertThat(released.mean(ExtraKind.ACCURACY)).isEmpty();
    }

    @Test
    void shouldGiveNoDivisorWhenNoiseLeftNoExamples() {
        UpdateWords words = new UpdateWords(Quantisation.of(WordSize.BITS_32, 1, 1 << 20), 2, EXTRAS, true);
        ReleasedSum released = new ReleasedSum(words, Words.sum(words, new int[] {1, 2, -3, 4, 500}), 2);

        assertThat(released.divisor()).isEmpty();
        assertThat(released.mean(ExtraKind.LOSS)).isEmpty();
        assertThat(released.mean(ExtraKind.CLIPPED)).hasValue(1);
    }

    @Test
    void shouldRefuseWhenLengthsDoNotFit() {
        UpdateWords words = Words.plain(WordSize.BITS_16, 1, 100, 3);
        WordSum other = WordSum.zero(WordSize.BITS_16, 2);

        assertThatThrownBy(() -> new ReleasedSum(words, other, 1)).hasMessage("sum must have 3 words, had 2");
        assertThatThrownBy(() -> new ReleasedSum(words, Words.sum(words, new int[3]), 0))
                .hasMessageEndingWith("was 0");
        assertThatThrownBy(() -> new ReleasedSum(words, Words.sum(words, new int[3]), 1).readDelta(new double[2]))
                .hasMessage("target must have 3 places, had 2");
        assertThatThrownBy(() -> new SumRange(words, 1, 0).violation(other)).hasMessage("sum must have 3 words, had 2");
        assertThatThrownBy(() -> new SumRange(words, 0, 0)).hasMessageContaining("were 0");
    }

    @Test
    void shouldPassWhenTheSumIsOfHonestUpdatesAtTheirBounds() {
        UpdateWords words = Words.plain(WordSize.BITS_32, 1, 100, 4);
        SumRange range = new SumRange(words, 5, 0);

        assertThat(range.violation(Words.sum(words, new int[] {500, 0, 0, 0}))).isEmpty();
        assertThat(range.violation(Words.sum(words, new int[] {300, 400, 0, 0})))
                .isEmpty();
    }

    @Test
    void shouldNameTheWordOrTheNormWhenTheSumIsOutside() {
        UpdateWords words = Words.plain(WordSize.BITS_32, 1, 100, 4);
        SumRange range = new SumRange(words, 5, 0);

        assertThat(range.violation(Words.sum(words, new int[] {0, 0, -501, 0})))
                .hasValue("word 2 of the sum must be at most 500 in size, was -501");
        assertThat(range.violation(Words.sum(words, new int[] {Integer.MIN_VALUE, 0, 0, 0})))
                .isPresent();
        assertThat(range.violation(Words.sum(words, new int[] {400, 400, 0, 0})).orElseThrow())
                .startsWith("norm of the sum must be at most 500.0");
    }

    @Test
    void shouldCheckExtraWordsByTheirOwnScaleWhenThereAreSome() {
        UpdateWords words = new UpdateWords(Quantisation.of(WordSize.BITS_32, 1, 1 << 20), 1, EXTRAS, false);

        assertThat(new SumRange(words, 2, 0).violation(Words.sum(words, new int[] {0, 200, 1 << 19, -200})))
                .isEmpty();
        assertThat(new SumRange(words, 2, 0).violation(Words.sum(words, new int[] {0, 201, 0, 0})))
                .hasValue("word 1 of the sum must be at most 200 in size, was 201");
        assertThat(new SumRange(words, 2, 1).violation(Words.sum(words, new int[] {0, 201, 0, 0})))
                .isEmpty();
    }

    @Test
    void shouldFindTheNormWhenOneClientSentRandomWords() {
        // Given a sum with random words in it: each of them passes its own bound with probability 0.03 at least
        UpdateWords words = Words.plain(WordSize.BITS_32, 1, 1 << 20, 1000);
        byte[] random = new byte[4000];
        new SplittableRandom(5).nextBytes(random);
        WordSum sum = WordSum.zero(WordSize.BITS_32, 1000);
        sum.add(0, ByteBuffer.wrap(random), 1);

        // Then
        assertThat(new SumRange(words, 64 * 16, 4.0 * 16 * (1 << 20)).violation(sum))
                .isPresent();
    }
}
