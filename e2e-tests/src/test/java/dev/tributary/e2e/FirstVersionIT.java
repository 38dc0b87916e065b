package dev.tributary.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tributary.client.round.ClientState;
import dev.tributary.e2e.harness.CommandLines;
import dev.tributary.e2e.harness.CommandLines.Run;
import dev.tributary.e2e.harness.FederationPlan;
import dev.tributary.e2e.harness.RawUpdate;
import dev.tributary.e2e.harness.SharedBroker;
import dev.tributary.e2e.harness.TestClient;
import dev.tributary.e2e.harness.TestFederation;
import dev.tributary.log.models.ModelReader;
import dev.tributary.schemas.avro.FederationState;
import dev.tributary.schemas.avro.RoundMode;
import dev.tributary.schemas.globalmodel.GlobalModel;
import dev.tributary.testbed.broker.EmbeddedBroker;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code tributary model init} begins a federation with, before any aggregator runs. */
@ExtendWith(SharedBroker.class)
class FirstVersionIT {

    private static final String LAYOUT =
            """
            {"tensors": [
              {"name": "w", "shape": [2, 3], "order": "F"},
              {"name": "b", "shape": [3], "order": "C"},
              {"name": "temperature", "shape": [], "order": "C"}]}
            """;

    private EmbeddedBroker broker;

    @BeforeEach
    void takeBroker(EmbeddedBroker shared) {
        broker = shared;
    }

    @Test
    void shouldTellClientsTheModeSoThatNoneTrainsWhoIsNotInTheCohort() throws IOException {
        FederationPlan plan = FederationPlan.of(10, "round: {mode: sync, samplingRate: 1e-9, goal: 2}\n");
        try (TestFederation federation = withTopics(plan)) {
            Run published = initFromFiles(
                    federation,
                    LAYOUT,
                    new float[10],
                    "--settings",
                    federation.settingsFile().toString());
            List<TestClient> clients = Stream.of(1, 2, 3)
                    .map(number -> federation.startClient(Long.MAX_VALUE))
                    .toList();

            await().atMost(TestFederation.PATIENCE)
                    .until(() -> clients.stream().allMatch(client -> client.state() == ClientState.WAITING));

            assertThat(published.out()).contains("10 parameters, sync rounds");
            assertThat(state(federation)).hasValueSatisfying(state -> {
                assertThat(state.getVersion()).isZero();
                assertThat(state.getMode()).isEqualTo(RoundMode.SYNC);
                assertThat(state.getSamplingRate()).isEqualTo(1e-9);
                assertThat(state.getIsStopped()).isFalse();
            });
            assertThat(clients)
                    .allSatisfy(client -> assertThat(client.published()).isEmpty());
            assertThat(federation.updateTraffic().partitionsUsed()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"'', ASYNC", "--mode async, ASYNC", "--mode sync, SYNC"})
    void shouldTellTheModeOfTheCommandLine(String words, RoundMode mode) throws IOException {
        try (TestFederation federation = withTopics(FederationPlan.of(10, ""))) {
            initFromFiles(federation, LAYOUT, new float[10], words.isEmpty() ? new String[0] : words.split(" ", -1));

            assertThat(state(federation)).hasValueSatisfying(state -> {
                assertThat(state.getMode()).isEqualTo(mode);
                assertThat(state.getSamplingRate()).isEqualTo(1);
            });
        }
    }

    @Test
    void shouldPublishNumbersOfAnyLibraryToTheBit() throws IOException {
        float[] parameters = {1.5f, -0f, Float.MIN_VALUE, Float.MAX_VALUE, -1, 0, 0.1f, 1e-20f, -7, 3};
        try (TestFederation federation = withTopics(FederationPlan.of(10, ""))) {
            Run run = initFromFiles(federation, LAYOUT, parameters);

            assertThat(run.err()).isEmpty();
            GlobalModel model = federation.modelForNewcomer().orElseThrow();
            assertThat(model.parameters()).isEqualTo(parameters);
            assertThat(model.definition().format()).isEqualTo("pytorch-tiny");
            assertThat(model.definition().text()).isEmpty();
            assertThat(model.layout().tensors()).hasSize(3);

            // What an export writes is what another federation begins with.
            Path raw = federation.file("exported.raw");
            client(federation, "export", "--format", "raw", "--out", raw.toString());
            try (TestFederation second = withTopics(FederationPlan.of(10, ""))) {
                Run again = client(
                        second,
                        "init",
                        "--layout",
                        raw + ".layout.json",
                        "--parameters",
                        raw.toString(),
                        "--format",
                        "copy");
                assertThat(again.exitCode()).as(again.err()).isZero();
                assertThat(second.modelForNewcomer().orElseThrow().parameters()).isEqualTo(parameters);
            }
        }
    }

    @Test
    void shouldPublishNothingWhenNumbersDoNotFitOrAreNone() throws IOException {
        try (TestFederation federation = withTopics(FederationPlan.of(10, ""))) {
            Run tooShort = initFromFiles(federation, LAYOUT, new float[9]);
            Run notANumber = initFromFiles(federation, LAYOUT, new float[] {0, 0, 0, Float.NaN, 0, 0, 0, 0, 0, 0});
            Run twice = initFromFiles(federation, LAYOUT.replace("\"b\"", "\"w\""), new float[10]);

            assertThat(tooShort.err()).contains("must have 40 bytes, four for each of 10 parameters, had 36");
            assertThat(notANumber.err()).isEqualTo("tributary: initial parameters must be finite, was NaN at 3\n");
            assertThat(twice.err()).contains("tensor names must differ, were [w, w, temperature]");
            assertThat(List.of(tooShort, notANumber, twice)).allSatisfy(run -> {
                assertThat(run.exitCode()).isEqualTo(2);
                assertThat(run.err()).hasLineCount(1);
            });
            assertThat(federation.modelForNewcomer()).isEmpty();
        }
    }

    @Test
    void shouldReplaceAVersionThatNobodyHasUsed() throws IOException {
        // Version 0 of 12,000 parameters has several chunks, the one in its place has one.
        FederationPlan plan = FederationPlan.of(10, "").withMaxMessageBytes(20_000);
        try (TestFederation federation = withTopics(plan)) {
            initFromFiles(
                    federation,
                    "{\"tensors\": [{\"name\": \"w\", \"shape\": [12000], \"order\": \"C\"}]}",
                    new float[12_000]);
            float[] parameters = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};

            Run refused = initFromFiles(federation, LAYOUT, parameters);
            Run replaced = initFromFiles(federation, LAYOUT, parameters, "--replace", "--mode", "sync");

            assertThat(refused.exitCode()).isEqualTo(2);
            assertThat(refused.err()).hasLineCount(1).contains("tributary model init --replace");
            assertThat(replaced.exitCode()).as(replaced.err()).isZero();
            assertThat(federation.modelForNewcomer().orElseThrow().parameters()).isEqualTo(parameters);
            assertThat(state(federation))
                    .hasValueSatisfying(state -> assertThat(state.getMode()).isEqualTo(RoundMode.SYNC));
        }
    }

