package dev.tributary.log.properties;

import dev.tributary.schemas.FederationException;
import java.util.Set;

/**
 * Treatment of one of Kafka's properties that is ours to set.
 *
 * @param name      Kafka's name, without a prefix of Kafka Streams
 * @param processes where the rule holds
 * @param treatment treatment of a user's value
 * @param value     the value that it has in any case; empty if it depends, or is none
 * @param reason    why, as the end of a sentence; with the alternative where there is one
 */
public record PropertyRule(String name, Set<KafkaProcess> processes, Treatment treatment, String value, String reason) {

    /** Treatment of a user's value. */
    public enum Treatment {
        /** Any other value than ours is refused. */
        FIXED,
        /** Any value is refused. */
        REFUSED,
        /** Ours takes its place, and the log says so: the property is often there for others who read the same file. */
        REPLACED
    }

    /** Copies the processes. */
    public PropertyRule {
        processes = Set.copyOf(processes);
    }

    boolean holdsFor(KafkaProcess process, String bareName) {
        return processes.contains(process) && name.equals(bareName);
    }

    /**
     * Refuses a value that must be refused.
     *
     * @param fullName the name with its prefix, as the user wrote it
     * @param given    the user's value
     * @throws FederationException in one line
     */
    void require(String fullName, Object given) {
        String text = String.valueOf(given).strip();
        if (name.equals("acks") && text.equals("-1")) {
            // Kafka's other word for all.
            return;
        }
        if (treatment == Treatment.REFUSED) {
            throw new FederationException(fullName + " must be left out of the Kafka properties: " + reason);
        }
        if (treatment == Treatment.FIXED && !text.equalsIgnoreCase(value)) {
            throw new FederationException(fullName + " must be " + value + " or left out, was " + text + ": " + reason);
        }
    }
}
