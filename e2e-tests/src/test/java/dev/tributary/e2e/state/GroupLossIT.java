package dev.tributary.e2e.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tributary.e2e.harness.AggregatorProcess;
import dev.tributary.e2e.harness.CommandLines.Run;
import dev.tributary.e2e.harness.Rounds;
import dev.tributary.e2e.harness.SharedBroker;
import dev.tributary.e2e.harness.TestFederation;
import dev.tributary.schemas.avro.CloseReason;
import dev.tributary.schemas.avro.UpdateMember;
import dev.tributary.testbed.broker.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Offsets of the aggregator's group are deleted or moved, as by seven days of rest or by a tool, while all else is there. */
@ExtendWith(SharedBroker.class)
class GroupLossIT {

    @Test
    void shouldCarryOutNothingAgainWhenGroupIsDeletedAndUpdatesAreGoneByRetention(EmbeddedBroker broker)
            throws IOException {
        requireNothingCarriedOutAgain(true, broker);
    }

    @Test
    @Tag("chaos")
    void shouldCarryOutNothingAgainWhenGroupIsDeletedAndUpdatesAreThere(EmbeddedBroker broker) throws IOException {
        requireNothingCarriedOutAgain(false, broker);
    }

    private static void requireNothingCarriedOutAgain(boolean areUpdatesGone, EmbeddedBroker broker)
            throws IOException {
        // Given: six versions, of which one came of a command, and settings changed twice
        try (SteppedFederation stepped = new SteppedFederation(SteppedFederation.PAIRS, broker);
                Meddler meddler = new Meddler(stepped.federation())) {
            AggregatorProcess first = stepped.start();
            stepped.step();
            stepped.step();
            Run rollback = stepped.client(
                    "model",
                    "rollback",
                    "--federation",
                    stepped.name(),
                    "--to",
                    "1",
                    "--reason",
                    "the data were wrong");
            assertThat(rollback.out()).as(rollback.err()).isEqualTo("published as version 3\n");
            apply(stepped, "maxDeltaNorm: 1e8");
            stepped.step();
            apply(stepped, "maxDeltaNorm: 1e7");
            stepped.step();
            stepped.step();
            SteppedFederation.stop(first);
            meddler.deleteGroup();
            if (areUpdatesGone) {
                meddler.truncate(stepped.federation().topics().updates());
            }

            // When
            AggregatorProcess second = stepped.start();
            await().atMost(TestFederation.PATIENCE)
                    .until(() -> second.jvm().stderr().contains("is passed over"));
            second.awaitReady();
            stepped.step();

            // Then: the next version is made of the two updates that came for it
            Rounds rounds = stepped.federation().rounds();
            assertThat(rounds.newest()).isEqualTo(7);
            assertThat(rounds.result(7).getBaseVersion()).isEqualTo(6);
            assertThat(rounds.result(7).getCloseReason()).isEqualTo(CloseReason.GOAL);
            assertThat(rounds.members(7))
                    .extracting(UpdateMember::getUpdateId)
                    .containsExactlyInAnyOrder("client-1-v6", "client-2-v6");
            assertThat(stepped.operator("federation", "show", "--federation", stepped.name())
                            .out())
                    .contains("admission.maxDeltaNorm: 1.0E7");
            assertThat(second.jvm().stderr()).doesNotContain("\tat ");
        }
    }

    /** With several partitions the offsets of partial sums are lost too. */
    @Test
    void shouldGoOnExactlyWhenGroupIsDeletedInAnOpenRoundOfSeveralPartitions(EmbeddedBroker broker) {
        try (SteppedFederation stepped =
                        new SteppedFederation(SteppedFederation.planOf(3, "").withPartitions(2), broker);
                Meddler meddler = new Meddler(stepped.federation())) {
            AggregatorProcess first = stepped.start();
            stepped.send(0, 1, 2, 3);
            stepped.federation().awaitVersion(1);
            stepped.send(1, 1, 2);
            await().atMost(TestFederation.PATIENCE)
                    .until(() -> first.awaitReady().metric("tributary_round_members") == 2);
            SteppedFederation.stop(first);
            meddler.deleteGroup();

            AggregatorProcess second = stepped.start();
            stepped.send(1, 3);
            stepped.federation().awaitVersion(2);

            assertThat(stepped.federation().rounds().members(2)).hasSize(3);
            stepped.requireExact();
            assertThat(second.jvm().stderr()).contains("are passed over, since they were processed before");
        }
    }

    @Test
    void shouldRefuseToSkipUpdatesWhenOffsetIsSetForward(EmbeddedBroker broker) {
        try (SteppedFederation stepped = new SteppedFederation(SteppedFederation.PAIRS, broker);
                Meddler meddler = new Meddler(stepped.federation())) {
            AggregatorProcess first = stepped.start();
            stepped.step();
            SteppedFederation.stop(first);
            String updates = stepped.federation().topics().updates();
            stepped.send(1, 3);
            meddler.setOffset(updates, meddler.end(updates));
            stepped.send(1, 4);

            assertThat(stepped.refusedStart())
                    .contains(updates + "-0 must go on with offset 2, where the changelogs end")
                    .contains("the group of the aggregator goes on with offset 3");
            meddler.setOffset(updates, 2);
            stepped.start();
            stepped.federation().awaitVersion(2);
            stepped.requireExact();
        }
    }

    private static void apply(SteppedFederation stepped, String norm) throws IOException {
        Path settings = stepped.federation().settingsFile();
        Path changed = Files.writeString(
                stepped.federation().file("changed.yaml"),
                Files.readString(settings).replace("maxDeltaNorm: 1e9", norm));
        Run run = stepped.operator("federation", "apply", "--settings", changed.toString(), "--wait", "0s");
        assertThat(run.err()).isEmpty();
    }
}
