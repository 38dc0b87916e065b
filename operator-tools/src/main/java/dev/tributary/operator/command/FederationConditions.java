package dev.tributary.operator.command;

import dev.tributary.log.models.ModelReader;
import dev.tributary.schemas.topic.FederationTopics;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;

/** Finds the newest version for those who judge a federation's condition. */
final class FederationConditions {

    private static final Duration READING = Duration.ofSeconds(30);

    private FederationConditions() {}

    static OptionalLong newestVersion(Map<String, Object> kafkaConfig, FederationTopics topics) {
        try (ModelReader models = new ModelReader(kafkaConfig, topics.model())) {
            return models.newest(READING)
                    .map(model -> OptionalLong.of(model.version()))
                    .orElse(OptionalLong.empty());
        }
    }
}