    @Test
    void shouldKeepAVersionThatSomebodyHasUsed() throws IOException {
        try (TestFederation federation = withTopics(FederationPlan.of(10, "round: {goal: 1}\n"))) {
            initFromFiles(federation, LAYOUT, new float[10]);
            GlobalModel first = federation.modelForNewcomer().orElseThrow();
            federation
                    .sender()
                    .send(RawUpdate.of(federation, "one")
                            .base(0)
                            .examples(1)
                            .delta(new float[10])
                            .manifest(manifest ->
                                    manifest.setLayoutFingerprint(first.layout().fingerprint())));

            assertKept(federation, "clients have sent updates");
            federation.startAggregator();
            federation.awaitVersion(1);
            assertKept(federation, "it has version 1");
        }
    }

    @Test
    void shouldKeepAVersionThatAnAggregatorHasBegunWith() throws IOException {
        try (TestFederation federation = withTopics(FederationPlan.of(10, ""))) {
            initFromFiles(federation, LAYOUT, new float[10]);
            federation.startAggregator();
            await().atMost(TestFederation.PATIENCE)
                    .untilAsserted(() -> assertKept(federation, "an aggregator has begun"));
        }
    }

    private void assertKept(TestFederation federation, String why) throws IOException {
        Run refused = initFromFiles(federation, LAYOUT, new float[10], "--replace");

        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err())
                .hasLineCount(1)
                .contains("must be one that nobody has used to be replaced, but " + why)
                .contains("tributary model publish");
    }

    private TestFederation withTopics(FederationPlan plan) {
        TestFederation federation = TestFederation.planned(plan, broker.bootstrapServers());
        federation.createTopics();
        return federation;
    }

    private Optional<FederationState> state(TestFederation federation) {
        try (ModelReader reader =
                new ModelReader(federation.kafka(), federation.topics().model())) {
            assertThat(reader.newest(TestFederation.PATIENCE)).isPresent();
            return reader.state();
        }
    }

    private Run initFromFiles(TestFederation federation, String layout, float[] parameters, String... more)
            throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(4 * parameters.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(parameters);
        Path numbers = Files.write(federation.file("initial.raw"), bytes.array());
        Path names = Files.writeString(federation.file("layout.json"), layout);
        List<String> words = List.of(
                "init", "--layout", names.toString(), "--parameters", numbers.toString(), "--format", "pytorch-tiny");
        return client(
                federation, Stream.concat(words.stream(), Arrays.stream(more)).toArray(String[]::new));
    }

    private Run client(TestFederation federation, String... words) {
        Stream<String> name = Stream.of("--federation", federation.topics().federation());
        return new CommandLines(broker.bootstrapServers())
                .client(Stream.of(Stream.of("model"), Arrays.stream(words), name)
                        .flatMap(all -> all)
                        .toArray(String[]::new));
    }
}
