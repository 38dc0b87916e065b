package dev.tributary.log.models;

import static dev.tributary.schemas.globalmodel.ModelFixtures.model;
import static dev.tributary.schemas.globalmodel.ModelFixtures.records;
import static dev.tributary.schemas.globalmodel.ModelFixtures.recordsWithHead;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.log.reading.CommittedReader;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.avro.FederationState;
import dev.tributary.schemas.avro.GlobalModelHead;
import dev.tributary.schemas.avro.RoundMode;
import dev.tributary.schemas.avro.Sha256;
import dev.tributary.schemas.framing.RecordFraming;
import dev.tributary.schemas.globalmodel.GlobalModel;
import dev.tributary.schemas.topic.RecordKeys;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelReaderTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(20);

    private final ModelLog log = new ModelLog();
    private final ModelReader reader =
            new ModelReader(CommittedReader.through(log), ModelLog.TOPIC, new RecordFraming(), Duration.ZERO);

    @Test
    void shouldFindNothingWhenTopicIsEmpty() {
        assertThat(reader.newest(LONG)).isEmpty();
    }

    @Test
    void shouldFindNothingWhenEverythingWasAborted() {
        log.skip(5000);

        assertThat(reader.newest(LONG)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1,1", "1,20", "3,1", "3,20", "40,1", "40,20"})
    void shouldFindTheNewestAndReadLittleElse(int chunks, int versions) {
        publishVersions(0, versions, chunks);

        assertVersion(reader.newest(LONG), versions - 1, chunks);
        // Two looks: eight records, then the model with its tombstones and as much again.
        assertThat(log.takeRecordsRead()).isLessThanOrEqualTo(8 + 8 + 3L * (chunks + 3) + 4L * 8);
    }

    @Test
    void shouldFindTheNewestWhenTransactionsWereAborted() {
        for (int version = 0; version < 5; version++) {
            log.publish(model(version, 3), -1);
            log.skip(700);
        }

        assertVersion(reader.newest(LONG), 4, 3);
    }

    @Test
    void shouldFindTheNewestWhenOlderVersionsAreCompactedAway() {
        publishVersions(0, 12, 3);
        log.compact();
        log.truncateBefore(20);

        assertVersion(reader.newest(LONG), 11, 3);
    }

    @Test
    void shouldFallBackWhenAChunkOfTheNewestIsMissing() {
        publishVersions(0, 4, 3);
        log.removeKey(RecordKeys.modelChunk(3, 1));

        assertVersion(reader.newest(LONG), 2, 3);
    }

    @Test
    void shouldFallBackWhenTheDigestOfTheNewestDoesNotMatch() {
        log.publish(model(0, 3), -1);
        log.publish(recordsWithHead(model(1, 3), head -> {
            byte[] digest = head.getPayloadDigest().bytes().clone();
            digest[31] ^= 1;
            return GlobalModelHead.newBuilder(head)
                    .setPayloadDigest(new Sha256(digest))
                    .build();
        }));

        assertVersion(reader.newest(LONG), 0, 3);
    }

    @Test
    void shouldReadInProportionWhenTheNewestVersionsAreBroken() {
        int chunks = 40;
        log.publish(model(0, chunks), -1);
        for (int version = 1; version <= 3; version++) {
            log.publish(model(version, chunks), -1);
            log.removeKey(RecordKeys.modelChunk(version, 17));
        }

        assertVersion(reader.newest(LONG), 0, chunks);
        // Each look is at least half as far again as the one before, so all of them cost a few times the log.
        assertThat(log.takeRecordsRead()).isLessThan(4 * log.endOffset());
    }

    @Test
    void shouldFindNothingWhenOnlyAHeadIsThere() {
        publishVersions(0, 1, 3);
        for (int chunk = 0; chunk < 3; chunk++) {
            log.removeKey(RecordKeys.modelChunk(0, chunk));
        }

        assertThat(reader.newest(LONG)).isEmpty();
    }

    @Test
    void shouldWaitForTheNextVersionAndSkipNoneWhenItKeepsUp() {
        log.publish(model(0, 3), -1);
        assertVersion(reader.awaitNewerThan(-1, LONG), 0, 3);

        for (int version = 1; version < 10; version++) {
            GlobalModel next = model(version, 3);
            log.schedulePollTask(() -> log.publish(next, -1));
            assertVersion(reader.awaitNewerThan(version - 1, LONG), version, 3);
        }
    }

    @Test
    void shouldKeepFollowingWhenExpiredVersionsGetTombstones() {
        log.publish(model(0, 3), -1);
        log.publish(model(1, 3), -1);
        assertVersion(reader.awaitNewerThan(-1, LONG), 1, 3);

        for (int version = 2; version < 8; version++) {
            log.publish(model(version, 3), version - 2);
            assertVersion(reader.awaitNewerThan(version - 1, LONG), version, 3);
        }
    }

    @Test
    void shouldReturnNothingWhenNoNewerVersionComesInTime() {
        log.publish(model(0, 1), -1);
        log.publish(model(1, 1), -1);

        assertVersion(reader.awaitNewerThan(0, LONG), 1, 1);
        assertThat(reader.awaitNewerThan(1, SHORT)).isEmpty();
        assertThat(reader.awaitNewerThan(5, SHORT)).isEmpty();
    }

    @Test
    void shouldWaitOnWhenNewVersionIsBroken() {
        log.publish(model(0, 3), -1);
        assertVersion(reader.awaitNewerThan(-1, LONG), 0, 3);
        log.publish(model(1, 3), -1);
        log.removeKey(RecordKeys.modelChunk(1, 0));

        assertThat(reader.awaitNewerThan(0, SHORT)).isEmpty();

        log.publish(model(2, 3), -1);
        assertVersion(reader.awaitNewerThan(0, LONG), 2, 3);
    }

    @Test
    void shouldSkipVersionsWhenItIsFarBehind() {
        int chunks = 10;
        log.publish(model(0, chunks), -1);
        assertVersion(reader.awaitNewerThan(-1, LONG), 0, chunks);
        log.takeRecordsRead();
        publishVersions(1, 51, chunks);

        assertVersion(reader.awaitNewerThan(0, LONG), 50, chunks);
        assertThat(log.takeRecordsRead()).isLessThan(5 * (chunks + 3));
        assertThat(reader.awaitNewerThan(50, SHORT)).isEmpty();
    }

    @Test
    void shouldMissNothingWhenASearchFailsHalfway() {
        log.publish(model(0, 3), -1);
        assertVersion(reader.awaitNewerThan(-1, LONG), 0, 3);
        publishVersions(1, 30, 3);
        log.schedulePollTask(() -> {});
        log.schedulePollTask(() -> log.setPollException(new KafkaException("connection lost")));

        assertThatThrownBy(() -> reader.awaitNewerThan(0, LONG)).hasMessage("connection lost");
        assertVersion(reader.awaitNewerThan(0, LONG), 29, 3);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 6})
    void shouldReadOneVersionWhenAsked(int version) {
        publishVersions(0, 7, 3);

        assertVersion(reader.version(version, LONG), version, 3);
    }

    @Test
    void shouldFindNoVersionWhenItHasExpired() {
        for (int version = 0; version < 7; version++) {
            log.publish(model(version, 3), version - 5);
        }

        assertThat(reader.version(1, LONG)).isEmpty();
        assertVersion(reader.version(2, LONG), 2, 3);
        assertThat(reader.version(7, LONG)).isEmpty();
    }

    @Test
    void shouldFollowAgainWhenAnOlderVersionWasReadInBetween() {
        publishVersions(0, 3, 3);
        assertVersion(reader.awaitNewerThan(-1, LONG), 2, 3);

        assertVersion(reader.version(0, LONG), 0, 3);
        log.publish(model(3, 3), -1);

        assertVersion(reader.awaitNewerThan(2, LONG), 3, 3);
    }

    @Test
    void shouldTellTheNewestStateOfTheFederationWithTheModel() {
        publishVersions(0, 2, 3);
        log.append(RecordKeys.STATE, state(1, false));
        log.append(RecordKeys.STATE, new byte[] {1, 2, 3});

        assertThat(reader.newest(LONG)).isPresent();
        assertThat(reader.state()).get().returns(false, FederationState::getIsStopped);

        log.append(RecordKeys.STATE, state(1, true));
        assertThat(reader.awaitNewerThan(1, SHORT)).isEmpty();
        assertThat(reader.state()).get().returns(true, FederationState::getIsStopped);
    }

    private static byte[] state(long version, boolean isStopped) {
        return new RecordFraming().encode(new FederationState(version, RoundMode.SYNC, 0.5, isStopped, "", 0L));
    }

    @Test
    void shouldPassOverForeignRecords() {
        log.append("note", new byte[] {1, 2, 3});
        log.append(null, new byte[0]);
        log.append("0/head", new byte[] {1, 2, 3});
        log.publish(records(model(1, 2)));
        log.append("2/0", null);
        log.append("9/head", records(model(1, 2)).get("1/0"));

        assertVersion(reader.newest(LONG), 1, 2);
    }

    @Test
    void shouldStopWaitingWhenWokenUp() {
        log.publish(model(0, 1), -1);
        assertVersion(reader.awaitNewerThan(-1, LONG), 0, 1);

        reader.wakeup();

        assertThatThrownBy(() -> reader.awaitNewerThan(0, LONG)).isInstanceOf(WakeupException.class);
    }

    @Test
    void shouldSayInOneLineWhenTopicCannotBeReadInTime() {
        log.publish(model(0, 3), -1);
        log.stall(true);

        assertThatThrownBy(() -> reader.newest(SHORT))
                .isInstanceOf(FederationException.class)
                .hasMessage(UNREADABLE);
        assertThatThrownBy(() -> reader.version(0, SHORT)).isInstanceOf(FederationException.class);

        log.stall(false);
        assertVersion(reader.awaitNewerThan(-1, LONG), 0, 3);
    }

    @Test
    void shouldSayInOneLineWhenBrokerDoesNotAnswer() {
        log.setOffsetsException(new TimeoutException("no answer"));

        assertThatThrownBy(() -> reader.newest(SHORT))
                .isInstanceOf(FederationException.class)
                .hasMessage(UNREADABLE);
    }

    @Test
    void shouldCloseItsConsumer() {
        reader.close();

        assertThat(log.closed()).isTrue();
    }

    private static final String UNREADABLE =
            "topic fl.digits.model could not be read in time; is the broker up, and does the topic exist?";

    @Test
    void shouldListTheHeadsOfWhatTheTopicHolds() {
        publishVersions(0, 4, 3);
        log.removeKey(RecordKeys.modelHead(1));

        assertThat(reader.heads(LONG)).extracting(GlobalModelHead::getVersion).containsExactly(0L, 2L, 3L);
        assertVersion(reader.newest(LONG), 3, 3);
    }

    @Test
    void shouldListNoHeadsWhenTopicIsEmpty() {
        assertThat(reader.heads(LONG)).isEmpty();
    }

    private void publishVersions(int from, int to, int chunks) {
        for (int version = from; version < to; version++) {
            log.publish(model(version, chunks), -1);
        }
    }

    private static void assertVersion(Optional<GlobalModel> found, long version, int chunks) {
        assertThat(found).isPresent();
        GlobalModel expected = model(version, chunks);
        assertThat(found.get().version()).isEqualTo(version);
        assertThat(found.get().parameters()).isEqualTo(expected.parameters());
        assertThat(found.get().layout()).isEqualTo(expected.layout());
    }
}
