package dev.tributary.log.registry;

import java.util.OptionalInt;

/**
 * Where a schema of this release stands in a registry.
 *
 * @param record        name of the record
 * @param subject       subject that it belongs under
 * @param id            its id, or empty if it is not registered
 * @param compatibility how versions of the subject must be compatible, or empty if the subject does not say
 */
public record SchemaRegistration(String record, String subject, OptionalInt id, String compatibility) {

    /** How versions of our records must be compatible: each with each, in both directions. */
    public static final String FULL_TRANSITIVE = "FULL_TRANSITIVE";

    /**
     * Says whether all is as it must be.
     *
     * @return whether it is registered, and its subject accepts compatible schemas only
     */
    public boolean isRight() {
        return id.isPresent() && compatibility.equals(FULL_TRANSITIVE);
    }
}
