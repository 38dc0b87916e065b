package dev.tributary.e2e.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tributary.e2e.harness.ChildJvm;
import dev.tributary.e2e.harness.ClientRun;
import dev.tributary.e2e.harness.ExactSums;
import dev.tributary.e2e.harness.FixedDeltaTrainer;
import dev.tributary.e2e.harness.RawUpdate;
import dev.tributary.e2e.harness.Rounds;
import dev.tributary.e2e.harness.SharedBroker;
import dev.tributary.e2e.harness.TestClient;
import dev.tributary.e2e.harness.TestFederation;
import dev.tributary.e2e.harness.UpdateSender;
import dev.tributary.schemas.avro.UpdateMember;
import dev.tributary.testbed.broker.EmbeddedBroker;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Clients that die in the middle, begin anew, run twice under one id, or live in another century. */
@ExtendWith(SharedBroker.class)
class ClientFaultIT {

    private static final int KILLS = 12;

    private static EmbeddedBroker broker;

    @BeforeAll
    static void takeBroker(EmbeddedBroker shared) {
        broker = shared;
    }

    @Test
    void shouldCountUpdateOnceWhenItIsBegunAnewAndSentAgain() {
        try (TestFederation federation = TestFederation.create(Crowd.PLAN, broker.bootstrapServers())) {
            federation.startAggregator();
            UpdateSender sender = federation.sender();
            RawUpdate update = register(federation, "restarted", 1);
            List<byte[]> records = update.records();
            assertThat(records).hasSizeGreaterThan(2);

            sender.sendAll(update.key(), records.subList(0, 2));
            sender.send(update);
            federation.clients().acknowledge(update.updateId());
            sender.send(update);
            sender.sendAll(update.key(), records.subList(0, 1));
            // Another one closes the round together with it, or the deadline does.
            Rounds rounds = Verdict.of(federation, "DUPLICATE_UPDATE").require();

            assertThat(rounds.countedUpdates()).containsExactly(update.updateId());
            await().atMost(TestFederation.PATIENCE)
                    .untilAsserted(() -> assertThat(federation.rejections().reasons())
                            .containsExactly("DUPLICATE_UPDATE", "DUPLICATE_UPDATE"));
        }
    }

    /** Each task remembers the clients of its own partition alone. */
    @Test
    void shouldCountUpdateOnceWhenItComesInSeveralPartitions() {
        try (TestFederation federation =
                TestFederation.create(Crowd.PLAN.withPartitions(3), broker.bootstrapServers())) {
            federation.startAggregator();
            UpdateSender sender = federation.sender();
            RawUpdate update = register(federation, "scattered", 1);

            for (int partition = 0; partition < 3; partition++) {
                sender.sendTo(partition, update);
            }
            federation.awaitVersion(1);
            await().atMost(TestFederation.PATIENCE)
                    .untilAsserted(() -> assertThat(federation.rejections().reasons())
                            .containsExactly("WRONG_PARTITION", "WRONG_PARTITION"));

            // Not by the verdict: here an update counts and is refused.
            Rounds rounds = new ExactSums(federation, 0).requireVersions();
            assertThat(rounds.members(1)).extracting(UpdateMember::getUpdateId).containsExactly(update.updateId());
        }
    }

    @Test
    void shouldCountUpdatesWhenClocksOfTheirClientsAreYearsOff() {
        try (TestFederation federation = TestFederation.create(Crowd.PLAN, broker.bootstrapServers())) {
            federation.startAggregator();
            UpdateSender sender = federation.sender();
            List<Instant> clocks = List.of(
                    Instant.EPOCH, Instant.parse("1999-12-31T23:59:59Z"), Instant.parse("2106-02-07T06:28:16Z"));
            for (int i = 0; i < clocks.size(); i++) {
                RawUpdate update = register(federation, "clock-" + i, i + 1);
                sender.sendAt(clocks.get(i), update);
                federation.clients().acknowledge(update.updateId());
            }
            long begun = System.nanoTime();

            Rounds rounds = Verdict.of(federation).require();

            assertThat(rounds.countedUpdates()).hasSize(clocks.size());
            // Three updates are the goal: nobody's clock has moved the deadline.
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(TestFederation.PATIENCE);
            long now = System.currentTimeMillis();
            assertThat(rounds.result(1).getClosedAtMs()).isBetween(now - TestFederation.PATIENCE.toMillis(), now);
        }
    }

