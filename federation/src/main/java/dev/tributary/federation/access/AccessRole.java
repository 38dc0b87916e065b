package dev.tributary.federation.access;

/** Whose process it is. */
public enum AccessRole {
    /** Creates and checks topics, publishes version 0. */
    OPERATOR("creates and checks topics, publishes version 0"),
    /** Runs the aggregator. */
    AGGREGATOR("runs the aggregator"),
    /** Trains on data of its own. */
    CLIENT("sends updates and reads models"),
    /** Runs the mask helper; no update and no model is of its business. */
    MASK_HELPER("runs the mask helper"),
    /** Admits clients, and revokes their certificates. */
    ENROLMENT("admits clients and revokes their certificates"),
    /** Looks at rounds, rejections and models. */
    OBSERVER("looks at rounds, rejections and models"),
    /** Runs the console, which shows rounds and rejections, and no model. */
    CONSOLE("runs the console, which shows rounds and rejections");

    private final String task;

    AccessRole(String task) {
        this.task = task;
    }

    /** Describes the role in a few words. */
    String task() {
        return task;
    }
}
