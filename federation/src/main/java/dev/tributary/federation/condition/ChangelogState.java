package dev.tributary.federation.condition;

/**
 * One partition of a changelog, which a store comes from after a restart.
 *
 * @param topic     name of the topic
 * @param partition the partition
 * @param isPresent whether it exists
 * @param isEmpty   whether it holds nothing, or does not exist
 */
public record ChangelogState(String topic, int partition, boolean isPresent, boolean isEmpty) {

    String shown() {
        if (!isPresent) {
            return "missing";
        }
        return isEmpty ? "empty" : "holds the store";
    }
}
