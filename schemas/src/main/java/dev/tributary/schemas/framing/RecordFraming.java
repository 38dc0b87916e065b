package dev.tributary.schemas.framing;

import dev.tributary.schemas.avro.Evaluation;
import dev.tributary.schemas.avro.FederationState;
import dev.tributary.schemas.avro.GlobalModelHead;
import dev.tributary.schemas.avro.HelperKey;
import dev.tributary.schemas.avro.MaskSum;
import dev.tributary.schemas.avro.MaskedUpdate;
import dev.tributary.schemas.avro.ModelProposal;
import dev.tributary.schemas.avro.ModelUpdate;
import dev.tributary.schemas.avro.PartialSum;
import dev.tributary.schemas.avro.PayloadChunk;
import dev.tributary.schemas.avro.Rejection;
import dev.tributary.schemas.avro.Revocation;
import dev.tributary.schemas.avro.RollbackCommand;
import dev.tributary.schemas.avro.RoundMembers;
import dev.tributary.schemas.avro.RoundResult;
import dev.tributary.schemas.avro.SealedSeed;
import dev.tributary.schemas.avro.SeedReceipt;
import dev.tributary.schemas.avro.SettingsChange;
import dev.tributary.schemas.avro.UnmaskRequest;
import dev.tributary.schemas.avro.VersionEvaluation;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.ClassSecurityValidator;

/**
 * Writes and reads records. By default in Avro's single-object encoding: the two bytes {@code C3 01}, the schema's
 * CRC-64-AVRO fingerprint in little-endian order, the body (Avro 1.12 specification, "Single-object encoding"). With a
 * registry also in Confluent's framing: {@code 00}, the schema's id in big-endian order, the body. Either says which
 * record it is, so one topic can hold several record types; the first byte says which of the two it is, so one topic
 * can hold both.
 *
 * <p>Reading allocates nothing that the bytes at hand do not back: Avro 1.12.2 checks each declared length against
 * the bytes that are left.
 *
 * <p>Not thread-safe: one instance per thread or task.
 */
public final class RecordFraming {

    /** Bytes before the body: marker and fingerprint. */
    static final int HEADER_BYTES = 10;

    /** Bytes before the body in Confluent's framing: zero and id. */
    static final int ID_HEADER_BYTES = 5;

    private static final byte MARKER_0 = (byte) 0xC3;
    private static final byte MARKER_1 = 1;
    private static final byte ID_MARKER = 0;

    /** Every record that may stand in a topic of a federation. */
    private static final List<Schema> SCHEMAS = List.of(
            ModelUpdate.getClassSchema(),
            PayloadChunk.getClassSchema(),
            PartialSum.getClassSchema(),
            GlobalModelHead.getClassSchema(),
            RoundResult.getClassSchema(),
            RoundMembers.getClassSchema(),
            Rejection.getClassSchema(),
            FederationState.getClassSchema(),
            Evaluation.getClassSchema(),
            VersionEvaluation.getClassSchema(),
            SettingsChange.getClassSchema(),
            RollbackCommand.getClassSchema(),
            ModelProposal.getClassSchema(),
            MaskedUpdate.getClassSchema(),
            SealedSeed.getClassSchema(),
            SeedReceipt.getClassSchema(),
            UnmaskRequest.getClassSchema(),
            MaskSum.getClassSchema(),
            HelperKey.getClassSchema(),
            Revocation.getClassSchema());

    /** By fingerprint. Fingerprints are computed once in a process: that takes longer than all else of a framing. */
    private static final Map<Long, Schema> BY_FINGERPRINT = SCHEMAS.stream()
            .collect(Collectors.toUnmodifiableMap(SchemaNormalization::parsingFingerprint64, schema -> schema));

