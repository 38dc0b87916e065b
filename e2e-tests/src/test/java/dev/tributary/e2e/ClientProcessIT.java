package dev.tributary.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tributary.client.command.ClientMain;
import dev.tributary.client.dl4j.BuiltInArchitecture;
import dev.tributary.e2e.harness.ChildJvm;
import dev.tributary.e2e.harness.FederationPlan;
import dev.tributary.e2e.harness.IdxFiles;
import dev.tributary.e2e.harness.Rounds;
import dev.tributary.e2e.harness.SharedBroker;
import dev.tributary.e2e.harness.TestFederation;
import dev.tributary.operator.command.TributaryCommand;
import dev.tributary.schemas.avro.UpdateMember;
import dev.tributary.schemas.globalmodel.GlobalModel;
import dev.tributary.testbed.broker.EmbeddedBroker;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A federation by the commands of the README, each in a process of its own. */
@ExtendWith(SharedBroker.class)
class ClientProcessIT {

    private static final BuiltInArchitecture MLP = BuiltInArchitecture.MLP;

    /** What a JVM exits with when SIGTERM ends it: 128 + 15. */
    private static final int EXIT_OF_SIGTERM = 143;

    private final List<ChildJvm> started = new ArrayList<>();
    private String bootstrapServers;
    private TestFederation federation;

    @BeforeEach
    void plan(EmbeddedBroker broker) {
        bootstrapServers = broker.bootstrapServers();
        federation = TestFederation.planned(
                FederationPlan.of(MLP.parameterCount(), "round: {goal: 2, quorum: 1, deadline: 5s}\n"),
                bootstrapServers);
    }

    @AfterEach
    void stop() {
        started.forEach(ChildJvm::close);
        federation.close();
    }

    @Test
    void shouldLearnFromProcessesAndStopCleanlyOnSigterm() throws IOException {
        applyTopics();
        initModel();
        federation.startAggregator();
        String data = IdxFiles.write(federation.file("data"), 400, 10).toString();
        ChildJvm endless = startClient("endless", "--data", data, "--clients", "2", "--index", "0");
        ChildJvm brief = startClient("brief", "--generated", "200", "--learning-rate", "0.05", "--rounds", "2");

        assertThat(brief.awaitExit(TestFederation.PATIENCE)).isZero();
        federation.awaitVersion(2);
        endless.terminate();
        assertThat(endless.awaitExit(Duration.ofSeconds(15))).isEqualTo(EXIT_OF_SIGTERM);

        requireClean(endless);
        requireClean(brief);
        requireBothCounted();
    }

    private void applyTopics() {
        ChildJvm apply = start(
                "topics-apply",
                TributaryCommand.class,
                "topics",
                "apply",
                "--settings",
                federation.settingsFile().toString(),
                "--bootstrap-server",
                bootstrapServers);
        assertThat(apply.awaitExit(TestFederation.PATIENCE)).as(apply.stderr()).isZero();
        assertThat(apply.stdout())
                .contains(
                        federation.topics().updates(),
                        federation.topics().rounds(),
                        federation.topics().model(),
                        federation.topics().rejections());
    }

    private void initModel() {
        ChildJvm init = start(
                "model-init",
                ClientMain.class,
                "model",
                "init",
                "--federation",
                federation.topics().federation(),
                "--bootstrap-server",
                bootstrapServers,
                "--architecture",
                MLP.modelName(),
                "--seed",
                "5");
        assertThat(init.awaitExit(TestFederation.PATIENCE)).as(init.stderr()).isZero();
        assertThat(init.stdout())
                .startsWith("published version 0 of federation")
                .contains("199,210 parameters");
        GlobalModel published = federation.awaitVersion(0);
        assertThat(published.parameters()).isEqualTo(MLP.initialModel(5).parameters());
    }

    private ChildJvm startClient(String name, String... data) {
        List<String> args = new ArrayList<>(List.of(
                "client",
                "--federation",
                federation.topics().federation(),
                "--bootstrap-server",
                bootstrapServers,
                "--secret-file",
                federation.file(name + ".secret").toString()));
        args.addAll(List.of(data));
        return start(name, ClientMain.class, args.toArray(String[]::new));
    }

    private ChildJvm start(String name, Class<?> main, String... args) {
        ChildJvm jvm = ChildJvm.start(federation.file(name), main, List.of(args));
        started.add(jvm);
        return jvm;
    }

    /** Its last words are that it has stopped, and nothing went wrong before. */
    private static void requireClean(ChildJvm client) {
        List<String> lines = client.stderr().lines().toList();
        assertThat(lines.get(lines.size() - 1)).contains("stopped: clientId=");
        assertThat(lines).noneMatch(line -> line.startsWith("\tat ") || line.contains("ERROR"));
    }

    private void requireBothCounted() {
        await().atMost(TestFederation.PATIENCE)
                .untilAsserted(() -> assertThat(clientsOf(federation.rounds())).hasSize(2));
        assertThat(federation.rejections().all()).isEmpty();
    }

    private static Set<String> clientsOf(Rounds rounds) {
        return rounds.versions().stream()
                .flatMap(version -> rounds.members(version).stream())
                .map(UpdateMember::getClientId)
                .collect(Collectors.toSet());
    }
}
