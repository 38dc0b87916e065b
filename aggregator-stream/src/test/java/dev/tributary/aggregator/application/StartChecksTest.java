package dev.tributary.aggregator.application;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.tributary.aggregator.harness.SettingsFixtures;
import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.log.cluster.Cluster;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class StartChecksTest {

    private static final Map<String, Map<String, String>> OBSERVED = Map.of(
            "fl.test.model", Map.of("max.message.bytes", "1048588"),
            "fl.test.rounds", Map.of("max.message.bytes", "1048588"));

    private final Logger logger = (Logger) LoggerFactory.getLogger(Cluster.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        logger.setLevel(Level.INFO);
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(log);
        logger.setLevel(null);
    }

    private List<String> lines() {
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    void shouldMissNoPermissionWhenThereIsNoTopicOfPartialSumsByDesign() {
        FederationSettings settings = SettingsFixtures.settings("topics: {updatePartitions: 1}");

        assertThat(StartChecks.chunkSizes(settings, OBSERVED).partials()).isPositive();
        assertThat(lines()).isEmpty();
    }

    @Test
    void shouldSayWhichPermissionIsMissingWhenThereIsSuchATopic() {
        FederationSettings settings = SettingsFixtures.settings("topics: {updatePartitions: 4}");

        StartChecks.chunkSizes(settings, OBSERVED);

        assertThat(lines()).singleElement().asString().contains("settings of fl.test.partials");
    }
}
