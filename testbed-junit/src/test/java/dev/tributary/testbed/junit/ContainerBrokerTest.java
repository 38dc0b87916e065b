package dev.tributary.testbed.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.testcontainers.DockerClientFactory;

@FederationTest(broker = BrokerKind.KAFKA_CONTAINER)
class ContainerBrokerTest {

    @BeforeAll
    static void requireDocker() {
        assumeTrue(DockerClientFactory.instance().isDockerAvailable(), "Docker must be there");
    }

    @Test
    void shouldRunTheFederationInAContainer(RunningFederation federation) {
        assertThat(federation.awaitVersion(0, Duration.ofSeconds(60)).parameters())
                .hasSize(10)
                .containsOnly(0f);
    }
}
