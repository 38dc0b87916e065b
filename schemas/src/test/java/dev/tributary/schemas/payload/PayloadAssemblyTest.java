package dev.tributary.schemas.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.tributary.schemas.GoldenFiles;
import dev.tributary.schemas.avro.ModelUpdate;
import dev.tributary.schemas.avro.PayloadChunk;
import dev.tributary.schemas.codec.PayloadCodecs;
import dev.tributary.schemas.framing.RecordFraming;
import dev.tributary.schemas.payload.PayloadException.Flaw;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PayloadAssemblyTest {

    private static final byte[] PAYLOAD = {1, 2, 3, 4, 5, 6, 7};

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 30);
    }

    @Test
    void shouldPutChunksTogetherWhenTheyComeInOrder() throws Exception {
        PayloadAssembly assembly = assembly(PAYLOAD, 3);

        add(assembly, 0, 1, 2, 3);
        add(assembly, 1, 4, 5, 6);
        assertThat(assembly.isComplete()).isFalse();
        add(assembly, 2, 7);

        assertThat(assembly.isComplete()).isTrue();
        assertThat(assembly.whole()).isEqualTo(ByteBuffer.wrap(PAYLOAD));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldGiveWhatWasCutWhenSizesAreRandom(long seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] bytes = new byte[random.nextInt(3000)];
        random.nextBytes(bytes);
        List<ByteBuffer> chunks =
                ChunkSplitter.split(ByteBuffer.wrap(bytes), random.nextInt(200), 1 + random.nextInt(200));
        PayloadAssembly assembly = assembly(bytes, chunks.size());

        for (int i = 0; i < chunks.size(); i++) {
            assembly.add(i, Checksums.crc32c(chunks.get(i)), chunks.get(i));
        }

        assertThat(assembly.whole()).isEqualTo(ByteBuffer.wrap(bytes));
    }

    @Test
    void shouldReadTheGoldenUpdateWhenItsChunksAreTwoRecords() throws Exception {
        RecordFraming framing = new RecordFraming();
        ModelUpdate update = framing.decode(GoldenFiles.bytes("ModelUpdate"), ModelUpdate.class);
        PayloadChunk chunk = framing.decode(GoldenFiles.bytes("PayloadChunk"), PayloadChunk.class);
        PayloadAssembly assembly = new PayloadAssembly(
                update.getPayloadBytes(),
                update.getChunkCount(),
                update.getPayloadDigest().bytes());

        assembly.add(0, update.getPayloadCrc32c(), update.getPayload());
        assembly.add(chunk.getIndex(), chunk.getPayloadCrc32c(), chunk.getPayload());
        float[] delta = new float[10];
        PayloadCodecs.FLOAT32.decode(assembly.whole(), delta);

        assertThat(chunk.getPayloadId()).isEqualTo(update.getUpdateId());
        assertThat(delta).containsExactly(0.5f, -0.25f, 0.125f, 1, -1.5f, 0, 2, -0.0f, 0x1p-10f, 3);
    }

    @Test
    void shouldAcceptAnEmptyFirstChunk() throws Exception {
        PayloadAssembly assembly = assembly(PAYLOAD, 2);

        add(assembly, 0);
        add(assembly, 1, PAYLOAD);

        assertThat(assembly.whole()).isEqualTo(ByteBuffer.wrap(PAYLOAD));
    }

    @Test
    void shouldRefuseWhenAChunkIsMissing() throws Exception {
        PayloadAssembly assembly = assembly(PAYLOAD, 3);
        add(assembly, 0, 1, 2, 3);

        assertFlaw(Flaw.MISSING_CHUNK, () -> add(assembly, 2, 7));
    }

    @Test
    void shouldRefuseWhenTheFirstChunkIsMissing() {
        assertFlaw(Flaw.MISSING_CHUNK, () -> add(assembly(PAYLOAD, 3), 1, 4));
    }

    @Test
    void shouldRefuseWhenAChunkComesTwice() throws Exception {
        PayloadAssembly assembly = assembly(PAYLOAD, 3);
        add(assembly, 0, 1, 2, 3);

        assertFlaw(Flaw.EXCESS, () -> add(assembly, 0, 1, 2, 3));
    }

    @Test
    void shouldRefuseWhenIndexIsBeyondTheCount() throws Exception {
        PayloadAssembly assembly = assembly(PAYLOAD, 1);
        add(assembly, 0, PAYLOAD);

        assertFlaw(Flaw.EXCESS, () -> add(assembly, 1, 8));
    }

    @Test
    void shouldRefuseWhenIndexIsNegative() {
        assertFlaw(Flaw.EXCESS, () -> add(assembly(PAYLOAD, 3), -1, 1));
    }

    @Test
    void shouldRefuseAtOnceWhenMoreBytesComeThanWereSaid() throws Exception {
        PayloadAssembly assembly = assembly(PAYLOAD, 3);
        add(assembly, 0, 1, 2, 3, 4, 5, 6);

        assertFlaw(Flaw.EXCESS, () -> add(assembly, 1, 7, 8));
        assertThat(assembly.heldBytes()).isEqualTo(6);
    }

    @Test
    void shouldRefuseWhenAChunkIsCorrupt() {
        ByteBuffer chunk = ByteBuffer.wrap(PAYLOAD);

        assertFlaw(Flaw.DIGEST, () -> assembly(PAYLOAD, 1).add(0, Checksums.crc32c(chunk) ^ 1, chunk));
    }

    @Test
    void shouldRefuseWhenFewerBytesCameThanWereSaid() throws Exception {
        PayloadAssembly assembly = assembly(PAYLOAD, 2);
        add(assembly, 0, 1, 2, 3);
        add(assembly, 1, 4, 5, 6);

        assertFlaw(Flaw.LENGTH, assembly::whole);
    }

    @Test
    void shouldRefuseWhenDigestIsThatOfOtherBytes() throws Exception {
        PayloadAssembly assembly = assembly(PAYLOAD, 1);
        add(assembly, 0, 7, 6, 5, 4, 3, 2, 1);

        assertFlaw(Flaw.DIGEST, assembly::whole);
    }

    @Test
    void shouldRefuseToGiveTheWholeWhenIncomplete() {
        assertThatThrownBy(assembly(PAYLOAD, 1)::whole).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldHoldOnlyWhatArrivedWhenManifestPromisesTheMost() throws Exception {
        long before = allocatedBytes();
        PayloadAssembly assembly = new PayloadAssembly(Long.MAX_VALUE, Integer.MAX_VALUE, new byte[32]);
        add(assembly, 0, 1, 2, 3);
        long allocated = allocatedBytes() - before;

        assertThat(assembly.heldBytes()).isEqualTo(3);
        assertThat(allocated).isLessThan(1 << 20);
        assertThat(assembly.isComplete()).isFalse();
    }

    @Test
    void shouldLeaveTheChunkAsItWasWhenItIsAView() throws Exception {
        ByteBuffer chunk = ByteBuffer.wrap(new byte[] {0, 1, 2, 3, 4, 5, 6, 7, 0})
                .position(1)
                .limit(8);
        PayloadAssembly assembly = assembly(PAYLOAD, 1);

        assembly.add(0, Checksums.crc32c(chunk), chunk);

        ByteBuffer whole = assembly.whole();
        assertThat(whole).isEqualTo(ByteBuffer.wrap(PAYLOAD));
        assertThat(whole.position()).isZero();
        assertThat(chunk.position()).isEqualTo(1);
        assertThat(chunk.limit()).isEqualTo(8);
    }

    private static PayloadAssembly assembly(byte[] payload, int chunkCount) {
        return new PayloadAssembly(payload.length, chunkCount, Checksums.sha256(ByteBuffer.wrap(payload)));
    }

    private static void add(PayloadAssembly assembly, int index, int... bytes) throws PayloadException {
        byte[] chunk = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            chunk[i] = (byte) bytes[i];
        }
        add(assembly, index, chunk);
    }

    private static void add(PayloadAssembly assembly, int index, byte[] chunk) throws PayloadException {
        assembly.add(index, Checksums.crc32c(ByteBuffer.wrap(chunk)), ByteBuffer.wrap(chunk));
    }

    private static void assertFlaw(Flaw flaw, ThrowingCallable action) {
        assertThatThrownBy(action).isInstanceOfSatisfying(PayloadException.class, e -> assertThat(e.flaw())
                .isEqualTo(flaw));
    }

    private static long allocatedBytes() {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        return threads.getThreadAllocatedBytes(Thread.currentThread().getId());
    }
}
