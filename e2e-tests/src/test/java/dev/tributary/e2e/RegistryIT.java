package dev.tributary.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tributary.aggregator.command.AggregatorMain;
import dev.tributary.client.command.ClientMain;
import dev.tributary.e2e.harness.ChildJvm;
import dev.tributary.e2e.harness.ClientRun;
import dev.tributary.e2e.harness.ExactSums;
import dev.tributary.e2e.harness.FederationPlan;
import dev.tributary.e2e.harness.FixedDeltaTrainer;
import dev.tributary.e2e.harness.RegistryProcess;
import dev.tributary.e2e.harness.Rounds;
import dev.tributary.e2e.harness.SharedBroker;
import dev.tributary.e2e.harness.TestClient;
import dev.tributary.e2e.harness.TestFederation;
import dev.tributary.log.registry.SchemaRegistrar;
import dev.tributary.log.registry.SchemaRegistration;
import dev.tributary.operator.command.TributaryCommand;
import dev.tributary.schemas.avro.UpdateMember;
import dev.tributary.testbed.broker.EmbeddedBroker;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A federation whose records are framed with ids of a real schema registry. */
@ExtendWith(SharedBroker.class)
class RegistryIT {

    private static final byte ID = 0;
    private static final byte SINGLE_OBJECT = (byte) 0xC3;
    private static final byte[] UNKNOWN_ID = {0, 0x7f, 0, 0, 1, 2, 3};
    private static final Pattern LOG_OF_NORMAL_WORK = Pattern.compile("^\\d{4}-\\d\\d-\\d\\dT\\S+Z INFO ");

    /** Several chunks an update. */
    private static final FederationPlan PLAN = FederationPlan.of(10_000, "round: {goal: 2, stalenessExponent: 0}\n")
            .withPartitions(2)
            .withMaxMessageBytes(20_000);

    private static RegistryProcess registered;

    @BeforeAll
    static void register() {
        registered = RegistryProcess.start();
        assertThat(new SchemaRegistrar(confluent(registered.url())).register())
                .hasSizeGreaterThan(6)
                .allMatch(SchemaRegistration::isRight);
    }

    @AfterAll
    static void stop() {
        registered.close();
    }

    @Test
    void shouldLearnInTheSameRoundsWhenClientsFrameDifferently(EmbeddedBroker broker) {
        try (TestFederation federation =
                TestFederation.create(PLAN, broker.bootstrapServers(), confluent(registered.url()))) {
            federation.startAggregator();
            TestClient withIds = start(federation, 4, Map.of());
            TestClient singleObject = start(federation, 4, Map.of("tributary.serde", "single-object"));

            federation.awaitVersion(4);

            Rounds rounds = new ExactSums(federation, 0).require();
            LongStream.rangeClosed(1, 4).forEach(version -> assertThat(rounds.members(version))
                    .extracting(UpdateMember::getClientId)
                    .contains(withIds.id(), singleObject.id()));
            assertThat(federation.firstBytes(federation.topics().updates(), PLAN.partitions()))
                    .containsExactlyInAnyOrder(ID, SINGLE_OBJECT);
            assertThat(List.of(
                            federation.topics().model(),
                            federation.topics().rounds(),
                            federation.topics().partials()))
                    .allSatisfy(
                            topic -> assertThat(federation.firstBytes(topic, 1)).containsExactly(ID));
        }
    }

    @Test
    void shouldGoOnWithTheIdsAtHandWhenTheRegistryIsDown(EmbeddedBroker broker) {
        try (RegistryProcess registry = RegistryProcess.start();
                TestFederation federation = registeredFederation(broker, registry)) {
            federation.startAggregator();
            start(federation, 8, Map.of());
            start(federation, 8, Map.of());
            federation.awaitVersion(2);

            registry.kill();

            federation.awaitVersion(8);
            new ExactSums(federation, 0).require();
        }
    }

    private static TestFederation registeredFederation(EmbeddedBroker broker, RegistryProcess registry) {
        Map<String, Object> properties = confluent(registry.url());
        new SchemaRegistrar(properties).register();
        return TestFederation.create(PLAN, broker.bootstrapServers(), properties);
    }

    @Test
    void shouldRefuseTheRecordAndGoOnWhenItsIdIsUnknown(EmbeddedBroker broker) {
        try (TestFederation federation =
                TestFederation.create(PLAN, broker.bootstrapServers(), confluent(registered.url()))) {
            federation.startAggregator();
            federation.sender().sendAll("stranger", List.of(UNKNOWN_ID));
            start(federation, 1, Map.of());
            start(federation, 1, Map.of());

            federation.awaitVersion(1);

            await("rejection").atMost(TestFederation.PATIENCE).untilAsserted(() -> assertThat(
                            federation.rejections().all())
                    .singleElement()
                    .satisfies(told -> {
                        assertThat(told.rejection().getReason()).isEqualTo("UNDECODABLE");
                        assertThat(told.rejection().getDetail())
                                .isEqualTo("schema id 2130706433 must be known to the registry, was not");
                    }));
        }
    }

