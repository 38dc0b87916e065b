package dev.tributary.client.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.client.data.LabelledImages;
import dev.tributary.client.data.digits.GeneratedDigits;
import dev.tributary.client.training.LocalTrainer;
import dev.tributary.client.training.LocalUpdate;
import dev.tributary.client.update.ClientId;
import dev.tributary.client.update.EncodedUpdate;
import dev.tributary.client.update.UpdateEncoder;
import dev.tributary.schemas.avro.PayloadEncoding;
import dev.tributary.schemas.avro.Provenance;
import dev.tributary.schemas.codec.PayloadCodecs;
import dev.tributary.schemas.framing.RecordFraming;
import dev.tributary.schemas.globalmodel.GlobalModel;
import dev.tributary.schemas.payload.ChunkSplitter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The size of updates in each encoding under Kafka's own compression, and the client's CPU time for it. It fails if a
 * batch does not give back the record that went in.
 *
 * <p>Not among the tests of a build; {@code docs/codecs.md} has the command. The delta is that of a second local
 * training of a built-in network on generated digits; each record is a batch of its own, as a producer makes it of
 * records near its {@code max.request.size}; time is CPU time of the compressing thread, the best of the rounds. System
 * properties: {@code benchmark.model} (cnn), {@code benchmark.examples} (500), {@code benchmark.rounds} (15).
 */
@Tag("benchmark")
class CompressionBenchmark {

    private static final ClientId CLIENT = new ClientId("0123456789abcdef0123456789abcdef");

    private static final String MODEL = System.getProperty("benchmark.model", "cnn");
    private static final int EXAMPLES = Integer.getInteger("benchmark.examples", 500);
    private static final int ROUNDS = Integer.getInteger("benchmark.rounds", 15);
    private static final List<CompressionType> TYPES = List.of(
            CompressionType.NONE,
            CompressionType.GZIP,
            CompressionType.SNAPPY,
            CompressionType.LZ4,
            CompressionType.ZSTD);

    @Test
    void shouldTellSizeAndTimeWhenAskedTo() {
        GlobalModel received = modelAfterOneTraining();
        LocalUpdate update = trainer(1).train(received);
        long whole = 4L * update.delta().length;
        System.out.printf(
                Locale.ROOT,
                "%s, %,d parameters, %.1f %% of them without change, FLOAT32 payload %,d bytes%n%n",
                MODEL,
                update.delta().length,
                100.0 * unchanged(update.delta()) / update.delta().length,
                whole);
        System.out.println("| encoding | compression | bytes on the wire | of FLOAT32 | CPU ms per MB of payload |");
        System.out.println("|---|---|---|---|---|");
        for (PayloadEncoding encoding : List.of(
                PayloadEncoding.FLOAT32, PayloadEncoding.FLOAT16, PayloadEncoding.INT8, PayloadEncoding.TOP_K)) {
            EncodedUpdate encoded = encode(encoding, received, update);
            List<byte[]> records = records(encoded);
            TYPES.forEach(type -> checkGivenBack(type, records));
            TYPES.forEach(type -> print(encoding, type, records, encoded.payloadBytes(), whole));
        }
    }

    private static int unchanged(float[] delta) {
        int count = 0;
        for (float value : delta) {
            count += value == 0 ? 1 : 0;
        }
        return count;
    }

    private static GlobalModel modelAfterOneTraining() {
        InitialModel initial = BuiltInArchitecture.named(MODEL).initialModel(42);
        var provenance = new Provenance(-1L, "initial", Map.of(), 0L, 0L, "", 0L);
        var first = new GlobalModel(
                0, initial.definition(), initial.layout(), initial.parameters().clone(), provenance);
        float[] delta = trainer(0).train(first).delta();
        float[] parameters = initial.parameters().clone();
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] += delta[i];
        }
        return new GlobalModel(1, initial.definition(), initial.layout(), parameters, provenance);
    }

    private static LocalTrainer trainer(int client) {
        LabelledImages images = GeneratedDigits.generate(42, (long) client * EXAMPLES, EXAMPLES);
        return Dl4jTrainer.on(images, 10).seed(42 + client).build();
    }

    private static EncodedUpdate encode(PayloadEncoding encoding, GlobalModel received, LocalUpdate update) {
        int chunkBytes = ChunkSplitter.chunkBytes(1024 * 1024);
        var codec = PayloadCodecs.of(encoding).orElseThrow();
        return new UpdateEncoder(CLIENT, codec, chunkBytes, new SplittableRandom(1))
                .encode(received.version(), received.layout(), update);
    }

    private static List<byte[]> records(EncodedUpdate update) {
        RecordFraming framing = new RecordFraming();
        List<byte[]> records = new ArrayList<>();
        for (int i = 0; i < update.recordCount(); i++) {
            records.add(update.record(i, framing));
        }
        return records;
    }

    private static void print(
            PayloadEncoding encoding, CompressionType type, List<byte[]> records, long payloadBytes, long whole) {
        long[] nanos = new long[ROUNDS];
        long bytes = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long begin = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            bytes = batches(type, records);
            nanos[round] = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - begin;
        }
        double best = Arrays.stream(nanos).min().orElseThrow() / 1e6;
        System.out.printf(
                Locale.ROOT,
                "| %s | %s | %,d | %.3f | %.1f |%n",
                encoding,
                type.name,
                bytes,
                (double) bytes / whole,
                best / (payloadBytes / 1e6));
    }

    private static void checkGivenBack(CompressionType type, List<byte[]> records) {
        for (byte[] record : records) {
            batch(type, record).records().forEach(read -> assertThat(Utils.toArray(read.value()))
                    .isEqualTo(record));
            assertThat(batch(type, record).records()).hasSize(1);
        }
    }

    private static long batches(CompressionType type, List<byte[]> records) {
        long bytes = 0;
        for (byte[] record : records) {
            bytes += batch(type, record).sizeInBytes();
        }
        return bytes;
    }

    private static MemoryRecords batch(CompressionType type, byte[] record) {
        byte[] key = CLIENT.value().getBytes(StandardCharsets.UTF_8);
        return MemoryRecords.withRecords(Compression.of(type).build(), new SimpleRecord(key, record));
    }
}
