package dev.tributary.federation.provisioning;

import dev.tributary.schemas.topic.TopicSpec;

/**
 * A topic that the federation needs.
 *
 * @param role what it is for
 * @param spec what it must be like
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
