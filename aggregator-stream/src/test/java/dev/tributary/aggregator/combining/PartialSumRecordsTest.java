package dev.tributary.aggregator.combining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.aggregator.admission.Admitted;
import dev.tributary.aggregator.admission.MaskedManifest;
import dev.tributary.aggregator.admission.MaskedWords;
import dev.tributary.aggregator.harness.PlayedMasks;
import dev.tributary.aggregator.harness.Records;
import dev.tributary.aggregator.harness.SettingsFixtures;
import dev.tributary.aggregator.harness.SideWorks;
import dev.tributary.aggregator.harness.UpdateFixtures;
import dev.tributary.aggregator.recorded.AdmittedUpdate;
import dev.tributary.arithmetic.FloatVector;
import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.privacy.words.WordSize;
import dev.tributary.privacy.words.WordSum;
import dev.tributary.schemas.avro.MaskedUpdate;
import dev.tributary.schemas.avro.ModelUpdate;
import dev.tributary.schemas.avro.PartialSum;
import dev.tributary.schemas.avro.PayloadChunk;
import dev.tributary.schemas.avro.UpdateMember;
import dev.tributary.schemas.codec.DoubleVector;
import dev.tributary.schemas.framing.RecordFraming;
import dev.tributary.schemas.masked.Digest;
import dev.tributary.schemas.payload.ManifestPayload;
import dev.tributary.schemas.payload.PayloadAssembly;
import dev.tributary.schemas.payload.PayloadException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The open partial sum and the records that carry it. */
class PartialSumRecordsTest {

    /** What a topic has room for beside a chunk: see ChunkSplitter. */
    private static final int OVERHEAD = 8 * 1024;

    private final OpenPartialSum partial = new OpenPartialSum(3, 7, SideWorks.atOnce());

    private static ModelUpdate manifest(UpdateFixtures update) {
        return (ModelUpdate) Records.decode(update.record().value);
    }

    private void add(UpdateFixtures update, float[] delta, long counted, long staleness, double weight, long offset) {
        partial.add(
                manifest(update.delta(delta)), FloatVector.of(delta), counted, staleness, weight, offset, 100 + offset);
    }

    private List<byte[]> write(int chunkBytes) {
        List<byte[]> records = new ArrayList<>();
        new PartialSumRecords(3, chunkBytes, new RecordFraming()).write(partial, false, records::add);
        return records;
    }

    @Test
    void shouldTellWhatItHoldsWhenUpdatesWereAdded() {
        add(UpdateFixtures.update().from("a").id("first").examples(10).base(4), new float[] {1, 2}, 5, 2, 2.5, 50);
        add(UpdateFixtures.update().from("b").id("second").examples(1).base(6), new float[] {4, 0}, 1, 0, 1.0, 40);

        PartialSum manifest = (PartialSum) Records.decode(write(4096).get(0));
        assertThat(manifest.getPartialId()).isEqualTo("3-7");
        assertThat(manifest.getPartition()).isEqualTo(3);
        assertThat(manifest.getSequence()).isEqualTo(7);
        assertThat(manifest.getExampleCount()).isEqualTo(11);
        assertThat(manifest.getCappedExampleCount()).isEqualTo(6);
        assertThat(manifest.getAggregationWeight()).isEqualTo(3.5);
        assertThat(manifest.getMembers())
                .containsExactly(
                        new UpdateMember("first", "a", 4L, 2L, 10L, 2.5, 8L, 3, 7L),
                        new UpdateMember("second", "b", 6L, 0L, 1L, 1.0, 8L, 3, 7L));
        assertThat(manifest.getLayoutFingerprint()).hasSize(64);
        assertThat(partial.firstOffsetOr(99)).isEqualTo(40);
        assertThat(partial.firstAddedAtMs()).isEqualTo(150);
    }

    @Test
    void shouldBeginNextPartialSumWhenReset() {
        add(UpdateFixtures.update().metric("loss", 3), new float[] {1, 2}, 1, 0, 1, 50);
        partial.reset();

        assertThat(partial.isEmpty()).isTrue();
        assertThat(partial.sequence()).isEqualTo(8);
        assertThat(partial.firstOffsetOr(99)).isEqualTo(99);
        add(UpdateFixtures.update().from("b").examples(2), new float[] {1, 1}, 2, 0, 2, 60);
        PartialSum manifest = (PartialSum) Records.decode(write(4096).get(0));
        assertThat(manifest.getExampleCount()).isEqualTo(2);
        assertThat(manifest.getAggregationWeight()).isEqualTo(2);
        assertThat(manifest.getMetrics()).isEmpty();
        assertThat(partial.values()).containsExactly(2, 2);
        assertThat(partial.firstOffsetOr(99)).isEqualTo(60);
    }

