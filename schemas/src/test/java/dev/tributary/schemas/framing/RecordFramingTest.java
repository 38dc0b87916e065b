package dev.tributary.schemas.framing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.tributary.schemas.GoldenFiles;
import dev.tributary.schemas.avro.ModelUpdate;
import dev.tributary.schemas.avro.PayloadChunk;
import dev.tributary.schemas.avro.Rejection;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordFramingTest {

    /** Reading a refused record of a few hundred bytes may cost this much, and no more. */
    private static final long MOST_ALLOCATED_BYTES = 1 << 20;

    private static final int RANDOM_RECORDS_PER_SEED = 12_500;

    private final RecordFraming framing = new RecordFraming();

    static List<String> records() {
        return GoldenFiles.ALL_RECORDS;
    }

    static LongStream seeds() {
        return LongStream.of(1, 2, 3, 4);
    }

    @ParameterizedTest
    @MethodSource("records")
    void shouldRefuseWhenRecordIsTruncatedAnywhere(String name) {
        byte[] whole = GoldenFiles.bytes(name);

        for (int length = 0; length < whole.length; length++) {
            byte[] truncated = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> framing.decode(truncated))
                    .as("first %s of %s bytes", length, whole.length)
                    .isInstanceOf(UndecodableRecordException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("records")
    void shouldRefuseWhenBytesAreLeftOver(String name) {
        byte[] whole = GoldenFiles.bytes(name);

        assertThatThrownBy(() -> framing.decode(Arrays.copyOf(whole, whole.length + 1)))
                .isInstanceOf(UndecodableRecordException.class)
                .hasMessageContaining("left over");
    }

    @Test
    void shouldRefuseWhenThereIsNothing() {
        assertThatThrownBy(() -> framing.decode(null))
                .isInstanceOf(UndecodableRecordException.class)
                .hasMessage("record must have at least 10 bytes, had none");
    }

    @Test
    void shouldNameTheBytesWhenMarkerIsWrong() {
        byte[] record = GoldenFiles.bytes("Rejection");
        record[0] = 7;

        assertThatThrownBy(() -> framing.decode(record))
                .isInstanceOf(UndecodableRecordException.class)
                .hasMessage("record must begin with c3 01, began with 07 01");
    }

    @Test
    void shouldSayThatARegistryIsNeededWhenARecordHasAnId() {
        assertThatThrownBy(() -> framing.decode(new byte[] {0, 0, 0, 0, 7, 1, 2}))
                .isInstanceOf(UndecodableRecordException.class)
                .hasMessage("record begins with 00, Confluent's framing, which is read only with a registry; set"
                        + " tributary.registry.url in --kafka-config");
    }

    @Test
    void shouldShowTheFingerprintAsItTravelsWhenSchemaIsUnknown() {
        byte[] record = GoldenFiles.bytes("Rejection");
        for (int i = 0; i < Long.BYTES; i++) {
            record[2 + i] = (byte) (i + 1);
        }

        assertThatThrownBy(() -> framing.decode(record))
                .isInstanceOf(UndecodableRecordException.class)
                .hasMessage("schema fingerprint must be known to this release, was 0102030405060708");
    }

    @Test
    void shouldRefuseWhenRecordIsOfAnotherType() {
        assertThatThrownBy(() -> framing.decode(GoldenFiles.bytes("Rejection"), ModelUpdate.class))
                .isInstanceOf(UndecodableRecordException.class)
                .hasMessage("record must be a ModelUpdate, was a Rejection");
    }

    @Test
    void shouldRoundTripWhenPayloadIsLarge() throws Exception {
        byte[] payload = new byte[1_000_000];
        new SplittableRandom(7).nextBytes(payload);
        PayloadChunk chunk = new PayloadChunk("id", 3, -1, ByteBuffer.wrap(payload));

        byte[] record = framing.encode(chunk);

        assertThat(framing.decode(record, PayloadChunk.class)).isEqualTo(chunk);
        assertThat(record.length).isLessThan(payload.length + 64);
    }

    @Test
    void shouldLeaveTheBufferAsItWasWhenPayloadIsAView() throws Exception {
        ByteBuffer view = ByteBuffer.wrap(new byte[] {9, 1, 2, 3, 9}).slice(1, 3);

        byte[] record = framing.encode(new PayloadChunk("id", 0, 0, view));

        assertThat(view.position()).isZero();
        assertThat(view.limit()).isEqualTo(3);
        assertThat(framing.decode(record, PayloadChunk.class).getPayload())
                .isEqualTo(ByteBuffer.wrap(new byte[] {1, 2, 3}));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bytes_length_beyond",
                "bytes_length_huge",
                "string_length_beyond",
                "string_length_huge",
                "map_count_beyond",
                "map_count_huge",
                "array_count_beyond"
            })
    void shouldAllocateLittleWhenDeclaredLengthIsBeyondTheData(String name) {
        byte[] record = GoldenFiles.bytes("bad_framing_" + name);
        refusal(record);

        long before = allocatedBytes();
        UndecodableRecordException refusal = refusal(record);

        assertThat(allocatedBytes() - before).isLessThan(MOST_ALLOCATED_BYTES);
        assertThat(refusal).isNotNull();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldThrowNothingElseWhenBytesAreRandom(long seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        List<byte[]> golden =
                GoldenFiles.ALL_RECORDS.stream().map(GoldenFiles::bytes).toList();
        int refused = 0;

        for (int i = 0; i < RANDOM_RECORDS_PER_SEED; i++) {
            byte[] record = i % 2 == 0 ? randomBody(golden, random) : mutated(golden, random);
            refused += refusal(record) == null ? 0 : 1;
        }

        assertThat(refused).isGreaterThan(RANDOM_RECORDS_PER_SEED / 2);
        for (byte[] record : golden) {
            assertThat(framing.encode(framing.decode(record))).isEqualTo(record);
        }
    }

    @Test
    void shouldStillReadWhenManyRecordsWereRefusedBefore() throws Exception {
        byte[] rejection = GoldenFiles.bytes("Rejection");
        byte[] bad = GoldenFiles.bytes("bad_framing_array_count_beyond");

        for (int i = 0; i < 1000; i++) {
            refusal(bad);
        }

        assertThat(framing.decode(rejection)).isInstanceOf(Rejection.class);
    }

    /** A header of ours and random bytes behind it. */
    private static byte[] randomBody(List<byte[]> golden, SplittableRandom random) {
        byte[] record = new byte[RecordFraming.HEADER_BYTES + random.nextInt(300)];
        random.nextBytes(record);
        System.arraycopy(golden.get(random.nextInt(golden.size())), 0, record, 0, RecordFraming.HEADER_BYTES);
        return record;
    }

    /** A good record with one to four bytes changed, and cut sometimes. */
    private static byte[] mutated(List<byte[]> golden, SplittableRandom random) {
        byte[] record = golden.get(random.nextInt(golden.size())).clone();
        for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
            record[random.nextInt(record.length)] = (byte) random.nextInt(256);
        }
        return random.nextInt(4) == 0 ? Arrays.copyOf(record, random.nextInt(record.length)) : record;
    }

    /** The refusal, or null if the bytes are a record; what is read must then be writable too. */
    private UndecodableRecordException refusal(byte[] bytes) {
        try {
            SpecificRecord record = framing.decode(bytes);
            assertThat(framing.encode(record)).isNotEmpty();
            return null;
        } catch (UndecodableRecordException e) {
            return e;
        }
    }

    private static long allocatedBytes() {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        return threads.getThreadAllocatedBytes(Thread.currentThread().getId());
    }
}
