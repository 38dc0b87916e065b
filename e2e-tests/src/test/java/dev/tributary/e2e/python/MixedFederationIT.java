package dev.tributary.e2e.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tributary.client.update.ClientId;
import dev.tributary.client.update.ClientSecret;
import dev.tributary.e2e.harness.ClientRun;
import dev.tributary.e2e.harness.ExactSums;
import dev.tributary.e2e.harness.FederationPlan;
import dev.tributary.e2e.harness.FixedDeltaTrainer;
import dev.tributary.e2e.harness.Rounds;
import dev.tributary.e2e.harness.SharedBroker;
import dev.tributary.e2e.harness.TestClient;
import dev.tributary.e2e.harness.TestFederation;
import dev.tributary.schemas.avro.UpdateMember;
import dev.tributary.testbed.broker.EmbeddedBroker;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Clients in Java and in Python in one federation: whole numbers of both add up to the bit. */
@ExtendWith(SharedBroker.class)
class MixedFederationIT {

    /** Three chunks an update in FLOAT32. */
    private static final int PARAMETERS = 600_000;

    private static final int ROUNDS = 3;
    private static final String SECTIONS =
            """
            round: {goal: 5, quorum: 1, deadline: 2s, maxStaleness: 9, stalenessExponent: 1}
            admission: {maxDeltaNorm: 1e9}
            """;

    /** Each of them holds small whole numbers exactly; INT8 does not, since its scale is rounded. */
    private static final List<String> ENCODINGS = List.of("FLOAT32", "FLOAT16", "TOP_K");

    private static final Pattern SENT = Pattern.compile("update sent: .*updateId=(\\S+)");

    @Test
    void shouldAddUpToTheBitWhenClientsInJavaAndInPythonTakePart(EmbeddedBroker broker)
            throws IOException, InterruptedException {
        PythonInterpreter python = PythonInterpreter.require();
        FederationPlan plan = FederationPlan.of(PARAMETERS, SECTIONS).withPartitions(2);
        try (TestFederation federation = TestFederation.create(plan, broker.bootstrapServers())) {
            federation.startAggregator();
            List<TestClient> inJava = List.of(javaClient(federation), javaClient(federation));
            Set<String> inPython = new HashSet<>();
            List<String> words = pythonClients(federation, inPython, broker.bootstrapServers());

            PythonInterpreter.Ended ended = python.run(
                    PythonInterpreter.CLIENT, Map.of(), TestFederation.PATIENCE, words.toArray(String[]::new));
            await().atMost(TestFederation.PATIENCE).until(() -> inJava.stream().allMatch(TestClient::hasEnded));

            assertThat(ended.exitCode()).as(ended.text()).isZero();
            acknowledge(federation, ended.text());
            Rounds rounds = new ExactSums(federation, 1).require();
            assertThat(clientsOf(rounds)).containsAll(inPython).hasSize(inPython.size() + inJava.size());
            assertThat(federation.rejections().all()).isEmpty();
        }
    }

    private static TestClient javaClient(TestFederation federation) {
        int number = federation.clients().nextNumber();
        return federation.startClient(
                ClientRun.of(number, new FixedDeltaTrainer(number)).rounds(ROUNDS));
    }

    private static List<String> pythonClients(TestFederation federation, Set<String> ids, String bootstrapServers) {
        String name = federation.topics().federation();
        List<String> words = new ArrayList<>(List.of(
                PythonInterpreter.CLIENT.resolve("tests/whole_clients.py").toString(),
                bootstrapServers,
                name,
                String.valueOf(ROUNDS),
                federation.file("").toString()));
        for (String encoding : ENCODINGS) {
            int number = federation.clients().nextNumber();
            byte[] secret = ByteBuffer.allocate(32).putInt(28, number).array();
            String id = ClientId.of(new ClientSecret(secret), name).value();
            federation.clients().register(id, number);
            ids.add(id);
            words.add(number + "=" + encoding);
        }
        return words;
    }

    private static void acknowledge(TestFederation federation, String log) {
        Matcher sent = SENT.matcher(log);
        int count = 0;
        while (sent.find()) {
            federation.clients().acknowledge(sent.group(1));
            count++;
        }
        assertThat(count).isEqualTo(ROUNDS * ENCODINGS.size());
    }

    private static Set<String> clientsOf(Rounds rounds) {
        return rounds.versions().stream()
                .flatMap(version -> rounds.members(version).stream())
                .map(UpdateMember::getClientId)
                .collect(Collectors.toSet());
    }
}
