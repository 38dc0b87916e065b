package dev.tributary.federation.condition;

import java.util.OptionalLong;

/**
 * One partition that the aggregator reads, and how far its group has come.
 *
 * @param topic     name of the topic
 * @param partition the partition
 * @param begin     first offset that is still there
 * @param end       offset after the last record
 * @param committed offset that the group goes on with; empty if the group knows none
 */
public record InputState(String topic, int partition, long begin, long end, OptionalLong committed) {

    boolean wasRead() {
        return committed.isPresent() && committed.getAsLong() > 0;
    }

    /** Names the partition as Kafka does. */
    public String name() {
        return topic + "-" + partition;
    }

    /** Shows it in a few words. */
    String shown() {
        String group =
                committed.isEmpty() ? "the group has no offset" : "the group goes on at " + committed.getAsLong();
        return "offsets " + begin + " to " + end + "; " + group;
    }

    /** Says in a few words what will become of it, where the group's offset does not fit. */
    String outlook() {
        if (committed.isEmpty()) {
            return end == 0 ? "" : "; read from its beginning, what was processed is passed over";
        }
        if (committed.getAsLong() < begin) {
            return "; " + (begin - committed.getAsLong()) + " offsets were deleted before they were read";
        }
        return "";
    }
}
