package dev.tributary.federation.access;

/**
 * A topic, group or other thing that a rule is about.
 *
 * @param kind       its kind
 * @param name       its name, or the beginning of its name
 * @param isPrefixed whether all names that begin so are meant
 */
public record Resource(Kind kind, String name, boolean isPrefixed) {

    /** Kinds of resources. */
    public enum Kind {
        /** A topic. */
        TOPIC("--topic", "topic"),
        /** A consumer group. */
        GROUP("--group", "group"),
        /** The id under which a producer keeps its transactions. */
        TRANSACTIONAL_ID("--transactional-id", "transactionalId");

        private final String option;
        private final String type;

        Kind(String option, String type) {
            this.option = option;
            this.type = type;
        }

        /** Option of {@code kafka-acls}. */
        String option() {
            return option;
        }

        /** Strimzi's type. */
        String type() {
            return type;
        }
    }

    /**
     * Says whether a topic is meant.
     *
     * @param topic name of a topic
     * @return whether it is
     */
    public boolean coversTopic(String topic) {
        return kind == Kind.TOPIC && (isPrefixed ? topic.startsWith(name) : topic.equals(name));
    }

    static Resource topic(String name) {
        return new Resource(Kind.TOPIC, name, false);
    }

    static Resource topics(String prefix) {
        return new Resource(Kind.TOPIC, prefix, true);
    }

    static Resource group(String name) {
        return new Resource(Kind.GROUP, name, false);
    }

    static Resource groups(String prefix) {
        return new Resource(Kind.GROUP, prefix, true);
    }

    static Resource transactionalId(String name) {
        return new Resource(Kind.TRANSACTIONAL_ID, name, false);
    }

    static Resource transactionalIds(String prefix) {
        return new Resource(Kind.TRANSACTIONAL_ID, prefix, true);
    }
}
