package dev.tributary.log.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.GoldenFiles;
import dev.tributary.schemas.avro.Rejection;
import dev.tributary.schemas.framing.RecordFraming;
import dev.tributary.schemas.framing.UndecodableRecordException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RegisteredSchemasTest {

    private static final Schema REJECTION = Rejection.getClassSchema();
    private static final String SUBJECT = "dev.tributary.schemas.avro.Rejection";
    private static final byte[] GOLDEN = GoldenFiles.bytes("Rejection");
    private static final int SINGLE_OBJECT_HEADER = 10;

    private final AtomicLong nanos = new AtomicLong();
    private ScriptedRegistry registry;
    private RegisteredSchemas schemas;

    @BeforeEach
    void start() throws IOException {
        registry = new ScriptedRegistry();
        schemas = schemas(Map.of());
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    private RegisteredSchemas schemas(Map<String, String> more) {
        Map<String, Object> properties = new HashMap<>(more);
        properties.put("tributary.registry.url", registry.url());
        return new RegisteredSchemas(new RegistryApi(Framings.requireRegistry(properties)), nanos::get);
    }

    private RecordFraming framing() {
        return new RecordFraming(schemas, true);
    }

    private static Rejection golden() throws UndecodableRecordException {
        return new RecordFraming().decode(GOLDEN, Rejection.class);
    }

    @Test
    void shouldWriteTheIdAndAskForItOnceWhenManyRecordsAreWritten() throws Exception {
        registry.on("POST /subjects/" + SUBJECT, 200, "{\"id\":258,\"version\":1}");
        RecordFraming framing = framing();

        byte[] first = framing.encode(golden());
        for (int i = 0; i < 100; i++) {
            framing().encode(golden());
        }

        assertThat(Arrays.copyOf(first, 5)).containsExactly(0, 0, 0, 1, 2);
        assertThat(Arrays.copyOfRange(first, 5, first.length))
                .isEqualTo(Arrays.copyOfRange(GOLDEN, SINGLE_OBJECT_HEADER, GOLDEN.length));
        assertThat(framing.decode(first)).isEqualTo(golden());
        assertThat(registry.asked()).containsExactly("POST /subjects/" + SUBJECT);
    }

    @Test
    void shouldReadSingleObjectEncodingToo() throws Exception {
        assertThat(framing().decode(GOLDEN)).isEqualTo(golden());
        assertThat(registry.asked()).isEmpty();
    }

    @Test
    void shouldSayWhatToRegisterWhenTheSchemaIsAbsent() {
        registry.on("GET /subjects/" + SUBJECT + "/versions", 200, "[1]")
                .on("GET /subjects/" + SUBJECT + "/versions/1", 200, version(3, edited(REJECTION, node -> {
                    ((ArrayNode) node.get("fields")).remove(0);
                })));

        assertThatThrownBy(() -> schemas.idOf(REJECTION))
                .isInstanceOf(FederationException.class)
                .hasMessage("schema of Rejection must be registered under subject " + SUBJECT + " at " + registry.url()
                        + ", was not; an operator registers it with: tributary schemas register --kafka-config FILE");
        assertThat(registry.asked()).noneMatch(request -> request.equals("POST /subjects/" + SUBJECT + "/versions"));
    }

    @Test
    void shouldTakeTheIdOfAVersionWhoseBytesAreTheSameWhenOnlyDocsDiffer() {
        registry.on("GET /subjects/" + SUBJECT + "/versions", 200, "[1,4]")
                .on("GET /subjects/" + SUBJECT + "/versions/4", 200, version(9, "\"string\""))
                .on(
                        "GET /subjects/" + SUBJECT + "/versions/1",
                        200,
                        version(7, edited(REJECTION, node -> node.put("doc", "Another text."))));

        assertThat(schemas.idOf(REJECTION)).isEqualTo(7);
    }

    @Test
    void shouldRegisterWhenToldTo() {
        schemas = schemas(Map.of("tributary.registry.auto.register", "true"));
        registry.on("POST /subjects/" + SUBJECT + "/versions", 200, "{\"id\":5}");

        assertThat(schemas.idOf(REJECTION)).isEqualTo(5);

        assertThat(registry.bodies())
                .singleElement()
                .asString()
                .contains("rejectedAtMs")
                .doesNotContain("java");
    }

    @Test
    void shouldSayWhatTheRegistrySaidWhenItRefusesTheSchema() {
        schemas = schemas(Map.of("tributary.registry.auto.register", "true"));
        registry.on(
                "POST /subjects/" + SUBJECT + "/versions",
                409,
                "{\"error_code\":409,\"message\":\"incompatible\\nwith version 1\"}");

        assertThatThrownBy(() -> schemas.idOf(REJECTION))
                .isInstanceOf(FederationException.class)
                .hasMessage("schema of Rejection was refused under subject " + SUBJECT + ": registry " + registry.url()
                        + " answered 409: incompatible");
    }

    @Test
    void shouldReadWithTheWritersSchemaWhenItIsAnotherVersion() throws Exception {
        // Written by a release that has one more field, in front.
        registry.holds(11, edited(REJECTION, node -> ((ArrayNode) node.get("fields"))
                .insertObject(0)
                .put("name", "added")
                .put("type", "long")));
        byte[] body = Arrays.copyOfRange(GOLDEN, SINGLE_OBJECT_HEADER - 1, GOLDEN.length);
        body[0] = 84;

        assertThat(framing().decode(record(11, body))).isEqualTo(golden());
    }

    @Test
    void shouldRefuseWhenBytesAreLeftOverAfterTheBodyOfAnId() {
        registry.holds(11, SchemaText.of(REJECTION));

        assertThatThrownBy(() -> framing().decode(Arrays.copyOf(goldenWithId(11), GOLDEN.length)))
                .isInstanceOf(UndecodableRecordException.class)
                .hasMessageContaining("left over");
        assertThatThrownBy(() -> framing().decode(new byte[] {0, 0, 0, 0}))
                .isInstanceOf(UndecodableRecordException.class)
                .hasMessage("record must have at least 5 bytes, had 4");
    }

    @Test
    void shouldRefuseTheSchemaWhenItIsOfAnotherRecord() {
        registry.holds(1, "{\"type\":\"record\",\"name\":\"a.Stranger\",\"fields\":[]}");

        assertRefused(
                1, "schema id 1 cannot be used: it must be the schema of a record of ours, was that of a.Stranger");
    }

    @Test
    void shouldRefuseTheSchemaWhenThisReleaseCannotReadIt() {
        registry.holds(2, edited(REJECTION, node -> ((ArrayNode) node.get("fields")).remove(0)));

        assertRefused(
                2,
                "schema id 2 cannot be used: it must be a version of Rejection that this release can read, but"
                        + " READER_FIELD_MISSING_DEFAULT_VALUE");
    }

    @Test
    void shouldRefuseTheSchemaWhenItContainsItself() {
        registry.holds(3, edited(REJECTION, node -> ((ArrayNode) node.get("fields"))
                .addObject()
                .put("name", "inner")
                .putArray("type")
                .add("null")
                .add(SUBJECT)));

        assertRefused(3, "schema id 3 cannot be used: it must not contain itself, does");
    }

    @Test
    void shouldRefuseTheSchemaWhenItIsNone() {
        registry.holds(4, "{\"type\":\"recrod\"}")
                .on("GET /schemas/ids/5", 200, "{\"schema\":\"\",\"schemaType\":\"JSON\"}");

        assertRefused(4, "schema id 4 cannot be used: it must be an Avro schema: ");
        assertRefused(5, "schema id 5 must be known to the registry, was not");
    }

    @Test
    void shouldAskOnceWhenManyRecordsHaveTheSameUnknownId() {
        for (int i = 0; i < 1000; i++) {
            assertRefused(6, "schema id 6 must be known to the registry, was not");
        }

        assertThat(registry.asked()).hasSize(RecordFraming.schemas().size() + 1).containsOnlyOnce("GET /schemas/ids/6");
    }

    @Test
    void shouldAskAgainAfterAMinuteWhenAnIdWasUnknown() throws Exception {
        assertRefused(11, "must be known to the registry, was not");
        registry.holds(11, SchemaText.of(REJECTION));
        assertRefused(11, "must be known to the registry, was not");

        nanos.addAndGet(Duration.ofSeconds(61).toNanos());

        assertThat(framing().decode(goldenWithId(11))).isEqualTo(golden());
    }

    @Test
    void shouldAskForFewWhenEachRecordHasAnotherUnknownId() throws Exception {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 10_000; i++) {
            int id = random.nextInt();
            assertThatThrownBy(() -> schemas.writerSchema(id)).isInstanceOf(UndecodableRecordException.class);
        }

        assertThat(registry.asked())
                .hasSizeLessThanOrEqualTo(40 + RecordFraming.schemas().size());
        assertRefused(12345, "schema id 12345 is not known, and too many unknown ids were looked up already");

        nanos.addAndGet(Duration.ofSeconds(10).toNanos());
        registry.holds(11, SchemaText.of(REJECTION));
        assertThat(framing().decode(goldenWithId(11))).isEqualTo(golden());
    }

    @Test
    void shouldReadEveryVersionOfOurSubjectsWhenStrangersMakeUpIds() throws Exception {
        registry.on("GET /subjects/" + SUBJECT + "/versions", 200, "[1]")
                .on("GET /subjects/" + SUBJECT + "/versions/1", 200, version(11, SchemaText.of(REJECTION)));
        for (int id = 1000; id < 1100; id++) {
            int madeUp = id;
            assertThatThrownBy(() -> schemas.writerSchema(madeUp)).isInstanceOf(UndecodableRecordException.class);
        }

        assertThat(framing().decode(goldenWithId(11))).isEqualTo(golden());
        assertThat(registry.asked()).doesNotContain("GET /schemas/ids/11");
    }

    @Test
    void shouldReadWhatIsKnownWhenTheRegistryIsGone() throws Exception {
        registry.holds(11, SchemaText.of(REJECTION));
        assertThat(framing().decode(goldenWithId(11))).isEqualTo(golden());

        registry.close();

        assertThat(framing().decode(goldenWithId(11))).isEqualTo(golden());
        assertRefused(12, "schema id 12 could not be looked up: registry " + registry.url() + " did not answer");
    }

    private void assertRefused(int id, String expected) {
        assertThatThrownBy(() -> framing().decode(record(id, new byte[] {1})))
                .isInstanceOf(UndecodableRecordException.class)
                .hasMessageStartingWith(expected.startsWith("schema") ? expected : "schema id " + id + " " + expected);
    }

    private static byte[] goldenWithId(int id) {
        return record(id, Arrays.copyOfRange(GOLDEN, SINGLE_OBJECT_HEADER, GOLDEN.length));
    }

    private static byte[] record(int id, byte[] body) {
        return ByteBuffer.allocate(5 + body.length)
                .put((byte) 0)
                .putInt(id)
                .put(body)
                .array();
    }

    private static String version(int id, String schema) {
        return "{\"id\":" + id + "," + ScriptedRegistry.schemaBody(schema).substring(1);
    }

    private static String edited(Schema schema, Consumer<ObjectNode> edit) {
        try {
            ObjectNode node = (ObjectNode) new ObjectMapper().readTree(SchemaText.of(schema));
            edit.accept(node);
            return node.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
