package dev.tributary.log.cluster;

import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.CommonClientConfigs;

/** Time limits of ours beside those that the user has set in {@code --kafka-config}: the longer one wins. */
public final class TimeLimits {

    private TimeLimits() {}

    /**
     * Lengthens a limit of ours.
     *
     * @param ours        the limit
     * @param kafkaConfig the user's properties by Kafka's names
     * @return the longest of it, {@code default.api.timeout.ms} and {@code request.timeout.ms}, as far as these are given
     */
    public static Duration lengthened(Duration ours, Map<String, ?> kafkaConfig) {
        Duration theirs = longestGiven(kafkaConfig);
        return ours.compareTo(theirs) >= 0 ? ours : theirs;
    }

    /**
     * Finds the longest limit that the user has set.
     *
     * @param kafkaConfig the user's properties by Kafka's names
     * @return the longest of the two properties, zero if none is given
     */
    public static Duration longestGiven(Map<String, ?> kafkaConfig) {
        return Stream.of(
                        CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG,
                        CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG)
                .map(kafkaConfig::get)
                .map(String::valueOf)
                .map(String::strip)
                // A value that is no time is refused by Kafka's client, in its own words.
                .filter(value -> value.matches("\\d{1,10}"))
                .map(Long::parseLong)
                .map(Duration::ofMillis)
                .reduce(Duration.ZERO, (one, other) -> one.compareTo(other) >= 0 ? one : other);
    }
}
