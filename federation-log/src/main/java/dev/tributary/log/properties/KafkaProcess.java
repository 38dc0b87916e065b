package dev.tributary.log.properties;

import java.util.Locale;

/** A process that takes Kafka properties of the user. */
public enum KafkaProcess {
    /** An instance of the aggregator: Kafka Streams, whose names and prefixes it knows. */
    AGGREGATOR(true),

    /** The mask helper: Kafka Streams too. */
    MASK_HELPER(true),

    /** A client, by command or library. */
    CLIENT(false),

    /** A command that runs and ends. It shares its file with the processes, so that it knows their properties too. */
    COMMAND(true);

    private final boolean isStreams;

    KafkaProcess(boolean isStreams) {
        this.isStreams = isStreams;
    }

    /** Says whether properties and prefixes of Kafka Streams mean something here. */
    boolean knowsStreams() {
        return isStreams;
    }

    /** Names it for people, as docs/kafka-settings.md does. */
    public String shown() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
