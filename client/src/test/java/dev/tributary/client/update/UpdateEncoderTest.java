package dev.tributary.client.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tributary.client.training.LocalUpdate;
import dev.tributary.schemas.avro.ModelUpdate;
import dev.tributary.schemas.avro.PayloadChunk;
import dev.tributary.schemas.avro.PayloadEncoding;
import dev.tributary.schemas.codec.PayloadCodecs;
import dev.tributary.schemas.framing.RecordFraming;
import dev.tributary.schemas.framing.UndecodableRecordException;
import dev.tributary.schemas.layout.ParameterLayout;
import dev.tributary.schemas.payload.ChunkSplitter;
import dev.tributary.schemas.payload.PayloadAssembly;
import dev.tributary.schemas.payload.PayloadException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UpdateEncoderTest {

    private final RecordFraming framing = new RecordFraming();
    private final UpdateEncoder encoder = UpdateFixtures.encoder();

    @ParameterizedTest
    @CsvSource({"1,1", "255,1", "256,1", "257,2", "512,2", "513,3", "10000,40"})
    void shouldCutPayloadIntoFullChunksWhenItDoesNotFit(int parameters, int records) throws Exception {
        float[] delta = UpdateFixtures.delta(parameters);

        EncodedUpdate update = encode(delta, Map.of());

        assertThat(update.recordCount()).isEqualTo(records);
        assertThat(decode(update)).isEqualTo(delta);
        for (int i = 0; i + 1 < records; i++) {
            assertThat(chunkLength(update, i)).isEqualTo(1024);
        }
        assertThat(chunkLength(update, records - 1)).isEqualTo(parameters * 4 - (records - 1) * 1024);
    }

    @Test
    void shouldDescribeDeltaInManifestWhenEncoded() throws Exception {
        LocalUpdate learnt = new LocalUpdate(new float[] {3, 0, -4}, 17, Map.of("loss", 0.25));
        ParameterLayout layout = ParameterLayout.flat(3);

        EncodedUpdate update = encoder.encode(9, layout, learnt);

        ModelUpdate manifest = manifest(update);
        assertThat(manifest.getClientId()).isEqualTo(UpdateFixtures.CLIENT.value());
        assertThat(manifest.getBaseVersion()).isEqualTo(9);
        assertThat(manifest.getLayoutFingerprint()).isEqualTo(layout.fingerprint());
        assertThat(manifest.getExampleCount()).isEqualTo(17);
        assertThat(manifest.getEncoding()).isEqualTo(PayloadEncoding.FLOAT32);
        assertThat(manifest.getParameterCount()).isEqualTo(3);
        assertThat(manifest.getDeltaL2Norm()).isCloseTo(5, within(1e-12));
        assertThat(manifest.getMetrics()).isEqualTo(Map.of("loss", 0.25));
        assertThat(manifest.getUpdateId()).matches("01234567-[0-9a-f]{32}");
    }

    @Test
    void shouldGiveEachUpdateAnotherIdWhenEncodedAgain() {
        Set<String> ids = new HashSet<>();

        for (int i = 0; i < 1000; i++) {
            ids.add(encode(new float[] {1}, Map.of()).updateId());
        }

        assertThat(ids).hasSize(1000);
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void shouldRefuseValueWhenItIsNotFinite(float value) {
        float[] delta = {0, Float.MAX_VALUE, value, 1};

        assertThatThrownBy(() -> encode(delta, Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("delta must be finite, was " + value + " at parameter 2");
    }

    @Test
    void shouldRefuseDeltaWhenItsLengthIsNotTheLayouts() {
        LocalUpdate learnt = new LocalUpdate(new float[4], 1, Map.of());

        assertThatThrownBy(() -> encoder.encode(0, ParameterLayout.flat(5), learnt))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("delta must have 5 values as the model's layout says, had 4");
    }

    @Test
    void shouldLeaveMetricsOutWhenTheAggregatorWouldRefuseThem() throws Exception {
        Map<String, Double> metrics =
                new HashMap<>(Map.of("x".repeat(65), 1.0, "a-nan", Double.NaN, "a b", 1.0, "", 1.0));
        for (int i = 10; i < 30; i++) {
            metrics.put("metric" + i, (double) i);
        }

        ModelUpdate manifest = manifest(encode(new float[] {1}, metrics));

        assertThat(manifest.getMetrics())
                .hasSize(16)
                .containsKeys("metric10", "metric25")
                .doesNotContainKeys("a-nan", "a b");
    }

    @Test
    void shouldFitEveryRecordInTheTopicsLimitWhenChunksAreAsLargeAsTheyMayBe() {
        int limit = 64 * 1024;
        UpdateEncoder largest = new UpdateEncoder(
                UpdateFixtures.CLIENT, PayloadCodecs.FLOAT32, ChunkSplitter.chunkBytes(limit), new SplittableRandom(1));
        Map<String, Double> metrics = new HashMap<>();
        for (int i = 10; i < 26; i++) {
            metrics.put("m".repeat(62) + i, Math.PI * i);
        }
        float[] delta = UpdateFixtures.delta(100_000);

        EncodedUpdate update =
                largest.encode(1, ParameterLayout.flat(delta.length), new LocalUpdate(delta, 1, metrics));

        for (int i = 0; i < update.recordCount(); i++) {
            // 200 bytes: batch header, key and record header of Kafka's format.
            assertThat(update.record(i, framing).length + 200).isLessThan(limit);
        }
    }

    private EncodedUpdate encode(float[] delta, Map<String, Double> metrics) {
        return encoder.encode(3, ParameterLayout.flat(delta.length), new LocalUpdate(delta, 1, metrics));
    }

    private ModelUpdate manifest(EncodedUpdate update) throws UndecodableRecordException {
        return framing.decode(update.record(0, framing), ModelUpdate.class);
    }

    private int chunkLength(EncodedUpdate update, int index) throws UndecodableRecordException {
        return index == 0
                ? manifest(update).getPayload().remaining()
                : framing.decode(update.record(index, framing), PayloadChunk.class)
                        .getPayload()
                        .remaining();
    }

    /** Puts the payload together as the aggregator does: order, CRC, digest and length are all checked. */
    private float[] decode(EncodedUpdate update) throws UndecodableRecordException, PayloadException {
        ModelUpdate manifest = manifest(update);
        PayloadAssembly assembly = new PayloadAssembly(
                manifest.getPayloadBytes(),
                manifest.getChunkCount(),
                manifest.getPayloadDigest().bytes());
        assembly.add(0, manifest.getPayloadCrc32c(), manifest.getPayload());
        for (int i = 1; i < update.recordCount(); i++) {
            PayloadChunk chunk = framing.decode(update.record(i, framing), PayloadChunk.class);
            assertThat(chunk.getPayloadId()).isEqualTo(manifest.getUpdateId());
            assembly.add(chunk.getIndex(), chunk.getPayloadCrc32c(), chunk.getPayload());
        }
        float[] delta = new float[(int) manifest.getParameterCount()];
        PayloadCodecs.FLOAT32.decode(assembly.whole(), delta);
        return delta;
    }
}
