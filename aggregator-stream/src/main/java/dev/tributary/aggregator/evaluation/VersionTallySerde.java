package dev.tributary.aggregator.evaluation;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Reports on a version, as bytes of a state store: at most 6 KiB, twice a count of reports, one of examples and, for
 * each metric, name and four numbers.
 */
public final class VersionTallySerde {

    private static final int TALLY_BYTES = 2 * Long.BYTES + Integer.BYTES;
    private static final int METRIC_BYTES = Integer.BYTES + Long.BYTES + 3 * Double.BYTES;

    private VersionTallySerde() {}

    /**
     * Makes a serde.
     *
     * @return a serde without state
     */
    public static Serde<VersionTally> serde() {
        Serializer<VersionTally> serializer = (topic, tally) -> tally == null ? null : write(tally);
        Deserializer<VersionTally> deserializer = (topic, bytes) -> bytes == null ? null : read(bytes);
        return Serdes.serdeFrom(serializer, deserializer);
    }

    private static byte[] write(VersionTally tally) {
        ByteBuffer buffer = ByteBuffer.allocate(bytesOf(tally.shown()) + bytesOf(tally.waiting()));
        put(buffer, tally.shown());
        put(buffer, tally.waiting());
        return buffer.array();
    }

    private static VersionTally read(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new VersionTally(get(buffer), get(buffer));
    }

    /** Names are of one byte a character: {@link ReportCheck} lets no others pass. */
    private static int bytesOf(Tally tally) {
        return TALLY_BYTES
                + tally.metrics().keySet().stream()
                        .mapToInt(name -> METRIC_BYTES + name.length())
                        .sum();
    }

    private static void put(ByteBuffer buffer, Tally tally) {
        buffer.putLong(tally.reportCount())
                .putLong(tally.exampleCount())
                .putInt(tally.metrics().size());
        tally.metrics().forEach((name, metric) -> buffer.putInt(name.length())
                .put(name.getBytes(StandardCharsets.US_ASCII))
                .putLong(metric.reportCount())
                .putDouble(metric.exampleCount())
                .putDouble(metric.mean())
                .putDouble(metric.squaredSpread()));
    }

    private static Tally get(ByteBuffer buffer) {
        long reportCount = buffer.getLong();
        long exampleCount = buffer.getLong();
        Map<String, MetricTally> metrics = new TreeMap<>();
        for (int left = buffer.getInt(); left > 0; left--) {
            byte[] name = new byte[buffer.getInt()];
            buffer.get(name);
            metrics.put(
                    new String(name, StandardCharsets.US_ASCII),
                    new MetricTally(buffer.getLong(), buffer.getDouble(), buffer.getDouble(), buffer.getDouble()));
        }
        return new Tally(reportCount, exampleCount, metrics);
    }
}
