package dev.tributary.federation.comparison;

import java.util.Locale;

/**
 * A step taken, or to be taken, about a topic.
 *
 * @param action kind of step
 * @param topic  name of the topic
 * @param detail more about it, or empty
 */
public record ProvisioningStep(Action action, String topic, String detail) {

    /** Kinds of steps. */
    public enum Action {
        /** It was missing. */
        CREATED("created", "would create"),
        /** It is as planned. */
        EXISTS("exists", "exists"),
        /** A setting was not as planned. */
        ALTERED("altered", "would alter"),
        /** Something is not as planned and was left alone. */
        DIFFERS("differs", "differs");

        private final String done;
        private final String planned;

        Action(String done, String planned) {
            this.done = done;
            this.planned = planned;
        }
    }

    /**
     * Says it.
     *
     * @param isDryRun whether it was only tried
     * @return such as {@code created  fl.digits.model}
     */
    public String line(boolean isDryRun) {
        String line = isDryRun
                ? String.format(Locale.ROOT, "%-12s %s", action.planned, topic)
                : String.format(Locale.ROOT, "%-8s %s", action.done, topic);
        return detail.isEmpty() ? line : line + ": " + detail;
    }
}