    @ParameterizedTest
    @CsvSource({"1024,700", "4096,1", "8192,5000", "1040384,300000"})
    void shouldCarryTheSumBitForBitWhenItIsCutIntoChunks(int chunkBytes, int parameters) throws PayloadException {
        float[] delta = new float[parameters];
        for (int i = 0; i < parameters; i++) {
            delta[i] = 1f / (i + 3);
        }
        add(UpdateFixtures.update(), delta, 1, 3, 0.1, 0);

        List<byte[]> records = write(chunkBytes);

        PartialSum manifest = (PartialSum) Records.decode(records.get(0));
        assertThat(manifest.getChunkCount()).isEqualTo(records.size());
        PayloadAssembly assembly = new PayloadAssembly(
                manifest.getPayloadBytes(),
                manifest.getChunkCount(),
                manifest.getPayloadDigest().bytes());
        assembly.add(0, manifest.getPayloadCrc32c(), manifest.getPayload());
        for (byte[] record : records.subList(1, records.size())) {
            PayloadChunk chunk = (PayloadChunk) Records.decode(record);
            assertThat(chunk.getPayloadId()).isEqualTo("3-7");
            assembly.add(chunk.getIndex(), chunk.getPayloadCrc32c(), chunk.getPayload());
        }
        double[] sum = new double[parameters];
        DoubleVector.addTo(assembly.whole(), sum);
        assertThat(sum).isEqualTo(partial.values());
    }

    @ParameterizedTest
    @CsvSource({"8192", "16384", "1040384"})
    void shouldFitInARecordWhenItHasMostMembersWithLongestIds(int chunkBytes) {
        int members = PartialSumRecords.maxMembers(chunkBytes);
        float[] delta = new float[100];
        for (int i = 0; i < members; i++) {
            UpdateFixtures update = UpdateFixtures.update()
                    .from("c".repeat(59) + String.format("%05d", i))
                    .id("u".repeat(59) + String.format("%05d", i))
                    .base(Long.MAX_VALUE)
                    .examples(Long.MAX_VALUE / members);
            // So many names that the bound on metrics holds too.
            for (int metric = 0; metric < 16 && i < 10; metric++) {
                update.metric("m".repeat(60) + String.format("%04d", i * 16 + metric), 1);
            }
            add(update, delta, 1, Long.MAX_VALUE, 1, i);
        }

        assertThat(write(chunkBytes))
                .allSatisfy(record -> assertThat(record).hasSizeLessThan(chunkBytes + OVERHEAD - 512));
    }

    /** In one chunk, and in chunks that cut words. */
    @ParameterizedTest
    @CsvSource({"1024", "10"})
    void shouldCarryMaskedWordsAsTheyCameWhenTheyAreCutIntoChunks(int chunkBytes) throws PayloadException {
        FederationSettings settings =
                SettingsFixtures.settings("strategy: {weighting: uniform}", "privacy: {masking: required}");
        PlayedMasks masks = new PlayedMasks(settings, 4);
        masks.update("a", "a-1", 2, masks.honest(1, -1, 0.5f, 0));
        MaskedUpdate update = masks.manifest("a-1");
        byte[] words = new byte[4 * (int) update.getWordCount()];
        new SplittableRandom(5).nextBytes(words);
        Digest header = Digest.hash(new byte[] {1});
        ByteBuffer cut = ByteBuffer.wrap(words);
        Admitted.Masked admitted = new Admitted.Masked(
                new MaskedManifest(update, "test"),
                new MaskedWords(WordSize.BITS_32, List.of(cut.slice(0, 7), cut.slice(7, words.length - 7))),
                header,
                1);
        partial.add(settings, new AdmittedUpdate("a", "a-1", 2, 7, 0, 55, 1, 3.0, 1, 0), admitted, 0);

        ReceivedPartial again = readAgain(write(chunkBytes));

        assertThat(again.members())
                .containsExactly(new UpdateMember("a-1", "a", 2L, 1L, 0L, 3.0, (long) words.length, 3, 7L));
        assertThat(again.values().headerOfOnlyMember()).contains(header);
        WordSum expected = WordSum.zero(WordSize.BITS_32, words.length / 4);
        expected.add(0, ByteBuffer.wrap(words), 3);
        WordSum sum = WordSum.zero(WordSize.BITS_32, words.length / 4);
        again.values().addTo(sum);
        assertThat(sum.toBytes()).isEqualTo(expected.toBytes());
        assertThatThrownBy(() -> again.values().addTo(new double[words.length / 4]))
                .isInstanceOf(PayloadException.class)
                .hasMessageContaining("was of words under a mask");
    }

    private static ReceivedPartial readAgain(List<byte[]> records) throws PayloadException {
        PartialSum manifest = (PartialSum) Records.decode(records.get(0));
        PayloadAssembly assembly = ManifestPayload.of(manifest).begin();
        for (byte[] record : records.subList(1, records.size())) {
            PayloadChunk chunk = (PayloadChunk) Records.decode(record);
            assembly.add(chunk.getIndex(), chunk.getPayloadCrc32c(), chunk.getPayload());
        }
        return ReceivedPartial.of(manifest, assembly.whole(), 0);
    }
}
