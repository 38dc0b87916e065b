package dev.tributary.federation.access;

import java.util.List;

/**
 * Something that a role may do.
 *
 * @param resource   the resource
 * @param operations operations on it, at least one
 */
public record AccessRule(Resource resource, List<Operation> operations) {

    /** Copies the operations. */
    public AccessRule {
        operations = List.copyOf(operations);
    }

    static AccessRule allow(Resource resource, Operation... operations) {
        return new AccessRule(resource, List.of(operations));
    }
}