    @Test
    void shouldCountOneUpdateForEachVersionWhenTwoProcessesHaveOneId() {
        try (TestFederation federation = TestFederation.create(Crowd.PLAN, broker.bootstrapServers())) {
            federation.startAggregator();
            ClientRun twin = ClientRun.of(federation.clients().nextNumber(), new FixedDeltaTrainer(1));
            List<TestClient> clients = List.of(
                    federation.startClient(twin),
                    federation.startClient(twin),
                    federation.startClient(Long.MAX_VALUE),
                    federation.startClient(Long.MAX_VALUE));
            Crowd.awaitProgress(federation, 12);

            Rounds rounds =
                    Verdict.of(federation, "SECOND_UPDATE", "MISSING_CHUNKS").require(clients);

            String id = clients.get(0).id();
            for (long version : rounds.versions()) {
                List<Long> bases = rounds.members(version).stream()
                        .filter(member -> member.getClientId().equals(id))
                        .map(member -> member.getBaseVersion())
                        .toList();
                assertThat(bases).doesNotHaveDuplicates();
            }
            assertThat(federation.rejections().reasons()).contains("SECOND_UPDATE");
        }
    }

    /** Processes die at any instant; each comes back under its id and trains on whatever is newest. */
    @Test
    @Tag("chaos")
    void shouldCountEachUpdateOnceWhenClientProcessesAreKilled() {
        SplittableRandom random = new SplittableRandom(11);
        try (TestFederation federation = TestFederation.create(Crowd.PLAN, broker.bootstrapServers());
                LogEnds ends = new LogEnds(federation)) {
            federation.startAggregator();
            ClientProcess[] mortals = {spawn(federation, 101, 0), spawn(federation, 102, 0)};
            List<TestClient> others = Crowd.start(federation, 2);
            for (int i = 1; i <= KILLS; i++) {
                int victim = random.nextInt(mortals.length);
                mortals[victim].awaitAcknowledged(1);
                ends.awaitMore(federation.topics().updates(), random.nextInt(1, 30));
                mortals[victim].kill(federation);
                mortals[victim] = spawn(federation, 101 + victim, i);
            }
            for (ClientProcess mortal : mortals) {
                mortal.awaitAcknowledged(1);
                mortal.kill(federation);
            }

            // What a life left unfinished is given up when the next one begins, or after the hold timeout; what it
            // finished without living to see the acknowledgement makes the next one's a second for its version.
            Verdict.of(federation, "MISSING_CHUNKS", "SECOND_UPDATE").require(others);
        }
    }

    private static ClientProcess spawn(TestFederation federation, int number, int life) {
        String name = "client-" + number + "-" + life;
        String servers = String.valueOf(federation.kafka().get("bootstrap.servers"));
        FixedDeltaClient.register(federation, number);
        return new ClientProcess(ChildJvm.start(
                federation.file(name),
                FixedDeltaClient.class,
                List.of(federation.topics().federation(), servers, String.valueOf(number))));
    }

    /** A client process, and which updates it has seen acknowledged. */
    private record ClientProcess(ChildJvm jvm) {

        void awaitAcknowledged(int updates) {
            await().atMost(TestFederation.PATIENCE)
                    .until(() -> FixedDeltaClient.acknowledged(jvm.stdout()).size() >= updates);
        }

        void kill(TestFederation federation) {
            jvm.kill();
            FixedDeltaClient.acknowledged(jvm.stdout()).forEach(federation.clients()::acknowledge);
        }
    }

    private static RawUpdate register(TestFederation federation, String clientId, int number) {
        federation.clients().register(clientId, number);
        return RawUpdate.contribution(federation, clientId, 0);
    }
}
