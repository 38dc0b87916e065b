package dev.tributary.federation.provisioning;

import dev.tributary.schemas.topic.TopicSpec;

/**
 * A topic that the federation needs.
 *
 * @param role its purpose
 * @param spec its settings as planned
 */
public record PlannedTopic(TopicRole role, TopicSpec spec) {

    /**
     * Names it.
     *
     * @return its full name
     */
    public String name() {
        return spec.name();
    }
}
