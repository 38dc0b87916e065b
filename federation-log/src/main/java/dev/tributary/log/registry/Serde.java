package dev.tributary.log.registry;

import java.util.Locale;

/** Which framing a process writes. It reads both, the second one if it has a registry. */
public enum Serde {
    /** Avro's single-object encoding, which needs no registry. */
    SINGLE_OBJECT,
    /** Confluent's framing, with ids of a registry. */
    CONFLUENT;

    /**
     * Gives the value of the property {@code tributary.serde}.
     *
     * @return such as {@code single-object}
     */
    public String value() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