    @Test
    void shouldRefuseTheRecordWhenThereIsNoRegistry(EmbeddedBroker broker) {
        try (TestFederation federation = TestFederation.create(PLAN, broker.bootstrapServers())) {
            federation.startAggregator();
            federation.sender().sendAll("stranger", List.of(UNKNOWN_ID));

            await("rejection").atMost(TestFederation.PATIENCE).untilAsserted(() -> assertThat(
                            federation.rejections().all())
                    .singleElement()
                    .satisfies(told -> {
                        assertThat(told.rejection().getReason()).isEqualTo("UNDECODABLE");
                        assertThat(told.rejection().getDetail()).contains("set tributary.registry.url");
                    }));
        }
    }

    @Test
    void shouldSayInOneLineWhatToDoWhenSchemasAreNotRegistered(EmbeddedBroker broker) throws IOException {
        try (RegistryProcess empty = RegistryProcess.start();
                TestFederation federation = TestFederation.create(PLAN, broker.bootstrapServers())) {
            Path properties = write(federation, empty.url());

            assertRefused(aggregator(federation, properties), "aggregator", "schema of ModelUpdate must be registered");
            assertRefused(client(federation, properties), "client", "schema of ModelUpdate must be registered");
            assertRefused(client(federation, properties), "client-2", "tributary schemas register --kafka-config FILE");
        }
    }

    @Test
    void shouldSayInOneLineWhatToDoWhenTheRegistryIsDownAtTheStart(EmbeddedBroker broker) throws IOException {
        try (TestFederation federation = TestFederation.create(PLAN, broker.bootstrapServers())) {
            String url = "http://127.0.0.1:" + unusedPort();
            Path properties = write(federation, url);

            String expected = "registry " + url + " did not answer: could not connect; see tributary.registry.url";
            assertRefused(aggregator(federation, properties), "aggregator", expected);
            assertRefused(client(federation, properties), "client", expected);
        }
    }

    @Test
    @Tag("chaos")
    void shouldPassTheCheckAfterRegistrationOnly(EmbeddedBroker broker) throws IOException {
        try (RegistryProcess empty = RegistryProcess.start();
                TestFederation federation = TestFederation.planned(PLAN, broker.bootstrapServers())) {
            List<String> file =
                    List.of("--kafka-config", write(federation, empty.url()).toString());

            assertThat(run(federation, "before", schemas("check", file))).isEqualTo(1);
            assertThat(run(federation, "register", schemas("register", file))).isZero();
            assertThat(run(federation, "again", schemas("register", file))).isZero();
            assertThat(run(federation, "after", schemas("check", file))).isZero();
        }
    }

    private static int unusedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static Map<String, Object> confluent(String url) {
        return Map.of("tributary.serde", "confluent", "tributary.registry.url", url);
    }

    private static TestClient start(TestFederation federation, long untilVersion, Map<String, Object> properties) {
        int number = federation.clients().nextNumber();
        return federation.startClient(
                ClientRun.of(number, new FixedDeltaTrainer(number)).untilVersion(untilVersion), properties);
    }

    private static Path write(TestFederation federation, String url) throws IOException {
        return Files.writeString(
                federation.file("client.properties"),
                """
                bootstrap.servers=%s
                tributary.serde=confluent
                tributary.registry.url=%s
                """
                        .formatted(federation.kafka().get("bootstrap.servers"), url));
    }

    private record Program(Class<?> main, List<String> args, TestFederation federation) {}

    private static Program aggregator(TestFederation federation, Path properties) {
        String settings = federation.settingsFile().toString();
        return new Program(
                AggregatorMain.class,
                List.of("aggregator", "--settings", settings, "--kafka-config", properties.toString()),
                federation);
    }

    private static Program client(TestFederation federation, Path properties) {
        String name = federation.topics().federation();
        return new Program(
                ClientMain.class,
                List.of("client", "--federation", name, "--generated", "10", "--kafka-config", properties.toString()),
                federation);
    }

    private static void assertRefused(Program program, String name, String expected) {
        try (ChildJvm process =
                ChildJvm.start(program.federation().file("process-" + name), program.main(), program.args())) {
            assertThat(process.awaitExit(TestFederation.PATIENCE)).isEqualTo(2);
            assertThat(process.stderr()
                            .lines()
                            .filter(line -> !LOG_OF_NORMAL_WORK.matcher(line).find()))
                    .singleElement()
                    .asString()
                    .startsWith("tributary: ")
                    .contains(expected);
        }
    }

    private static List<String> schemas(String command, List<String> options) {
        return List.of("schemas", command, options.get(0), options.get(1));
    }

    private static int run(TestFederation federation, String name, List<String> args) {
        try (ChildJvm process = ChildJvm.start(federation.file("process-" + name), TributaryCommand.class, args)) {
            return process.awaitExit(TestFederation.PATIENCE);
        }
    }
}
