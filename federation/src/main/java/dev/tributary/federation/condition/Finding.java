package dev.tributary.federation.condition;

/**
 * One thing that was looked at.
 *
 * @param subject name of the topic, partition or group
 * @param found   its state, in a few words
 * @param flaw    why an aggregator must not go on from there; empty if it may
 */
public record Finding(String subject, String found, String flaw) {

    /** Says whether an aggregator may go on from there. */
    public boolean isSound() {
        return flaw.isEmpty();
    }
}
