package dev.tributary.e2e.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tributary.e2e.harness.AggregatorProcess;
import dev.tributary.e2e.harness.CommandLines.Run;
import dev.tributary.e2e.harness.SharedBroker;
import dev.tributary.e2e.harness.TestFederation;
import dev.tributary.testbed.broker.EmbeddedBroker;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Changelogs are deleted, as by a tool that resets applications: a start is refused, and there is a way out. */
@ExtendWith(SharedBroker.class)
class ChangelogLossIT {

    private static final List<String> ALL = List.of("admission", "round", "evaluation-reports", "evaluation-windows");

    @Test
    void shouldRefuseAndGoOnFromNewestModelOnceAdoptedWhenChangelogsAreDeleted(EmbeddedBroker broker) {
        try (SteppedFederation stepped = new SteppedFederation(SteppedFederation.planOf(4, ""), broker);
                Meddler meddler = new Meddler(stepped.federation())) {
            // Given: a version, and two updates acknowledged and admitted that are in none
            AggregatorProcess first = stepped.start();
            stepped.send(0, 1, 2, 3, 4);
            stepped.federation().awaitVersion(1);
            stepped.send(1, 1, 2);
            await().atMost(TestFederation.PATIENCE)
                    .until(() -> first.awaitReady().metric("tributary_round_members") == 2);
            assertThat(stepped.doctor().out()).endsWith("an aggregator can go on from here\n");
            assertThat(stepped.adopt().err()).contains("must have lost its memory to be adopted, has not");
            assertThat(stepped.adopt("--discard").err()).contains("must have no members, has 1");
            SteppedFederation.stop(first);
            meddler.delete(ALL.stream().map(meddler::changelog).toList());

            // When
            String refusal = stepped.refusedStart();

            // Then: in one line, with the way out, which works
            assertThat(refusal)
                    .contains("changelog " + meddler.changelog("admission") + "-0 must hold what was admitted")
                    .contains("read through offset 5, holds nothing")
                    .contains("tributary topics apply; then: tributary federation adopt");
            Run ill = stepped.doctor();
            assertThat(ill.exitCode()).isEqualTo(1);
            assertThat(ill.out()).contains("missing", "the group goes on at 6", "newest version 1");
            assertThat(stepped.adopt().err()).contains("create it with: tributary topics apply");
            stepped.operator(
                    "topics",
                    "apply",
                    "--settings",
                    stepped.federation().settingsFile().toString());
            assertThat(stepped.refusedStart()).contains("holds nothing");
            stepped.adoptFrom(1);
            assertThat(stepped.doctor().exitCode()).isZero();
            stepped.start();
            stepped.send(1, 5, 6, 7, 8);
            stepped.federation().awaitVersion(2);
            stepped.requireExact();
        }
    }

    /** One without the other: what one stage gave to the other would be gone, or come twice. */
    @ParameterizedTest
    @CsvSource({"admission, 1", "round, 1", "admission, 2", "round, 2"})
    @Tag("chaos")
    void shouldRefuseWhenOneChangelogIsDeleted(String store, int partitions, EmbeddedBroker broker) {
        try (SteppedFederation stepped =
                        new SteppedFederation(SteppedFederation.PAIRS.withPartitions(partitions), broker);
                Meddler meddler = new Meddler(stepped.federation())) {
            AggregatorProcess first = stepped.start();
            stepped.step();
            SteppedFederation.stop(first);
            meddler.deleteGroup();
            meddler.delete(List.of(meddler.changelog(store)));

            assertThat(stepped.refusedStart())
                    .contains("changelog " + meddler.changelog(store) + "-")
                    .contains("holds nothing")
                    .contains("tributary federation adopt");
        }
    }

    /** They hold who has reported on which version: figures may lack reports or hold one twice, models may not. */
    @Test
    void shouldGoOnWhenChangelogsOfEvaluationAreDeleted(EmbeddedBroker broker) {
        try (SteppedFederation stepped = new SteppedFederation(SteppedFederation.PAIRS, broker);
                Meddler meddler = new Meddler(stepped.federation())) {
            AggregatorProcess first = stepped.start();
            stepped.step();
            SteppedFederation.stop(first);
            meddler.delete(Stream.of("evaluation-reports", "evaluation-windows")
                    .map(meddler::changelog)
                    .toList());

            stepped.start();
            stepped.step();

            stepped.requireExact();
        }
    }
}
