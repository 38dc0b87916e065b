package dev.tributary.aggregator.harness;

import dev.tributary.schemas.framing.RecordFraming;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.kafka.streams.KeyValue;

/** Records as strangers and broken clients send them: good ones, and good ones that something happened to. */
public final class HostileRecords {

    /** Length of a good delta. */
    public static final int PARAMETERS = 64;

    private static final int CLIENTS = 12;
    private static final long[] ODD = {
        Long.MIN_VALUE, Integer.MIN_VALUE, -1, 0, 1, 2, 255, 256, 257, Integer.MAX_VALUE, 1L << 32, Long.MAX_VALUE
    };

    private final SplittableRandom random;
    private final Mutations mutations;
    private final List<Deque<KeyValue<String, byte[]>>> clients = new ArrayList<>();
    private KeyValue<String, byte[]> last;
    private int updates;

    /**
     * @param seed decides everything
     */
    public HostileRecords(long seed) {
        random = new SplittableRandom(seed);
        mutations = new Mutations(random);
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(new ArrayDeque<>());
        }
        last = UpdateFixtures.update().record();
    }

    /** The next record to come. */
    public KeyValue<String, byte[]> next() {
        Deque<KeyValue<String, byte[]>> queue = clients.get(random.nextInt(CLIENTS));
        if (queue.isEmpty()) {
            queue.addAll(update().records());
        }
        KeyValue<String, byte[]> record = queue.remove();
        KeyValue<String, byte[]> sent = random.nextInt(10) < 4 ? record : broken(record);
        last = record;
        return sent;
    }

    private UpdateFixtures update() {
        float[] delta = new float[PARAMETERS];
        delta[random.nextInt(PARAMETERS)] = oddFloat();
        UpdateFixtures update = UpdateFixtures.update()
                .from("client-" + random.nextInt(CLIENTS))
                .id("update-" + (random.nextInt(5) == 0 ? random.nextInt(updates + 1) : updates++))
                .base(random.nextInt(8))
                .examples(1 + random.nextInt(9))
                .delta(delta)
                .chunkBytes(1 + random.nextInt(300));
        return random.nextInt(4) == 0 ? withOddField(update) : update;
    }

    private float oddFloat() {
        float[] odd = {
            1,
            -1,
            Float.NaN,
            Float.POSITIVE_INFINITY,
            Float.MAX_VALUE,
            Float.MIN_VALUE,
            -Float.MIN_VALUE,
            Float.NEGATIVE_INFINITY,
            Float.MIN_NORMAL / 2,
            0.5f,
            2,
            3,
            4,
            5,
            6
        };
        return odd[random.nextInt(odd.length)];
    }

    private UpdateFixtures withOddField(UpdateFixtures update) {
        long odd = ODD[random.nextInt(ODD.length)];
        String text = "x/\n".repeat(random.nextInt(1000));
        return switch (random.nextInt(10)) {
            case 0 -> update.manifest(manifest -> manifest.setPayloadBytes(odd));
            case 1 -> update.manifest(manifest -> manifest.setChunkCount((int) odd));
            case 2 -> update.manifest(manifest -> manifest.setBaseVersion(odd));
            case 3 -> update.manifest(manifest -> manifest.setExampleCount(odd));
            case 4 -> update.manifest(manifest -> manifest.setParameterCount(odd));
            case 5 -> update.manifest(manifest -> manifest.setUpdateId(text));
            case 6 -> update.manifest(manifest -> manifest.setClientId(text));
            case 7 -> update.manifest(manifest -> manifest.setLayoutFingerprint(text));
            case 8 -> update.metric(text, odd);
            default -> update.payload(new byte[random.nextInt(600)]);
        };
    }

    private KeyValue<String, byte[]> broken(KeyValue<String, byte[]> record) {
        return switch (random.nextInt(9)) {
            case 0, 1, 2, 3, 4 -> KeyValue.pair(record.key, mutations.of(record.value, last.value));
            case 5 -> oddChunk(record.key);
            case 6 -> KeyValue.pair(random.nextBoolean() ? null : "k".repeat(random.nextInt(5000)), record.value);
            case 7 -> KeyValue.pair(record.key, random.nextBoolean() ? null : ofAnotherTopic());
            default -> last;
        };
    }

    private KeyValue<String, byte[]> oddChunk(String key) {
        int index = (int) ODD[random.nextInt(ODD.length)];
        String id = random.nextInt(4) == 0 ? "y".repeat(random.nextInt(5000)) : "update-" + random.nextInt(updates + 1);
        return UpdateFixtures.chunk(key, id, index, ByteBuffer.wrap(new byte[random.nextInt(300)]));
    }

    private static byte[] ofAnotherTopic() {
        return new RecordFraming().encode(ModelFixtures.roundOf(ModelFixtures.initial(1, 2)));
    }
}