    private static final Map<Schema, Long> FINGERPRINTS = BY_FINGERPRINT.entrySet().stream()
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getValue, Map.Entry::getKey));

    static {
        trustOurRecords();
    }

    private final Map<Long, SpecificDatumReader<SpecificRecord>> readers = new HashMap<>();
    private final Map<Schema, SpecificDatumWriter<SpecificRecord>> writers = new HashMap<>();
    private final Map<Integer, SpecificDatumReader<SpecificRecord>> readersById = new HashMap<>();
    private final Map<Schema, Integer> ids = new HashMap<>();
    private final SchemaIds registered;
    private final boolean writesIds;
    private final SlicingDecoder decoder = new SlicingDecoder();
    private BinaryEncoder encoder;

    /** Makes a framing that knows every record of this release, and no registry. */
    public RecordFraming() {
        this(SchemaIds.NONE, false);
    }

    /**
     * Makes a framing that knows every record of this release, and reads records with a registry's id.
     *
     * @param registered the ids
     * @param writesIds  whether it writes ids too; single-object encoding otherwise
     */
    public RecordFraming(SchemaIds registered, boolean writesIds) {
        this.registered = registered;
        this.writesIds = writesIds;
    }

    /**
     * Lists the schemas of this release.
     *
     * @return the schema of every record that may stand in a topic of a federation
     */
    public static List<Schema> schemas() {
        return SCHEMAS;
    }

    /** Avro 1.12 loads only classes that are trusted: our generated ones join those that the process trusts already. */
    private static void trustOurRecords() {
        String ours = ModelUpdate.class.getPackageName();
        ClassSecurityValidator.setGlobal(
                ClassSecurityValidator.composite(ClassSecurityValidator.getGlobal(), type -> type.getPackageName()
                        .equals(ours)));
    }

    /**
     * Writes a record. Its length is counted first, so that a payload is copied once, into an array of just that length.
     *
     * @param record one of the records of this release
     * @return header and body, owned by the caller
     * @throws dev.tributary.schemas.FederationException if an id is to be written and the registry has or tells none
     */
    public byte[] encode(SpecificRecord record) {
        Schema schema = record.getSchema();
        byte[] header = writesIds ? idHeader(schema) : fingerprintHeader(schema);
        CountingOutput counted = new CountingOutput();
        write(record, counted);
        byte[] bytes = Arrays.copyOf(header, Math.addExact(header.length, counted.count()));
        write(record, new ArrayOutput(bytes, header.length));
        return bytes;
    }

    private void write(SpecificRecord record, OutputStream out) {
        try {
            encoder = EncoderFactory.get().directBinaryEncoder(out, encoder);
            writers.computeIfAbsent(record.getSchema(), RecordFraming::writer).write(record, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("a record could not be written to memory", e);
        }
    }

    private byte[] fingerprintHeader(Schema schema) {
        return ByteBuffer.allocate(HEADER_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(MARKER_0)
                .put(MARKER_1)
                .putLong(FINGERPRINTS.get(schema))
                .array();
    }

    private byte[] idHeader(Schema schema) {
        int id = ids.computeIfAbsent(schema, registered::idOf);
        return ByteBuffer.allocate(ID_HEADER_BYTES).put(ID_MARKER).putInt(id).array();
    }

    /**
     * Reads a record.
     *
     * @param bytes header and body; kept, so the caller must not change them: a payload in the record is a view of them
     * @return the record, of the type that its fingerprint or id names
     * @throws UndecodableRecordException if the bytes are null, have no header of ours, name an unknown schema, or do
     *                                    not hold exactly one record
     */
    public SpecificRecord decode(byte[] bytes) throws UndecodableRecordException {
        boolean hasId = bytes != null && bytes.length > 0 && bytes[0] == ID_MARKER;
        int headerBytes = hasId ? ID_HEADER_BYTES : HEADER_BYTES;
        if (bytes == null || bytes.length < headerBytes) {
            throw new UndecodableRecordException("record must have at least " + headerBytes + " bytes, had "
                    + (bytes == null ? "none" : bytes.length));
        }
        return decodeBody(bytes, headerBytes, hasId ? readerOfId(bytes) : readerOfFingerprint(bytes));
    }

    private SpecificRecord decodeBody(byte[] bytes, int headerBytes, SpecificDatumReader<SpecificRecord> reader)
            throws UndecodableRecordException {
        try {
            SpecificRecord record = reader.read(null, decoder.on(bytes, headerBytes, bytes.length - headerBytes));
            if (!decoder.isEnd()) {
                throw new UndecodableRecordException("record must end where its body ends, but bytes are left over");
            }
            return record;
        } catch (IOException | RuntimeException e) {
            // Hostile bytes make Avro throw more than its own exceptions (UnsupportedOperationException for a length
            // above 2^31, for one), and none of them may reach a stream thread.
            throw new UndecodableRecordException("record body must be valid Avro: " + firstLine(e), e);
        }
    }

    /**
     * Reads a record of one type.
     *
     * @param bytes header and body; kept, as above
     * @param type  the type that it must have
     * @param <T>   the type that it must have
     * @return the record
     * @throws UndecodableRecordException as {@link #decode(byte[])}, or if it is of another type
     */
    public <T extends SpecificRecord> T decode(byte[] bytes, Class<T> type) throws UndecodableRecordException {
        SpecificRecord record = decode(bytes);
        if (!type.isInstance(record)) {
            throw new UndecodableRecordException("record must be a " + type.getSimpleName() + ", was a "
                    + record.getSchema().getName());
        }
        return type.cast(record);
    }

    private SpecificDatumReader<SpecificRecord> readerOfFingerprint(byte[] bytes) throws UndecodableRecordException {
        if (bytes[0] != MARKER_0 || bytes[1] != MARKER_1) {
            throw new UndecodableRecordException(String.format(
                    Locale.ROOT, "record must begin with c3 01, began with %02x %02x", bytes[0], bytes[1]));
        }
        long fingerprint = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(2);
        Schema schema = BY_FINGERPRINT.get(fingerprint);
        if (schema == null) {
            throw new UndecodableRecordException("schema fingerprint must be known to this release, was "
                    // As it travels, lowest byte first: as docs/protocol.md shows fingerprints.
                    + HexFormat.of().formatHex(bytes, 2, 2 + Long.BYTES));
        }
        return readers.computeIfAbsent(
                fingerprint, known -> new SpecificDatumReader<>(schema, schema, SpecificData.getForSchema(schema)));
    }

    private static SpecificDatumWriter<SpecificRecord> writer(Schema schema) {
        return new SpecificDatumWriter<>(schema, SpecificData.getForSchema(schema));
    }

    private SpecificDatumReader<SpecificRecord> readerOfId(byte[] bytes) throws UndecodableRecordException {
        int id = ByteBuffer.wrap(bytes).getInt(1);
        SpecificDatumReader<SpecificRecord> reader = readersById.get(id);
        if (reader == null) {
            reader = resolvingReader(registered.writerSchema(id));
            // As bounded as the schemas that a registry may give us.
            readersById.put(id, reader);
        }
        return reader;
    }

    private static SpecificDatumReader<SpecificRecord> resolvingReader(Schema writer) {
        Schema ours = SCHEMAS.stream()
                .filter(schema -> schema.getFullName().equals(writer.getFullName()))
                .findFirst()
                .orElseThrow();
        return new SpecificDatumReader<>(writer, ours, SpecificData.getForSchema(ours));
    }

    private static String firstLine(Exception e) {
        String message = String.valueOf(e.getMessage());
        return message.lines().findFirst().orElse(e.getClass().getSimpleName());
    }
}
