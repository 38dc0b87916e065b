package dev.tributary.client.masking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tributary.client.link.Backoff;
import dev.tributary.client.link.Persistence;
import dev.tributary.client.link.StopSignal;
import dev.tributary.client.training.LocalEvaluation;
import dev.tributary.client.training.LocalUpdate;
import dev.tributary.client.update.FlakyProducer;
import dev.tributary.client.update.NonFiniteDeltaException;
import dev.tributary.client.update.UpdateFixtures;
import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.federation.settings.PrivacyFingerprint;
import dev.tributary.federation.settings.SummedWords;
import dev.tributary.masking.mask.Mask;
import dev.tributary.masking.seal.OpenedSeed;
import dev.tributary.masking.seal.SealException;
import dev.tributary.masking.seal.SealFlaw;
import dev.tributary.masking.seal.SeedOpener;
import dev.tributary.privacy.quantisation.ExtraKind;
import dev.tributary.privacy.quantisation.UpdateWords;
import dev.tributary.privacy.words.WordSize;
import dev.tributary.privacy.words.WordSum;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.avro.HelperKey;
import dev.tributary.schemas.avro.MaskPurpose;
import dev.tributary.schemas.avro.MaskedUpdate;
import dev.tributary.schemas.avro.Provenance;
import dev.tributary.schemas.avro.SealedSeed;
import dev.tributary.schemas.framing.RecordFraming;
import dev.tributary.schemas.globalmodel.GlobalModel;
import dev.tributary.schemas.globalmodel.ModelDefinition;
import dev.tributary.schemas.layout.ParameterLayout;
import dev.tributary.schemas.layout.TensorLayout;
import dev.tributary.schemas.layout.TensorOrder;
import dev.tributary.schemas.masked.Digest;
import dev.tributary.schemas.masked.MaskedHeader;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MaskedUpdatesTest {

    private static final String UNIFORM = "strategy: {weighting: uniform}";
    private static final FederationSettings SETTINGS = MaskedFixtures.settings("", UNIFORM);

    private final MaskedFixtures fixtures = new MaskedFixtures();
    private final StopSignal stop = new StopSignal();

    private HelperKeyWatch watch(FederationSettings settings, HelperKey... announced) {
        return new HelperKeyWatch(
                new HelperKeyChoice(
                        MaskedFixtures.FEDERATION, fixtures.root.publicKey(), PrivacyFingerprint.of(settings)),
                () -> List.of(announced),
                MaskedFixtures.CLOCK);
    }

    private MaskedUpdates updates(FederationSettings settings, HelperKey... announced) {
        var backoff = new Backoff(new SplittableRandom(1), Duration.ofMillis(1), Duration.ofMillis(1));
        return new MaskedUpdates(
                new SummedWords(settings),
                fixtures.masker(settings, 1024),
                watch(settings, announced),
                new Persistence(backoff, stop, (deed, reason, delay) -> {}),
                stop);
    }

    private MaskedVector make(FederationSettings settings, float[] delta) {
        MaskedUpdates updates = updates(settings, fixtures.announce(fixtures.root, fixtures.epoch, settings));
        return make(updates, delta);
    }

    private static MaskedVector make(MaskedUpdates updates, float[] delta) {
        LocalUpdate update = new LocalUpdate(delta, 50, Map.of("loss", 2.0, "accuracy", 0.75));
        return (MaskedVector)
                updates.make(3, ParameterLayout.flat(delta.length), update).orElseThrow();
    }

    private static SealedSeed seed(MaskedVector vector) {
        return (SealedSeed) vector.preface().orElseThrow().record();
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    private static byte[] payload(MaskedVector vector) throws Exception {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        RecordFraming framing = new RecordFraming();
        all.write(bytes(
                framing.decode(vector.record(0, framing), MaskedUpdate.class).getPayload()));
        for (int i = 1; i < vector.recordCount(); i++) {
            all.write(bytes(framing.decode(vector.record(i, framing), dev.tributary.schemas.avro.PayloadChunk.class)
                    .getPayload()));
        }
        return all.toByteArray();
    }

    /** Takes the mask off as only the mask helper can. */
    private int[] unmasked(MaskedVector vector) throws Exception {
        MaskedHeader header = MaskedHeader.parse(bytes(seed(vector).getHeader()));
        try (OpenedSeed opened =
                open(seed(vector), Digest.hash(bytes(seed(vector).getHeader())))) {
            WordSum words = WordSum.zero(WordSize.ofBits(header.wordBits()), (int) header.wordCount());
            words.add(0, ByteBuffer.wrap(payload(vector)), 1);
            Mask.addTo(opened.seed(), header, -1, words);
            return words.toValues();
        }
    }

    private OpenedSeed open(SealedSeed seed, Digest headerDigest) throws SealException {
        return new SeedOpener(MaskedFixtures.FEDERATION, fixtures.authority.publicKey(), fixtures.epoch)
                .open(bytes(seed.getSealed()), headerDigest, seed.getClientId(), MaskedFixtures.NOW.toEpochMilli());
    }

    @ParameterizedTest
    @CsvSource({"1, 32", "300, 32", "300, 16", "5000, 32"})
    void shouldGiveTheQuantisedWordsWhenTheHelperTakesTheMaskOff(int parameters, int bits) throws Exception {
        FederationSettings settings = MaskedFixtures.settings(
                bits == 32 ? "" : ", wordBits: 16, weightScale: 1, bound: 1000, coordinateBound: 5", UNIFORM);
        float[] delta = UpdateFixtures.delta(parameters);

        MaskedVector vector = make(settings, delta);

        int[] words = unmasked(vector);
        UpdateWords shape = new SummedWords(settings).ofUpdate(parameters);
        assertThat(words).hasSize(shape.length());
        double step = shape.quantisation().clippingNorm() / shape.deltaBound();
        double norm = Math.sqrt(java.util.stream.IntStream.range(0, parameters)
                .mapToDouble(i -> (double) delta[i] * delta[i])
                .sum());
        double scale = Math.min(1, shape.quantisation().clippingNorm() / norm);
        for (int i = 0; i < parameters; i++) {
            assertThat(words[i] * step).isCloseTo(delta[i] * scale, within(step * 1.001));
        }
        int loss = words[shape.indexOf(ExtraKind.LOSS)];
        assertThat(loss / (double) shape.limitOf(shape.indexOf(ExtraKind.LOSS)))
                .isCloseTo(2 / SummedWords.LARGEST_LOSS, within(0.01));
    }

    @Test
    void shouldTellNothingInTheClearButThatTheClientTookPart() {
        MaskedVector vector = make(SETTINGS, UpdateFixtures.delta(700));

        MaskedUpdate manifest = vector.manifest();
        assertThat(manifest.getPurpose()).isEqualTo(MaskPurpose.UPDATE);
        assertThat(manifest.getBaseVersion()).isEqualTo(3);
        assertThat(manifest.getClientId()).isEqualTo(MaskedFixtures.CLIENT.value());
        assertThat(manifest.getExpiresAtMs())
                .isGreaterThan(MaskedFixtures.NOW.toEpochMilli())
                .isLessThan(MaskedFixtures.NOW.toEpochMilli()
                        + SETTINGS.privacy().seedLifetime().toMillis());
        assertThat(vector.recordCount()).isEqualTo(3);
        assertThat(vector.toString())
                .isEqualTo("MaskedVector[" + vector.updateId() + " on version 3, 2812 bytes in 3 records]");
        assertThat(vector.preface().orElseThrow().topic()).isEqualTo("fl.digits.seeds");
    }

    @Test
    void shouldSendTheSameBytesWhenItIsSentAgain() {
        MaskedVector vector = make(SETTINGS, UpdateFixtures.delta(300));
        RecordFraming framing = new RecordFraming();

        assertThat(vector.record(1, framing)).isEqualTo(vector.record(1, framing));
        assertThat(vector.record(0, framing)).isEqualTo(vector.record(0, framing));
        assertThat(vector.preface()).isEqualTo(vector.preface());
    }

    @Test
    void shouldNotOpenWhenASeedIsMovedToAnotherHeader() throws Exception {
        MaskedUpdates updates = updates(SETTINGS, fixtures.announce(fixtures.root, fixtures.epoch, SETTINGS));
        MaskedVector first = make(updates, UpdateFixtures.delta(10));
        MaskedVector second = make(updates, UpdateFixtures.delta(10));
        Digest digest = Digest.hash(bytes(seed(first).getHeader()));
        open(seed(first), digest).close();

        assertThatThrownBy(() -> open(seed(second), digest))
                .isInstanceOfSatisfying(
                        SealException.class, e -> assertThat(e.flaw()).isEqualTo(SealFlaw.UNOPENABLE));
    }

    /**
     * 65,536 words of 32 bits. Bytes: χ² with 255 degrees of freedom is above 420 with a probability of 5e-10
     * (Wilson and Hilferty 1931). Each of 32 bits: more than 6.5 standard deviations with one of 8e-11. A sound mask fails
     * here once in 3e8 runs.
     */
    @ParameterizedTest
    @Tag("statistical")
    @ValueSource(floats = {0, Float.MAX_VALUE / 1e20f})
    void shouldHaveUniformWordsWhateverTheDelta(float value) throws Exception {
        float[] delta = new float[65_532];
        Arrays.fill(delta, value);

        byte[] payload = payload(make(SETTINGS, delta));

        long[] bytes = new long[256];
        long[] bits = new long[32];
        for (int i = 0; i < payload.length; i++) {
            bytes[payload[i] & 0xff]++;
            for (int bit = 0; bit < 8; bit++) {
                bits[8 * (i % 4) + bit] += payload[i] >> bit & 1;
            }
        }
        double expected = payload.length / 256.0;
        double chiSquare = Arrays.stream(bytes)
                .mapToDouble(count -> (count - expected) * (count - expected) / expected)
                .sum();
        assertThat(chiSquare).isLessThan(420);
        double words = payload.length / 4.0;
        for (long ones : bits) {
            assertThat((double) ones).isCloseTo(words / 2, within(6.5 * Math.sqrt(words) / 2));
        }
    }

    /** Of 2^21 bits half differ, within 6.5 standard deviations but once in 1e10 runs. */
    @Test
    void shouldGiveUnrelatedRecordsWhenTheSameDeltaIsSentTwice() throws Exception {
        MaskedUpdates updates = updates(SETTINGS, fixtures.announce(fixtures.root, fixtures.epoch, SETTINGS));
        float[] delta = new float[65_533];
        MaskedVector first = make(updates, delta);
        MaskedVector second = make(updates, delta);
        byte[] one = payload(first);
        byte[] two = payload(second);

        int different = 0;
        for (int i = 0; i < one.length; i++) {
            different += Integer.bitCount((one[i] ^ two[i]) & 0xff);
        }
        double bits = 8.0 * one.length;
        assertThat((double) different).isCloseTo(bits / 2, within(6.5 * Math.sqrt(bits) / 2));
        assertThat(first.updateId()).isNotEqualTo(second.updateId());
        assertThat(seed(first).getSealed()).isNotEqualTo(seed(second).getSealed());
    }

    @Test
    void shouldWeighByExamplesWhenTheMeanDoes() throws Exception {
        FederationSettings settings = MaskedFixtures.settings("", "admission: {exampleCountCap: 100}");
        float[] delta = {1, -2, 0.5f};

        int[] words = unmasked(make(settings, delta));

        // 50 of 100 examples: half of the delta, and half of the examples' word.
        double step = 10.0 / (1 << 20);
        assertThat(words[1] * step).isCloseTo(-1, within(2 * step));
        assertThat(words[3]).isEqualTo(1 << 19);
    }

    @Test
    void shouldTellNoMoreThanTheDivisorWhenThereIsNoise() {
        FederationSettings uniform = MaskedFixtures.settings(", noiseMultiplier: 1, clippingNorm: 1", UNIFORM);
        FederationSettings byExamples = MaskedFixtures.settings(", noiseMultiplier: 1, clippingNorm: 1", "");

        assertThat(new SummedWords(uniform).ofUpdate(7).length()).isEqualTo(7);
        UpdateWords words = new SummedWords(byExamples).ofUpdate(7);
        assertThat(words.extras()).singleElement().satisfies(extra -> assertThat(extra.kind())
                .isEqualTo(ExtraKind.EXAMPLES));
        long scale = words.limitOf(7);
        assertThat((long) words.deltaBound() * words.deltaBound() + scale * scale)
                .as("one ball for all words")
                .isLessThanOrEqualTo(1L << 40);
    }

    @Test
    void shouldSendNothingWhenADeltaIsNotFinite() {
        assertThatThrownBy(() -> make(SETTINGS, new float[] {1, Float.NaN}))
                .isInstanceOf(NonFiniteDeltaException.class);
    }

    @Test
    void shouldRefuseWhenTheModelHasControlVariates() {
        ParameterLayout layout = new ParameterLayout(List.of(tensor("w"), tensor("control/w")));
        MaskedUpdates updates = updates(SETTINGS, fixtures.announce(fixtures.root, fixtures.epoch, SETTINGS));

        assertThatThrownBy(() -> updates.make(1, layout, new LocalUpdate(new float[4], 1, Map.of())))
                .isInstanceOf(FederationException.class)
                .hasMessageContaining(
                        "must have no control variates with privacy.masking: required, had some (SCAFFOLD)");
    }

    private static TensorLayout tensor(String name) {
        return new TensorLayout(name, List.of(2L), TensorOrder.C);
    }

    @Test
    void shouldMakeNothingWhenItIsStoppedWhileTheHelperIsAway() {
        stop.request();

        assertThat(updates(SETTINGS).make(1, ParameterLayout.flat(1), new LocalUpdate(new float[1], 1, Map.of())))
                .isEmpty();
    }

    @Test
    void shouldReportAnEvaluationUnderAMaskOnceThereIsAKey() throws Exception {
        FlakyProducer producer = new FlakyProducer();
        HelperKey key = fixtures.announce(fixtures.root, fixtures.epoch, SETTINGS);
        MaskedEvaluations reports = new MaskedEvaluations(
                new SummedWords(SETTINGS),
                fixtures.masker(SETTINGS, 1024),
                watch(SETTINGS, key),
                producer,
                "fl.digits.updates",
                new RecordFraming());

        reports.report(model(), new LocalEvaluation(9, Map.of("accuracy", 0.5)));
        assertThat(producer.history())
                .as("no word may stand for an unknown number")
                .isEmpty();
        reports.report(model(), new LocalEvaluation(9, Map.of("accuracy", 0.5, "loss", 4.0)));

        assertThat(producer.history())
                .extracting(record -> record.topic())
                .containsExactly("fl.digits.seeds", "fl.digits.updates");
        RecordFraming framing = new RecordFraming();
        MaskedUpdate vector = framing.decode(producer.history().get(1).value(), MaskedUpdate.class);
        assertThat(vector.getPurpose()).isEqualTo(MaskPurpose.EVALUATION);
        SealedSeed seed = framing.decode(producer.history().get(0).value(), SealedSeed.class);
        MaskedHeader header = MaskedHeader.parse(bytes(seed.getHeader()));
        try (OpenedSeed opened = open(seed, Digest.hash(bytes(seed.getHeader())))) {
            WordSum words = WordSum.zero(WordSize.BITS_32, 3);
            words.add(0, vector.getPayload(), 1);
            Mask.addTo(opened.seed(), header, -1, words);
            assertThat(words.toValues()).containsExactly(0, 1 << 18, 1 << 19);
        }
    }

    private static GlobalModel model() {
        Provenance provenance = Provenance.newBuilder()
                .setBaseVersion(3)
                .setStrategy("FedAvg")
                .setSettings(Map.of())
                .setUpdateCount(1)
                .setExampleCount(1)
                .setCodeVersion("test")
                .setCreatedAtMs(0)
                .build();
        return new GlobalModel(4, new ModelDefinition("test", ""), ParameterLayout.flat(2), new float[2], provenance);
    }

    @Test
    void shouldForgetTheNumbersOnceTheyAreMasked() {
        FederationSettings settings = SETTINGS;
        var numbers = new SummedWords(settings)
                .updateQuantiser(3)
                .quantise(new float[] {1, 2, 3}, new dev.tributary.privacy.quantisation.ExtraValues(1, 1, 1));
        HelperKey key = fixtures.announce(fixtures.root, fixtures.epoch, settings);

        fixtures.masker(settings, 1024).mask(MaskPurpose.UPDATE, 1, ParameterLayout.flat(3), numbers, key);

        assertThat(numbers.words()).containsOnly(0);
        assertThat(Optional.of(numbers.toString())).hasValue("QuantisedUpdate[6 words]");
    }
}
