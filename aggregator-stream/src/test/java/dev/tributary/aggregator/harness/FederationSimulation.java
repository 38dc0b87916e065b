package dev.tributary.aggregator.harness;

import dev.tributary.aggregator.admission.HomePartition;
import dev.tributary.aggregator.publication.ModelSource;
import dev.tributary.aggregator.recovery.LogReplay;
import dev.tributary.aggregator.topology.NodeNames;
import dev.tributary.aggregator.version.NewestVersion;
import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.schemas.avro.RoundResult;
import dev.tributary.schemas.framing.RecordFraming;
import dev.tributary.schemas.globalmodel.GlobalModel;
import dev.tributary.schemas.topic.RecordKeys;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KeyValue;

/**
 * A task of stage 1 for each partition of updates, one of stage 2 and the topics between them, or, of one partition, one
 * task for both stages. What happens next is chance: a record arrives or is
 * processed, a clock ticks, a producer sends, a task commits or crashes, a task sees a version late.
 */
public final class FederationSimulation {

    /** Greatest length of a chunk on the aggregator's topics. */
    private static final int CHUNK_BYTES = 1024;

    private static final long STEP_MS = 50;

    private final SplittableRandom random;
    private final Map<TopicPartition, TransactionalLog> logs = new HashMap<>();
    private final TransactionalLog model = new TransactionalLog();
    private final TransactionalLog rounds = new TransactionalLog();
    private final TransactionalLog rejections = new TransactionalLog();
    private final List<SimulatedTask> tasks = new ArrayList<>();
    private final FederationSettings settings;
    private long nowMs = AggregatorHarness.START.toEpochMilli();

    /** Puts an initial model there and starts the tasks. */
    public FederationSimulation(FederationSettings settings, GlobalModel initial, long seed) {
        this.settings = settings;
        this.random = new SplittableRandom(seed);
        ModelLog writer = new ModelLog();
        writer.write(initial, CHUNK_BYTES);
        writer.keys().forEach(key -> model.append(KeyValue.pair(key, writer.value(key))));
        rounds.append(KeyValue.pair(RecordKeys.round(0), new RecordFraming().encode(ModelFixtures.roundOf(initial))));
        if (settings.topicPlan().hasPartials()) {
            addTwoStages();
        } else {
            StageTask task = Stages.oneTask(settings, CHUNK_BYTES, new CommittedModels(), replay());
            tasks.add(new SimulatedTask(
                    task,
                    log(task.input()),
                    Map.of(
                            NodeNames.REFUSAL_NOTICES,
                            rejections,
                            NodeNames.MODEL_SINK,
                            model,
                            NodeNames.ROUNDS_SINK,
                            rounds)));
        }
        for (SimulatedTask task : tasks) {
            task.start(nowMs);
        }
    }

    private void addTwoStages() {
        for (int partition = 0; partition < settings.topicPlan().updatePartitions(); partition++) {
            StageTask task = Stages.admission(settings, partition, CHUNK_BYTES, replay());
            tasks.add(new SimulatedTask(
                    task,
                    log(task.input()),
                    Map.of(NodeNames.PARTIALS_SINK, partials(), NodeNames.REFUSAL_NOTICES, rejections)));
        }
        StageTask round = Stages.round(settings, CHUNK_BYTES, new CommittedModels(), replay());
        tasks.add(new SimulatedTask(
                round, partials(), Map.of(NodeNames.MODEL_SINK, model, NodeNames.ROUNDS_SINK, rounds)));
    }

    private TransactionalLog partials() {
        return log(new TopicPartition(settings.topics().partials(), 0));
    }

    private TransactionalLog log(TopicPartition partition) {
        return logs.computeIfAbsent(partition, unused -> new TransactionalLog());
    }

    private LogReplay replay() {
        return new LogReplay() {
            @Override
            public void read(TopicPartition partition, long from, long through, RecordVisitor visitor) {
                TransactionalLog log = log(partition);
                for (OptionalLong at = log.next(from);
                        at.isPresent() && at.getAsLong() <= through;
                        at = log.next(at.getAsLong() + 1)) {
                    KeyValue<String, byte[]> record = log.get(at.getAsLong());
                    visitor.visit(record.key, record.value, at.getAsLong());
                }
            }

            @Override
            public int partitions(String topic) {
                return settings.topicPlan().updatePartitions();
            }
        };
    }

    /** Reads what is committed at the moment of the call. */
    private final class CommittedModels implements ModelSource {

        @Override
        public Optional<GlobalModel> newest() {
            return committedModels().newest();
        }

        @Override
        public Optional<GlobalModel> version(long version) {
            return committedModels().version(version);
        }
    }

    /** The model topic as a reader finds it now. */
    public ModelLog committedModels() {
        ModelLog reader = new ModelLog();
        model.visible().forEach(record -> reader.accept(record.key, record.value));
        return reader;
    }

    /** The newest version that a client can see now. */
    public long newestVersion() {
        return versions().get(versions().size() - 1).version();
    }

    /** A client's record arrives; the answer is its offset. */
    public long arrive(int partition, KeyValue<String, byte[]> record) {
        return log(new TopicPartition(settings.topics().updates(), partition)).append(record);
    }

    /** The partition that a client writes to. */
    public int partitionOf(String clientId) {
        return new HomePartition(0, settings.topicPlan().updatePartitions()).of(clientId);
    }

    /** Something happens to some task. */
    public void step() {
        nowMs += STEP_MS;
        SimulatedTask task = tasks.get(random.nextInt(tasks.size()));
        int chance = random.nextInt(100);
        if (chance < 60) {
            task.process(nowMs);
        } else if (chance < 70) {
            task.send(1 + random.nextInt(3));
        } else if (chance < 78) {
            task.tick(nowMs);
        } else if (chance < 86) {
            task.task().showVersion(versions().get(versions().size() - 1));
        } else if (chance < 96) {
            task.commit();
        } else {
            // The instance that takes over may know less than the one that died.
            List<NewestVersion> known = versions();
            task.task().showVersion(known.get(Math.max(0, known.size() - 1 - random.nextInt(8))));
            task.crash(nowMs);
        }
    }

    private List<NewestVersion> versions() {
        List<KeyValue<String, byte[]>> results = rounds.visible().stream()
                .filter(record -> RecordKeys.isRound(record.key))
                .toList();
        return Records.ofType(RoundResult.class, results).stream()
                .map(NewestVersion::of)
                .toList();
    }

    /** Lets everything come to its end, without crashes: what waits is decided and published, or has expired. */
    public void settle() {
        for (int turn = 0; turn < 40; turn++) {
            nowMs += settings.admission().holdTimeout().toMillis() / 20;
            for (SimulatedTask task : tasks) {
                task.task().showVersion(versions().get(versions().size() - 1));
                while (task.process(nowMs)) {
                    // Until nothing is left.
                }
                task.tick(nowMs);
                task.commit();
            }
        }
    }

    /** Committed records of the topic rounds. */
    public List<KeyValue<String, byte[]>> rounds() {
        return rounds.visible();
    }

    /** Committed records of the topic rejections. */
    public List<KeyValue<String, byte[]>> rejections() {
        return rejections.visible();
    }
}
