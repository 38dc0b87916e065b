package dev.tributary.schemas.framing;

import dev.tributary.schemas.avro.Evaluation;
import dev.tributary.schemas.avro.FederationState;
import dev.tributary.schemas.avro.GlobalModelHead;
import dev.tributary.schemas.avro.ModelProposal;
import dev.tributary.schemas.avro.ModelUpdate;
import dev.tributary.schemas.avro.PartialSum;
import dev.tributary.schemas.avro.PayloadChunk;
import dev.tributary.schemas.avro.Rejection;
import dev.tributary.schemas.avro.RollbackCommand;
import dev.tributary.schemas.avro.RoundMembers;
import dev.tributary.schemas.avro.RoundResult;
import dev.tributary.schemas.avro.SettingsChange;
import dev.tributary.schemas.avro.VersionEvaluation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.ClassSecurityValidator;

/**
 * Writes and reads records in Avro's single-object encoding: the two bytes {@code C3 01}, the schema's CRC-64-AVRO
 * fingerprint in little-endian order, the body (Avro 1.12 specification, "Single-object encoding"). The fingerprint
 * says which record it is, so one topic can hold several record types.
 *
 * <p>Reading allocates nothing that the bytes at hand do not back: Avro 1.12.2 checks each declared length against
 * what is left.
 *
 * <p>Not thread-safe: one instance per thread or task.
 */
public final class RecordFraming {

    /** Bytes before the body: marker and fingerprint. */
    static final int HEADER_BYTES = 10;

    private static final byte MARKER_0 = (byte) 0xC3;
    private static final byte MARKER_1 = 1;
    private static final int ROOM_FOR_FIELDS = 1024;

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
            ModelProposal.getClassSchema());

    static {
        trustOurRecords();
    }

    private final Map<Long, SpecificDatumReader<SpecificRecord>> readers = new HashMap<>();
    private final Map<Schema, SpecificDatumWriter<SpecificRecord>> writers = new HashMap<>();
    private final Map<Schema, Long> fingerprints = new HashMap<>();
    private BinaryDecoder decoder;
    private BinaryEncoder encoder;

    /** Makes a framing that knows every record of this release. */
    public RecordFraming() {
        for (Schema schema : SCHEMAS) {
            SpecificData data = SpecificData.getForSchema(schema);
            long fingerprint = SchemaNormalization.parsingFingerprint64(schema);
            readers.put(fingerprint, new SpecificDatumReader<>(schema, schema, data));
            writers.put(schema, new SpecificDatumWriter<>(schema, data));
            fingerprints.put(schema, fingerprint);
        }
    }

    /** Avro 1.12 loads only classes that are trusted: our generated ones join those that the process trusts already. */
    private static void trustOurRecords() {
        String ours = ModelUpdate.class.getPackageName();
        ClassSecurityValidator.setGlobal(
                ClassSecurityValidator.composite(ClassSecurityValidator.getGlobal(), type -> type.getPackageName()
                        .equals(ours)));
    }

    /**
     * Writes a record.
     *
     * @param record      one of the records of this release
     * @param payloadHint bytes of the payload in it, to size the buffer; 0 when it has none
     * @return header and body, owned by the caller
     */
    public byte[] encode(SpecificRecord record, int payloadHint) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream(payloadHint + ROOM_FOR_FIELDS);
            byte[] header = ByteBuffer.allocate(HEADER_BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .put(MARKER_0)
                    .put(MARKER_1)
                    .putLong(fingerprints.get(record.getSchema()))
                    .array();
            out.write(header);
            encoder = EncoderFactory.get().directBinaryEncoder(out, encoder);
            writers.get(record.getSchema()).write(record, encoder);
            encoder.flush();
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("a record could not be written to memory", e);
        }
    }

    /**
     * Writes a record without a payload.
     *
     * @param record one of the records of this release
     * @return header and body, owned by the caller
     */
    public byte[] encode(SpecificRecord record) {
        return encode(record, 0);
    }

    /**
     * Reads a record.
     *
     * @param bytes header and body; not kept
     * @return the record, of the type that its fingerprint names
     * @throws UndecodableRecordException if the bytes are null, have no header of ours, name an unknown schema, or do
     *                                    not hold exactly one record
     */
    public SpecificRecord decode(byte[] bytes) throws UndecodableRecordException {
        SpecificDatumReader<SpecificRecord> reader = readers.get(fingerprintOf(bytes));
        if (reader == null) {
            throw new UndecodableRecordException(
                    "schema fingerprint must be known to this release, was " + Long.toHexString(fingerprintOf(bytes)));
        }
        try {
            decoder = DecoderFactory.get().binaryDecoder(bytes, HEADER_BYTES, bytes.length - HEADER_BYTES, decoder);
            SpecificRecord record = reader.read(null, decoder);
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
     * @param bytes header and body; not kept
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

    private static long fingerprintOf(byte[] bytes) throws UndecodableRecordException {
        if (bytes == null || bytes.length < HEADER_BYTES) {
            throw new UndecodableRecordException("record must have at least " + HEADER_BYTES + " bytes, had "
                    + (bytes == null ? "none" : bytes.length));
        }
        if (bytes[0] != MARKER_0 || bytes[1] != MARKER_1) {
            throw new UndecodableRecordException(
                    String.format("record must begin with c3 01, began with %02x %02x", bytes[0], bytes[1]));
        }
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(2);
    }

    private static String firstLine(Exception e) {
        String message = String.valueOf(e.getMessage());
        return message.lines().findFirst().orElse(e.getClass().getSimpleName());
    }
}
