package dev.tributary.aggregator.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.aggregator.harness.FederationSimulation;
import dev.tributary.aggregator.harness.ModelFixtures;
import dev.tributary.aggregator.harness.Records;
import dev.tributary.aggregator.harness.SettingsFixtures;
import dev.tributary.aggregator.harness.UpdateFixtures;
import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.schemas.avro.Rejection;
import dev.tributary.schemas.avro.RoundMembers;
import dev.tributary.schemas.avro.RoundResult;
import dev.tributary.schemas.avro.UpdateMember;
import dev.tributary.schemas.globalmodel.GlobalModel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.kafka.streams.KeyValue;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The whole aggregator under chance: whatever commits, crashes and lags in whatever order, each update counts in one
 * version once or is refused, each refusal is told once, and the published parameters are exactly what the members
 * make. Deltas are integers, so that no order of additions matters.
 */
class FederationCrashTest {

    private static final String[] SECTIONS = {
        "round: {goal: 6, quorum: 1, deadline: 20s, maxStaleness: 2, stalenessExponent: 0}",
        "admission: {holdTimeout: 1h}",
        "combining: {interval: 1s, maxUpdates: 4}"
    };

    private static final int PARAMETERS = 300;
    private static final int CLIENTS = 6;
    private static final int STEPS = 3000;

    private final List<Deque<KeyValue<String, byte[]>>> queues = new ArrayList<>();
    private final List<UpdateFixtures> sent = new ArrayList<>();
    private final Map<String, float[]> deltas = new HashMap<>();
    private final Map<String, Integer> attempts = new HashMap<>();
    private FederationSimulation simulation;
    private SplittableRandom random;

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 15);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldCountEachUpdateOnceWhenTasksCrashAtRandom(long seed) {
        shouldCountEachUpdateOnce(seed, 2);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldCountEachUpdateOnceWhenTheOnlyTaskCrashesAtRandom(long seed) {
        shouldCountEachUpdateOnce(seed, 1);
    }

    private void shouldCountEachUpdateOnce(long seed, int partitions) {
        // Given
        FederationSettings settings = SettingsFixtures.settings(
                Stream.concat(Stream.of("topics: {updatePartitions: " + partitions + "}"), Stream.of(SECTIONS))
                        .toArray(String[]::new));
        random = new SplittableRandom(seed);
        float[] initial = new float[PARAMETERS];
        simulation = new FederationSimulation(settings, ModelFixtures.initial(initial), seed);
        for (int i = 0; i < CLIENTS; i++) {
            queues.add(new ArrayDeque<>());
        }

        // When
        for (int step = 0; step < STEPS; step++) {
            if (random.nextInt(5) == 0) {
                send(random.nextInt(CLIENTS));
            }
            simulation.step();
        }
        simulation.settle();

        // Then
        assertThatEachCountsOnce();
        assertThatParametersAreExact(initial);
    }

    private void send(int client) {
        Deque<KeyValue<String, byte[]>> queue = queues.get(client);
        String clientId = "client-" + client;
        if (queue.isEmpty()) {
            UpdateFixtures update = nextUpdate(clientId);
            attempts.merge(update.updateId(), 1, Integer::sum);
            queue.addAll(update.records());
        }
        simulation.arrive(simulation.partitionOf(clientId), queue.remove());
    }

    private UpdateFixtures nextUpdate(String clientId) {
        List<UpdateFixtures> own = sent.stream()
                .filter(update -> update.record().key.equals(clientId))
                .toList();
        if (!own.isEmpty() && random.nextInt(4) == 0) {
            return own.get(random.nextInt(own.size()));
        }
        float[] delta = new float[PARAMETERS];
        for (int i = 0; i < PARAMETERS; i++) {
            delta[i] = random.nextInt(-50, 50);
        }
        long newest = simulation.newestVersion();
        UpdateFixtures update = UpdateFixtures.update()
                .from(clientId)
                .id("update-" + sent.size())
                .base(Math.max(0, newest + 1 - random.nextInt(4)))
                .examples(random.nextInt(8))
                .delta(delta)
                .chunkBytes(random.nextInt(200, 1400));
        sent.add(update);
        deltas.put(update.updateId(), delta);
        return update;
    }

    private List<UpdateMember> members() {
        return Records.ofType(RoundMembers.class, simulation.rounds()).stream()
                .flatMap(part -> part.getMembers().stream())
                .toList();
    }

    private void assertThatEachCountsOnce() {
        List<String> members = members().stream().map(UpdateMember::getUpdateId).toList();
        assertThat(members).doesNotHaveDuplicates().hasSizeGreaterThan(20);
        List<Rejection> rejections = Records.ofType(Rejection.class, simulation.rejections());
        assertThat(rejections)
                .extracting(rejection -> rejection.getPartition() + "/" + rejection.getOffset())
                .doesNotHaveDuplicates();
        Map<String, Long> refusals =
                rejections.stream().collect(Collectors.groupingBy(Rejection::getUpdateId, Collectors.counting()));
        Set<String> admitted = new HashSet<>(members);
        attempts.forEach((id, count) -> {
            long outcomes = refusals.getOrDefault(id, 0L) + (admitted.contains(id) ? 1 : 0);
            // An attempt that waits for its base version is replaced by the next one without a word.
            assertThat(outcomes).as(id).isBetween(1L, (long) count);
        });
    }

    private void assertThatParametersAreExact(float[] initial) {
        List<RoundResult> rounds = Records.ofType(RoundResult.class, simulation.rounds());
        List<GlobalModel> models = simulation.committedModels().published();
        assertThat(rounds).hasSize(models.size()).hasSizeGreaterThan(5);
        float[] expected = initial;
        for (int version = 1; version < models.size(); version++) {
            expected = next(expected, version);
            assertThat(rounds.get(version).getVersion()).isEqualTo(version);
            assertThat(models.get(version).version()).isEqualTo(version);
            assertThat(models.get(version).parameters())
                    .as("version %d", version)
                    .isEqualTo(expected);
        }
    }

    private float[] next(float[] current, long version) {
        double[] sum = new double[PARAMETERS];
        double examples = 0;
        for (RoundMembers part : Records.ofType(RoundMembers.class, simulation.rounds())) {
            for (UpdateMember member : part.getVersion() == version ? part.getMembers() : List.<UpdateMember>of()) {
                float[] delta = deltas.get(member.getUpdateId());
                for (int i = 0; i < PARAMETERS; i++) {
                    sum[i] += (double) delta[i] * member.getExampleCount();
                }
                examples += member.getExampleCount();
            }
        }
        float[] next = new float[PARAMETERS];
        for (int i = 0; i < PARAMETERS; i++) {
            next[i] = (float) (current[i] + sum[i] / examples);
        }
        return next;
    }
}
