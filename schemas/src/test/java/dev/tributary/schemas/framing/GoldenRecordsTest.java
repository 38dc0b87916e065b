package dev.tributary.schemas.framing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.schemas.GoldenFiles;
import dev.tributary.schemas.avro.ModelUpdate;
import dev.tributary.schemas.codec.PayloadCodecs;
import dev.tributary.schemas.payload.PayloadAssembly;
import dev.tributary.schemas.payload.PayloadException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the Python implementation beside the golden files writes and what this one reads are the same records. */
class GoldenRecordsTest {

    private final RecordFraming framing = new RecordFraming();

    static List<String> records() {
        return GoldenFiles.ALL_RECORDS;
    }

    static List<String> furtherGood() {
        return names("good");
    }

    static List<String> badFramings() {
        return names("badFraming");
    }

    static List<String> badPayloads() {
        return names("badPayload");
    }

    private static List<String> names(String part) {
        return Stream.iterate(GoldenFiles.json("index").get(part).fieldNames(), it -> it.hasNext(), it -> it)
                .map(it -> it.next())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("records")
    void shouldDecodeAndReencodeToSameBytesWhenRecordIsGolden(String name) throws Exception {
        byte[] golden = GoldenFiles.bytes(name);

        SpecificRecord record = framing.decode(golden);

        assertThat(record.getSchema().getName()).isEqualTo(name);
        assertThat(record).isEqualTo(fromJson(name, record.getSchema()));
        assertThat(framing.encode(record)).isEqualTo(golden);
    }

    @ParameterizedTest
    @MethodSource("furtherGood")
    void shouldDecodeWhenAnEncoderWritesItDifferently(String name) throws Exception {
        SpecificRecord record = framing.decode(GoldenFiles.bytes(name));

        assertThat(record.getSchema().getName())
                .isEqualTo(GoldenFiles.json("index").get("good").get(name).textValue());
        assertThat(record).isEqualTo(fromJson(name, record.getSchema()));
        assertThat(framing.decode(framing.encode(record))).isEqualTo(record);
    }

    @ParameterizedTest
    @MethodSource("badFramings")
    void shouldRefuseWhenBytesAreNoRecord(String name) {
        assertThatThrownBy(() -> framing.decode(GoldenFiles.bytes(name)))
                .isInstanceOf(UndecodableRecordException.class)
                .message()
                .isNotBlank()
                .doesNotContain("\n");
    }

    @ParameterizedTest
    @MethodSource("badPayloads")
    void shouldRefuseWhenPayloadIsNotAsItsManifestSays(String name) throws Exception {
        var flaw = GoldenFiles.json("index").get("badPayload").get(name).get("flaw");
        ModelUpdate update = framing.decode(GoldenFiles.bytes(name), ModelUpdate.class);

        assertThatThrownBy(() -> valuesOf(update))
                .isInstanceOfSatisfying(
                        PayloadException.class, e -> assertThat(e.flaw().name()).isEqualTo(flaw.textValue()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"in_one_record", "float16"})
    void shouldReadTheValuesWhenEncodingHasThem(String name) throws Exception {
        ModelUpdate update = framing.decode(GoldenFiles.bytes("good_update_" + name), ModelUpdate.class);

        assertThat(valuesOf(update)).containsExactly(0.5f, -0.25f, 0.125f, 1, -1.5f, 0, 2, -0.0f, 0x1p-10f, 3);
    }

    @Test
    void shouldReadTheNearestStepsWhenUpdateIsInt8() throws Exception {
        ModelUpdate update = framing.decode(GoldenFiles.bytes("good_update_int8"), ModelUpdate.class);

        float[] expected = {0.5f, -0.25f, 0.125f, 1, -1.5f, 0, 2, 0, 0, 3};
        assertThat(valuesOf(update)).containsExactly(expected, within(3f / 127 / 2));
    }

    @Test
    void shouldReadTheGreatestWhenUpdateIsTopK() throws Exception {
        ModelUpdate update = framing.decode(GoldenFiles.bytes("good_update_top_k"), ModelUpdate.class);

        assertThat(valuesOf(update)).containsExactly(0, 0, 0, 0, -1.5f, 0, 2, 0, 0, 3);
    }

    @Test
    void shouldHaveTheSameSchemaFingerprintsAsThePythonImplementation() throws Exception {
        JsonNode fingerprints = GoldenFiles.json("vectors").get("schemaFingerprints");

        assertThat(fingerprints.size()).isEqualTo(GoldenFiles.ALL_RECORDS.size());
        for (String name : GoldenFiles.ALL_RECORDS) {
            Schema schema = framing.decode(GoldenFiles.bytes(name)).getSchema();
            byte[] bigEndian = HexFormat.of().parseHex(fingerprints.get(name).textValue());
            long fingerprint = Long.reverseBytes(ByteBuffer.wrap(bigEndian).getLong());
            assertThat(fingerprint).as(name).isEqualTo(SchemaNormalization.parsingFingerprint64(schema));
        }
    }

    @Test
    void shouldIndexEveryGoldenFile() throws IOException {
        List<String> indexed = Stream.of(records(), furtherGood(), badFramings(), badPayloads())
                .flatMap(List::stream)
                .map(name -> name + ".hex")
                .toList();

        try (var files = Files.list(GoldenFiles.docs().resolve("protocol/golden"))) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(file -> file.endsWith(".hex")))
                    .containsExactlyInAnyOrderElementsOf(indexed);
        }
    }

    private static float[] valuesOf(ModelUpdate update) throws PayloadException {
        var assembly = new PayloadAssembly(
                update.getPayloadBytes(),
                update.getChunkCount(),
                update.getPayloadDigest().bytes());
        assembly.add(0, update.getPayloadCrc32c(), update.getPayload());
        float[] values = new float[Math.toIntExact(update.getParameterCount())];
        PayloadCodecs.of(update.getEncoding()).orElseThrow().decode(assembly.whole(), values);
        return values;
    }

    private static SpecificRecord fromJson(String name, Schema schema) {
        try {
            var reader = new SpecificDatumReader<SpecificRecord>(schema, schema, SpecificData.getForSchema(schema));
            return reader.read(null, DecoderFactory.get().jsonDecoder(schema, GoldenFiles.text(name + ".json")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
