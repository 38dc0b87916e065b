package dev.tributary.federation.settings.evaluation;

import dev.tributary.federation.settings.reading.SettingsReader;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * How the clients' reports on a version become one figure, and the rules on that figure.
 *
 * @param minReports      least clients behind anything that is shown, at least 3: of two, mean and spread tell both
 * @param window          longest time between two reports on a version that count together
 * @param exampleCountCap most test examples with which a report counts, at least 1
 * @param metric          metric that {@code stop} and {@code guard} look at: 1 to 64 of {@code A-Z a-z 0-9 _ . -}
 * @param better          which way it gets better
 * @param stop            when the federation is done
 * @param guard           when a version is bad
 */
public record EvaluationSettings(
        int minReports,
        Duration window,
        long exampleCountCap,
        String metric,
        Direction better,
        StopSettings stop,
        GuardSettings guard) {

    /** Greatest magnitude of a metric: sums of squares of so many reports stay far from infinity. */
    public static final double GREATEST_METRIC = 1e12;

    private static final String ACCURACY = "accuracy";
    private static final Pattern METRIC_NAME = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

    /** Reads the section {@code evaluation}; refuses values outside their bounds as a {@code FederationException}. */
    public static EvaluationSettings read(SettingsReader reader) {
        String metric = reader.text("metric", ACCURACY);
        if (!METRIC_NAME.matcher(metric).matches()) {
            throw reader.refusal("metric", "1 to 64 characters of A-Z a-z 0-9 _ . -", metric);
        }
        Direction better = reader.choice("better", Direction.class, ACCURACY.equals(metric) ? Direction.HIGHER : null);
        if (better == null) {
            // A loss that is taken for an accuracy would stop the federation at once, or roll back every good version.
            throw reader.refusal("better", "higher or lower where metric is not accuracy", "absent");
        }
        return new EvaluationSettings(
                (int) reader.integer("minReports", 3, 3, 1000),
                reader.duration("window", Duration.ofMinutes(10), Duration.ofSeconds(1), Duration.ofDays(7)),
                reader.integer("exampleCountCap", 1_000_000, 1, 1_000_000_000_000L),
                metric,
                better,
                StopSettings.read(reader.section("stop")),
                GuardSettings.read(reader.section("guard")));
    }

    /**
     * Says whether anything follows from the metric.
     *
     * @return whether it can stop the federation, or make a version bad
     */
    public boolean isMetricFollowed() {
        return stop.isOn() || guard.maxFall().isPresent();
    }

    /** Shows the settings that shape a version: none while no rule is on. */
    public void show(Map<String, String> provenance) {
        if (isMetricFollowed()) {
            provenance.put("evaluation.minReports", String.valueOf(minReports));
            provenance.put("evaluation.metric", metric);
            provenance.put("evaluation.better", SettingsReader.show(better));
        }
        stop.target().ifPresent(target -> provenance.put("evaluation.stop.target", String.valueOf(target)));
        if (stop.patience() > 0) {
            provenance.put("evaluation.stop.patience", String.valueOf(stop.patience()));
            provenance.put("evaluation.stop.minProgress", String.valueOf(stop.minProgress()));
        }
        guard.maxFall().ifPresent(maxFall -> {
            provenance.put("evaluation.guard.maxFall", String.valueOf(maxFall));
            provenance.put("evaluation.guard.action", SettingsReader.show(guard.action()));
        });
    }
}
