package dev.tributary.privacy.words;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WordSumTest {

    private static final int LENGTH = 3 * WordSum.BLOCK + 17;

    private static final class Member {

        private final byte[] words;
        private final int weight;

        Member(byte[] words, int weight) {
            this.words = words;
            this.weight = weight;
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldEqualTheSumOfBigIntegersWhenWordsAreRandom(WordSize size) {
        // Given
        List<Member> members = members(size, 7);
        WordSum sum = WordSum.zero(size, LENGTH);

        // When
        members.forEach(member -> sum.add(0, ByteBuffer.wrap(member.words), member.weight));

        // Then
        int[] values = sum.toValues();
        for (int i = 0; i < LENGTH; i++) {
            assertThat(values[i]).as("word %d", i).isEqualTo(exact(members, size, i));
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldGiveTheSameBitsWhenPiecesComeInAnotherOrder(WordSize size) {
        // Given
        List<Member> members = members(size, 5);
        WordSum inOrder = WordSum.zero(size, LENGTH);
        members.forEach(member -> inOrder.add(0, ByteBuffer.wrap(member.words), member.weight));

        // When
        WordSum shuffled = WordSum.zero(size, LENGTH);
        List<Runnable> pieces = new ArrayList<>();
        for (Member member : members) {
            for (int from = 0; from < LENGTH; from += 1000) {
                int first = from;
                int count = Math.min(1000, LENGTH - from);
                ByteBuffer piece = ByteBuffer.wrap(member.words, from * size.bytes(), count * size.bytes());
                pieces.add(() -> shuffled.add(first, piece, member.weight));
            }
        }
        Collections.shuffle(pieces, new Random(1));
        pieces.forEach(Runnable::run);

        // Then
        assertThat(shuffled.toBytes()).isEqualTo(inOrder.toBytes());
    }

    @ParameterizedTest
    @EnumSource
    void shouldGiveTheValuesBackWhenAMaskIsAddedAndTakenAway(WordSize size) {
        // Given
        int least = (int) -size.limit();
        int most = (int) (size.limit() - 1);
        int[] values = IntStream.range(0, LENGTH)
                .map(i -> switch (i % 4) {
                    case 0 -> least;
                    case 1 -> most;
                    case 2 -> 0;
                    default -> i - LENGTH / 2;
                })
                .toArray();
        byte[] mask = members(size, 1).get(0).words;

        // When
        WordSum masked = WordSum.zero(size, LENGTH);
        masked.add(0, values, 1);
        masked.add(0, ByteBuffer.wrap(mask), 1);
        byte[] wire = masked.toBytes();
        WordSum unmasked = WordSum.zero(size, LENGTH);
        unmasked.add(0, ByteBuffer.wrap(wire), 3);
        unmasked.add(0, ByteBuffer.wrap(mask), -3);
        unmasked.add(0, values, -2);

        // Then
        assertThat(wire).isNotEqualTo(bytes(size, values));
        assertThat(unmasked.toValues()).isEqualTo(values);
    }

    @Test
    void shouldWriteLittleEndianWhenWordsBecomeBytes() {
        WordSum wide = WordSum.zero(WordSize.BITS_32, 2);
        wide.add(0, new int[] {0x01020304, -2}, 1);
        assertThat(wide.toBytes()).containsExactly(4, 3, 2, 1, -2, -1, -1, -1);

        WordSum narrow = WordSum.zero(WordSize.BITS_16, 2);
        narrow.add(0, new int[] {0x0102, -2}, 1);
        assertThat(narrow.toBytes()).containsExactly(2, 1, -2, -1);
    }

    @ParameterizedTest
    @EnumSource
    void shouldLeaveBuffersAloneWhenItReadsThem(WordSize size) {
        // Given a slice of a larger direct buffer, big-endian, as a network library may hand it in
        ByteBuffer large = ByteBuffer.allocateDirect(64);
        large.putInt(10, 0x01020304);
        large.position(10).limit(14);
        WordSum sum = WordSum.zero(size, 4);

        // When
        sum.add(1, large, 1);

        // Then
        assertThat(large.position()).isEqualTo(10);
        assertThat(large.order()).isEqualTo(ByteOrder.BIG_ENDIAN);
        assertThat(sum.toValues()[1]).isEqualTo(size == WordSize.BITS_32 ? 0x04030201 : 0x0201);
        assertThat(sum.toValues()[0]).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void shouldBeZeroAgainWhenReset(WordSize size) {
        WordSum sum = WordSum.zero(size, 3);
        sum.add(0, new int[] {1, 2, 3}, 5);

        sum.reset();

        assertThat(sum.toValues()).containsOnly(0);
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseAndStayAsItIsWhenAPieceDoesNotFit(WordSize size) {
        // Given
        WordSum sum = WordSum.zero(size, 3);
        sum.add(0, new int[] {1, 2, 3}, 1);

        // Then
        assertThatThrownBy(() -> sum.add(2, new int[2], 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("words must lie between 0 and 3, were 2 from 2 on");
        assertThatThrownBy(() -> sum.add(-1, new int[1], 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> sum.add(Integer.MAX_VALUE, new int[1], 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> sum.add(0, ByteBuffer.allocate(size.bytes() + 1), 1))
                .hasMessage("bytes of a piece must be a multiple of " + size.bytes() + ", was " + (size.bytes() + 1));
        assertThatThrownBy(() -> sum.read(0, new int[1], 2)).hasMessage("target must have 2 places, had 1");
        assertThatThrownBy(() -> sum.write(0, 3, ByteBuffer.allocate(1))).hasMessageContaining("bytes left, had 1");
        assertThat(sum.toValues()).containsExactly(1, 2, 3);
    }

    @Test
    void shouldRefuseWhenThereAreNoWords() {
        assertThatThrownBy(() -> WordSum.zero(WordSize.BITS_16, 0)).hasMessage("words must be 1 or more, was 0");
    }

    @Test
    void shouldShowShapeAloneWhenPrinted() {
        WordSum sum = WordSum.zero(WordSize.BITS_16, 2);
        sum.add(0, new int[] {4711, 4712}, 1);

        assertThat(sum).hasToString("WordSum[2 x 16 bits]");
    }

    private static List<Member> members(WordSize size, int count) {
        SplittableRandom random = new SplittableRandom(20_261_128);
        return IntStream.range(0, count)
                .mapToObj(member -> {
                    byte[] words = new byte[size.bytesOf(LENGTH)];
                    random.nextBytes(words);
                    return new Member(words, 1 + random.nextInt(16));
                })
                .toList();
    }

    /** Σ wᵢ·yᵢ as a number without bound, then its lowest b bits as a signed number. */
    private static int exact(List<Member> members, WordSize size, int index) {
        BigInteger sum = BigInteger.ZERO;
        for (Member member : members) {
            ByteBuffer words = ByteBuffer.wrap(member.words).order(ByteOrder.LITTLE_ENDIAN);
            long word = size == WordSize.BITS_32
                    ? Integer.toUnsignedLong(words.getInt(4 * index))
                    : Short.toUnsignedLong(words.getShort(2 * index));
            sum = sum.add(BigInteger.valueOf(word).multiply(BigInteger.valueOf(member.weight)));
        }
        long low = sum.mod(BigInteger.valueOf(2 * size.limit())).longValueExact();
        return (int) (low >= size.limit() ? low - 2 * size.limit() : low);
    }

    private static byte[] bytes(WordSize size, int[] values) {
        WordSum sum = WordSum.zero(size, values.length);
        sum.add(0, values, 1);
        return sum.toBytes();
    }
}
