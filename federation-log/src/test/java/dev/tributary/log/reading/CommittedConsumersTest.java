package dev.tributary.log.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class CommittedConsumersTest {

    @Test
    void shouldReadCommittedRecordsWithoutAGroupWhateverTheUserSets() {
        Map<String, Object> config = CommittedConsumers.config(
                Map.of(
                        "group.id", "mine",
                        "isolation.level", "read_uncommitted",
                        "enable.auto.commit", "true",
                        "allow.auto.create.topics", "true",
                        "auto.offset.reset", "latest",
                        "tributary.serde", "confluent"),
                Fetching.USUAL);
        assertThat(config)
                .doesNotContainKeys("group.id", "tributary.serde")
                .containsEntry("isolation.level", "read_committed")
                .containsEntry("enable.auto.commit", "false")
                .containsEntry("allow.auto.create.topics", "false")
                .containsEntry("auto.offset.reset", "earliest");
    }

    @Test
    void shouldKeepTheUsersSizeOfFetches() {
        assertThat(CommittedConsumers.config(Map.of("max.partition.fetch.bytes", "1000"), Fetching.LARGE_RECORDS))
                .containsEntry("max.partition.fetch.bytes", "1000")
                .containsEntry("receive.buffer.bytes", -1);
    }

    @Test
    void shouldRefuseToSkipWhenARangeWasRemoved() {
        assertThat(CommittedConsumers.config(Map.of(), Fetching.PRESENT)).containsEntry("auto.offset.reset", "none");
    }
}
