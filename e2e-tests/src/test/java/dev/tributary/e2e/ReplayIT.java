package dev.tributary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.e2e.harness.CommandLines;
import dev.tributary.e2e.harness.CommandLines.Run;
import dev.tributary.e2e.harness.FederationPlan;
import dev.tributary.e2e.harness.RawUpdate;
import dev.tributary.e2e.harness.Rounds;
import dev.tributary.e2e.harness.SharedBroker;
import dev.tributary.e2e.harness.TestFederation;
import dev.tributary.e2e.harness.UpdateSender;
import dev.tributary.schemas.avro.UpdateMember;
import dev.tributary.testbed.broker.EmbeddedBroker;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the aggregator made of updates on two partitions, computed again from the log: to the bit, since sums of random
 * numbers show every other order of additions.
 */
@ExtendWith(SharedBroker.class)
class ReplayIT {

    private static final int PARAMETERS = 500;
    private static final int CLIENTS = 12;
    private static final long VERSIONS = 3;

    private static final String SECTIONS =
            """
            round: {goal: 9, quorum: 9, deadline: 1h, maxStaleness: 10}
            combining: {maxUpdates: 4, interval: 300ms}
            admission: {clippingNorm: 20}
            strategy: {name: %s}
            """;

    @ParameterizedTest
    @ValueSource(strings = {"fedAvg", "fedAdam", "median"})
    void shouldGiveTheSameBitsWithTheSameSettingsAndOthersWithOthers(String strategy, EmbeddedBroker broker)
            throws IOException {
        String sections = SECTIONS.formatted(strategy);
        FederationPlan plan = FederationPlan.of(PARAMETERS, sections).withPartitions(2);
        try (TestFederation federation = TestFederation.create(plan, broker.bootstrapServers())) {
            runRounds(federation);
            requireTwoPartitionsAndLongPartials(federation.rounds(), strategy);
            CommandLines commands = new CommandLines(broker.bootstrapServers());
            Path last = federation.file("last.raw");

            Run same = replay(commands, federation, "--out", last.toString(), "-o", "json");
            Run text = replay(commands, federation);
            Run other = replay(commands, federation, "--with", otherSettings(federation), "-o", "json");

            JsonNode versions = same.json().path("versions");
            assertThat(versions.size()).as(same.err()).isGreaterThanOrEqualTo((int) VERSIONS);
            assertThat(versions.findValuesAsText("isIdentical")).containsOnly("true");
            assertThat(text.out())
                    .contains(strategy)
                    .contains("identical to the bit")
                    .doesNotContain("distance");
            assertThat(floats(last)).isEqualTo(federation.modelVersions().get((long) versions.size()));
            assertThat(other.json().path("versions").findValuesAsText("isIdentical"))
                    .as(other.err())
                    .containsOnly("false");
            assertThat(other.json().path("versions").path(0).path("distance").asDouble())
                    .isPositive();
        }
    }

    private static void runRounds(TestFederation federation) {
        federation.startAggregator();
        UpdateSender sender = federation.sender();
        SplittableRandom random = new SplittableRandom(11);
        for (long base = 0; base < VERSIONS; base++) {
            for (int client = 0; client < CLIENTS; client++) {
                float[] delta = new float[PARAMETERS];
                for (int i = 0; i < PARAMETERS; i++) {
                    delta[i] = (float) random.nextDouble(-2, 2);
                }
                sender.send(RawUpdate.of(federation, "client-" + client)
                        .base(base)
                        .examples(1 + random.nextInt(100))
                        .delta(delta));
            }
            federation.awaitVersion(base + 1);
        }
    }

    /** Else the order of additions would not be put to the test. */
    private static void requireTwoPartitionsAndLongPartials(Rounds rounds, String strategy) {
        List<UpdateMember> members = rounds.versions().stream()
                .flatMap(version -> rounds.members(version).stream())
                .toList();
        assertThat(members.stream().map(UpdateMember::getPartition).distinct()).hasSize(2);
        Map<String, Long> sizes = members.stream()
                .collect(Collectors.groupingBy(
                        member -> member.getPartition() + "/" + member.getPartialSequence(), Collectors.counting()));
        // The median needs every update, so none is summed up with another.
        long longest = sizes.values().stream().mapToLong(Long::longValue).max().orElse(0);
        assertThat(longest > 1).isEqualTo(!strategy.equals("median"));
    }

    private static Run replay(CommandLines commands, TestFederation federation, String... more) {
        List<String> words = new ArrayList<>(
                List.of("replay", "--settings", federation.settingsFile().toString(), "--from-version", "0"));
        words.addAll(List.of(more));
        return commands.operator(words.toArray(String[]::new));
    }

    private static String otherSettings(TestFederation federation) throws IOException {
        String text = Files.readString(federation.settingsFile()).replace("clippingNorm: 20", "clippingNorm: 19.5");
        return Files.writeString(federation.file("other.yaml"), text).toString();
    }

    private static float[] floats(Path file) throws IOException {
        float[] floats = new float[PARAMETERS];
        ByteBuffer.wrap(Files.readAllBytes(file))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(floats);
        return floats;
    }
}
