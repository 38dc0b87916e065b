package dev.tributary.aggregator.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.aggregator.harness.MemoryStores;
import dev.tributary.aggregator.harness.RecordedLog;
import dev.tributary.schemas.FederationException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;

class TopicIdentityTest {

    private final KeyValueStore<String, byte[]> store = MemoryStores.add(MemoryStores.context(0), "admission");

    /** Topics with these ids, of which nothing is read. */
    private record Ids(String id) implements LogReplay {

        @Override
        public void read(TopicPartition partition, long from, long through, RecordVisitor visitor) {
            throw new AssertionError("nothing is to be read");
        }

        @Override
        public String topicId(String topic) {
            return id;
        }
    }

    @Test
    void shouldKnowTheTopicAgainWhenItIsTheSame() {
        new TopicIdentity(store, new Ids("a")).require("fl.digits.updates");

        assertThatCode(() -> new TopicIdentity(store, new Ids("a")).require("fl.digits.updates"))
                .doesNotThrowAnyException();
    }

    @Test
    void shouldRefuseWhenTheTopicIsAnotherOne() {
        new TopicIdentity(store, new Ids("a")).require("fl.digits.updates");

        assertThatThrownBy(() -> new TopicIdentity(store, new Ids("b")).require("fl.digits.updates"))
                .isInstanceOf(FederationException.class)
                .hasMessageStartingWith("topic fl.digits.updates must be the one with id a,")
                .hasMessageContaining("is one with id b")
                .hasMessageEndingWith("tributary federation adopt --discard");
    }

    @Test
    void shouldTellTopicsApart() {
        new TopicIdentity(store, new Ids("a")).require("fl.digits.updates");

        assertThatCode(() -> new TopicIdentity(store, new Ids("b")).require("fl.digits.control"))
                .doesNotThrowAnyException();
    }

    @Test
    void shouldRememberNothingWhenTopicsHaveNoIds() {
        new TopicIdentity(store, new RecordedLog()).require("fl.digits.updates");

        assertThat(store.all().hasNext()).isFalse();
    }
}
