package dev.tributary.federation.comparison;

import dev.tributary.federation.provisioning.PlannedTopic;

/**
 * Something about a topic that is not as planned.
 *
 * @param topic     name of the topic
 * @param kind      kind of difference
 * @param subject   name of the setting, or {@code topic}, {@code partitions} or {@code replicas}
 * @param wanted    the plan, in words
 * @param planned   the value with which the topic would be created
 * @param found     value that was found
 * @param isHarmful whether the federation would lose something or not run at all; otherwise it works, if less well
 * @param remedy    the remedy, in words
 */
public record Difference(
        String topic,
        Kind kind,
        String subject,
        String wanted,
        String planned,
        String found,
        boolean isHarmful,
        String remedy) {

    /** Kinds of differences. */
    public enum Kind {
        /** The topic is not there. */
        MISSING,
        /** The number of partitions, which is never altered. */
        PARTITIONS,
        /** The number of copies, which needs a reassignment. */
        REPLICATION,
        /** A setting, which can be altered. */
        SETTING
    }

    static Difference missing(PlannedTopic topic) {
        return new Difference(
                topic.name(),
                Kind.MISSING,
                "topic",
                "present",
                "present",
                "absent",
                // The aggregator creates those at its start, if it may.
                !topic.role().isInternal(),
                "create it with: tributary topics apply");
    }

    /**
     * Says it.
     *
     * @return such as {@code topic fl.digits.model must have cleanup.policy compact, has delete}
     */
    public String sentence() {
        return switch (kind) {
            case MISSING -> "topic " + topic + " must exist";
            case PARTITIONS, REPLICATION ->
                "topic " + topic + " must have " + wanted + " " + subject + ", has " + found;
            case SETTING -> "topic " + topic + " must have " + subject + " " + wanted + ", has " + found;
        };
    }
}
