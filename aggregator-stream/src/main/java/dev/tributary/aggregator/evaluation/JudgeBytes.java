package dev.tributary.aggregator.evaluation;

import dev.tributary.federation.settings.evaluation.EvaluationSettings;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a judge knows, as bytes: the metric that it is about, the course so far, where the model was replaced, means. */
final class JudgeBytes {

    private static final int FIXED_BYTES = 3 * Long.BYTES + 2 * Double.BYTES + 4 * Integer.BYTES;
    private static final int MEAN_BYTES = Long.BYTES + Double.BYTES;

    private JudgeBytes() {}

    static byte[] write(
            EvaluationSettings settings,
            MetricCourse past,
            TreeSet<Long> replacements,
            NavigableMap<Long, Double> means) {
        byte[] metric = about(settings);
        ByteBuffer buffer = ByteBuffer.allocate(
                FIXED_BYTES + metric.length + replacements.size() * Long.BYTES + means.size() * MEAN_BYTES);
        buffer.putInt(metric.length).put(metric);
        buffer.putLong(past.start()).putLong(past.through()).putLong(past.bestVersion());
        buffer.putDouble(past.best()).putDouble(past.lastProgress()).putInt(past.sinceProgress());
        buffer.putInt(replacements.size());
        replacements.forEach(buffer::putLong);
        buffer.putInt(means.size());
        means.forEach((version, mean) -> buffer.putLong(version).putDouble(mean));
        return buffer.array();
    }

    static VersionJudge read(EvaluationSettings settings, byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        byte[] metric = new byte[buffer.getInt()];
        buffer.get(metric);
        MetricCourse past = new MetricCourse(
                buffer.getLong(),
                buffer.getLong(),
                buffer.getLong(),
                buffer.getDouble(),
                buffer.getDouble(),
                buffer.getInt());
        TreeSet<Long> replacements = new TreeSet<>();
        for (int left = buffer.getInt(); left > 0; left--) {
            replacements.add(buffer.getLong());
        }
        NavigableMap<Long, Double> means = new TreeMap<>();
        for (int left = buffer.getInt(); left > 0; left--) {
            means.put(buffer.getLong(), buffer.getDouble());
        }
        if (!Arrays.equals(metric, about(settings))) {
            return new VersionJudge(
                    settings, MetricCourse.beginning(VersionJudge.BEGINNING), replacements, new TreeMap<>());
        }
        return new VersionJudge(settings, past, replacements, means);
    }

    private static byte[] about(EvaluationSettings settings) {
        return (settings.metric() + " " + settings.better()).getBytes(StandardCharsets.UTF_8);
    }
}
