package dev.tributary.masking.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.masking.MaskedVectors;
import dev.tributary.privacy.words.WordSize;
import dev.tributary.privacy.words.WordSum;
import dev.tributary.schemas.GoldenFiles;
import dev.tributary.schemas.avro.MaskPurpose;
import dev.tributary.schemas.masked.Digest;
import dev.tributary.schemas.masked.MaskedHeader;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import org.conscrypt.Conscrypt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class MaskTest {

    static Stream<JsonNode> masks() {
        return MaskedVectors.list("masks");
    }

    static Stream<JsonNode> sums() {
        return MaskedVectors.list("sums");
    }

    @ParameterizedTest
    @MethodSource("masks")
    void shouldMaskAsPythonDoes(JsonNode vector) {
        MaskedHeader header = MaskedVectors.header(vector.get("header"));
        Secret seed = Secret.owning(MaskedVectors.bytes(vector, "seed"));
        int[] quantised = ints(vector.get("quantised"));
        WordSum masked = WordSum.zero(WordSize.ofBits(header.wordBits()), quantised.length);

        masked.add(0, quantised, 1);
        Mask.addTo(seed, header, 1, masked);

        assertThat(Mask.key(seed, header)).isEqualTo(MaskedVectors.bytes(vector, "key"));
        assertThat(masked.toBytes()).isEqualTo(MaskedVectors.bytes(vector, "payload"));
    }

    @ParameterizedTest
    @MethodSource("sums")
    void shouldGiveTheClearSumWhenTheSumOfMasksIsTakenOff(JsonNode vector) {
        WordSize size = WordSize.ofBits(vector.get("wordBits").intValue());
        int words = vector.get("quantised").size();
        WordSum masked = WordSum.zero(size, words);
        WordSum masks = WordSum.zero(size, words);

        for (int i = 0; i < vector.get("members").size(); i++) {
            JsonNode member = vector.get("members").get(i);
            int weight = vector.get("weights").get(i).intValue();
            masked.add(0, ByteBuffer.wrap(MaskedVectors.bytes(member, "payload")), weight);
            Secret seed = Secret.owning(MaskedVectors.bytes(member, "seed"));
            Mask.addTo(seed, MaskedVectors.header(member.get("header")), weight, masks);
        }
        assertThat(masks.toBytes()).isEqualTo(MaskedVectors.bytes(vector, "maskSum"));
        masked.add(0, ByteBuffer.wrap(masks.toBytes()), -1);

        assertThat(masked.toBytes()).isEqualTo(MaskedVectors.bytes(vector, "clearSum"));
    }

    /** Lengths around the blocks in which key stream is made. */
    @ParameterizedTest
    @CsvSource({"32, 1", "32, 16383", "32, 16384", "32, 16385", "16, 32767", "16, 32769", "32, 100003"})
    void shouldTakeOffWhatItHasPutOnWhateverTheLength(int bits, int words) {
        WordSum sum = WordSum.zero(WordSize.ofBits(bits), words);
        int[] values = new SplittableRandom(words).ints(words, -1000, 1000).toArray();
        sum.add(0, values, 3);

        Mask.addTo(seed(1), header(bits, words, "u"), 3, sum);
        int[] masked = sum.toValues();
        Mask.addTo(seed(1), header(bits, words, "u"), -3, sum);

        assertThat(sum.toValues())
                .isEqualTo(Arrays.stream(values).map(v -> v * 3).toArray());
        assertThat(masked).isNotEqualTo(sum.toValues());
    }

    @Test
    void shouldGiveUnrelatedWordsWhenTheSameDeltaIsSentTwice() {
        byte[] first = maskOf(seed(1), header(32, 25_000, "u-1"));
        byte[] second = maskOf(seed(2), header(32, 25_000, "u-1"));
        byte[] other = maskOf(seed(1), header(32, 25_000, "u-2"));

        // 100,000 bytes, each equal by chance with 1/256: 391 expected, deviation 19.7; beyond 7 of them with 1e-12.
        assertThat(equalBytes(first, second)).isBetween(250, 530);
        assertThat(equalBytes(first, other)).isBetween(250, 530);
    }

    /**
     * Each byte's frequency by χ², each bit's by its deviation, of an all-zero and of the largest delta. Each of the two
     * checks rejects a uniform mask with a probability below 1e-9: 255 degrees of freedom and 430 (Wilson and Hilferty
     * 1931 give 6.1 deviations), and 6.5 deviations for each of 32 bits.
     */
    @ParameterizedTest
    @CsvSource({"0", "1048576", "-1048576", "2147483647"})
    void shouldHideAnyDeltaInUniformWords(int value) {
        int words = 250_000;
        WordSum sum = WordSum.zero(WordSize.BITS_32, words);
        int[] delta = new int[words];
        Arrays.fill(delta, value);
        sum.add(0, delta, 1);
        Mask.addTo(seed(7), header(32, words, "u"), 1, sum);

        long[] bytes = new long[256];
        for (byte b : sum.toBytes()) {
            bytes[b & 0xFF]++;
        }
        double expected = words * 4 / 256.0;
        double chiSquare = Arrays.stream(bytes)
                .mapToDouble(count -> (count - expected) * (count - expected) / expected)
                .sum();
        assertThat(chiSquare).isBetween(140.0, 430.0);
        int[] values = sum.toValues();
        for (int bit = 0; bit < 32; bit++) {
            int shift = bit;
            double ones =
                    Arrays.stream(values).filter(v -> (v >>> shift & 1) == 1).count();
            assertThat(Math.abs(ones - words / 2.0)).as("bit %d", bit).isLessThan(6.5 * Math.sqrt(words) / 2);
        }
    }

    @Test
    void shouldRefuseWhenSumHasAnotherShapeOrSeedAnotherLength() {
        WordSum sum = WordSum.zero(WordSize.BITS_32, 5);

        assertThatThrownBy(() -> Mask.addTo(seed(1), header(32, 6, "u"), 1, sum))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Mask.addTo(seed(1), header(16, 5, "u"), 1, sum))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Mask.addTo(Secret.owning(new byte[31]), header(32, 5, "u"), 1, sum))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(sum.toValues()).containsOnly(0);
    }

    @Test
    void shouldGiveTheSameKeyStreamFromTheJdkAndFromConscrypt() throws Exception {
        byte[] key = MaskedVectors.bytes(GoldenFiles.json("masked").get("masks").get(0), "key");
        Cipher jdk = CounterMode.begin(key, null);
        Cipher chosen =
                Conscrypt.isAvailable() ? CounterMode.begin(key, Conscrypt.newProvider()) : CounterMode.begin(key);

        assertThat(jdk.update(new byte[1000])).isEqualTo(chosen.update(new byte[1000]));
    }

    @Test
    void shouldOverwriteASecretWhenClosedAndNeverShowIt() {
        byte[] bytes = {1, 2, 3};
        Secret secret = Secret.owning(bytes);

        assertThat(secret).hasToString("Secret[3 bytes]");
        secret.close();

        assertThat(bytes).containsOnly(0);
        assertThatThrownBy(secret::bytes).isInstanceOf(IllegalStateException.class);
    }

    private static int equalBytes(byte[] a, byte[] b) {
        int equal = 0;
        for (int i = 0; i < a.length; i++) {
            equal += a[i] == b[i] ? 1 : 0;
        }
        return equal;
    }

    private static byte[] maskOf(Secret seed, MaskedHeader header) {
        WordSum sum = WordSum.zero(WordSize.ofBits(header.wordBits()), (int) header.wordCount());
        Mask.addTo(seed, header, 1, sum);
        return sum.toBytes();
    }

    private static Secret seed(int value) {
        return Secret.owning(HexFormat.of()
                .parseHex(String.format(Locale.ROOT, "%02x", value).repeat(32)));
    }

    private static MaskedHeader header(int bits, int words, String updateId) {
        Digest digest = Digest.hash(new byte[0]);
        return new MaskedHeader(
                "digits", MaskPurpose.UPDATE, 1, digest, digest, words, bits, updateId, 1, "0123456789abcdef", 1);
    }

    private static int[] ints(JsonNode list) {
        return GoldenFiles.stream(list).mapToInt(JsonNode::intValue).toArray();
    }
}
