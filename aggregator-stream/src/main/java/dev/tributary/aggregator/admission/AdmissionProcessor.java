package dev.tributary.aggregator.admission;

import dev.tributary.aggregator.admission.AdmissionStore.Progress;
import dev.tributary.aggregator.aggregation.StalenessFactor;
import dev.tributary.aggregator.combining.OpenPartialSum;
import dev.tributary.aggregator.combining.PartialSumRecords;
import dev.tributary.aggregator.operations.FederationMetrics;
import dev.tributary.aggregator.recovery.LogReplay;
import dev.tributary.aggregator.settings.FederationSettings;
import dev.tributary.schemas.avro.ModelUpdate;
import dev.tributary.schemas.avro.Rejection;
import dev.tributary.schemas.framing.RecordFraming;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stage 1: admits updates of one partition, adds them up, and forwards the partial sum after so many updates or so
 * much time.
 *
 * <p>What is in memory after a crash is what it was at the last commit: the sum and the chunks are read from the log
 * again, and the store says which of its records count (docs/decisions/0001).
 */
public final class AdmissionProcessor implements Processor<String, byte[], String, byte[]> {

    private static final Logger LOG = LoggerFactory.getLogger(AdmissionProcessor.class);

    private final FederationSettings settings;
    private final Wiring wiring;
    private final StalenessFactor stalenessFactor;
    private final RecordFraming framing = new RecordFraming();

    private ProcessorContext<String, byte[]> context;
    private KeyValueStore<String, byte[]> versions;
    private AdmissionStore store;
    private AdmittedUpdates admitted;
    private UpdateIntake intake;
    private OpenPartialSum partial;
    private PartialSumRecords records;
    private long processedThrough;
    private long newestVersion;
    private Optional<NewestVersion> newest;
    private byte[] newestBytes;

    /**
     * What the processor needs beside the settings.
     *
     * @param admissionStore  name of the task's store
     * @param versionStore    name of the global store with the newest version, under the key {@code newest}
     * @param partialsSink    name of the sink of partial sums
     * @param rejectionsSink  name of the sink of rejections
     * @param partialChunkBytes greatest length of a chunk on {@code partials}
     * @param replay          reads the topic of updates again
     * @param metrics         counts
     */
    public record Wiring(
            String admissionStore,
            String versionStore,
            String partialsSink,
            String rejectionsSink,
            int partialChunkBytes,
            LogReplay replay,
            FederationMetrics metrics) {}

    /**
     * @param settings the federation's settings
     * @param wiring   names and means
     */
    public AdmissionProcessor(FederationSettings settings, Wiring wiring) {
        this.settings = settings;
        this.wiring = wiring;
        this.stalenessFactor = new StalenessFactor(settings.round().stalenessExponent());
    }

    @Override
    public void init(ProcessorContext<String, byte[]> processorContext) {
        context = processorContext;
        versions = context.getStateStore(wiring.versionStore());
        store = new AdmissionStore(context.getStateStore(wiring.admissionStore()));
        admitted = new AdmittedUpdates(store, settings.admission().oneUpdatePerVersion());
        newest = Optional.empty();
        newestBytes = null;
        newestVersion = -1;
        Progress progress = store.progress();
        partial = new OpenPartialSum(progress.sequence());
        records = null;
        processedThrough = progress.processedThrough();
        recover(progress);
        Duration tick = shorter(settings.combining().interval(), Duration.ofMillis(50));
        context.schedule(tick, PunctuationType.WALL_CLOCK_TIME, now -> onTick());
    }

    private void recover(Progress progress) {
        Map<Long, AdmittedUpdate> members = admitted.membersByOffset(progress.sequence());
        intake = newIntake(new Combining(members));
        IntakeReplay replay = new IntakeReplay(intake, members, store, context::currentSystemTimeMs);
        wiring.replay().read(updatesPartition(), progress.replayFrom(), progress.processedThrough(), replay::accept);
        replay.requireComplete();
    }

    private UpdateIntake newIntake(Combining combining) {
        return new UpdateIntake(
                settings.admission(),
                settings.round().maxStaleness(),
                this::newestVersion,
                store,
                admitted,
                combining,
                context::currentSystemTimeMs);
    }

    private TopicPartition updatesPartition() {
        return new TopicPartition(settings.topics().updates(), context.taskId().partition());
    }

    @Override
    public void process(Record<String, byte[]> record) {
        long offset = context.recordMetadata().orElseThrow().offset();
        followVersion();
        processedThrough = offset;
        intake.accept(record.key(), record.value(), offset);
        saveProgress();
    }

    private void onTick() {
        followVersion();
        intake.expire();
        boolean isDue = !partial.isEmpty()
                && context.currentSystemTimeMs() - partial.firstAddedAtMs()
                        >= settings.combining().interval().toMillis();
        if (isDue) {
            forwardPartial();
        }
        saveProgress();
        wiring.metrics().held(context.taskId().partition(), intake.held().bytes());
    }

    private int mostUpdates() {
        int wanted = settings.combining()
                .effectiveMaxUpdates(
                        settings.round().goal(), settings.topicPlan().updatePartitions());
        return Math.min(wanted, PartialSumRecords.maxMembers(wiring.partialChunkBytes()));
    }

    /** Looks whether a version was published, and decides what waited for it. */
    private void followVersion() {
        byte[] bytes = versions.get(VersionFollower.NEWEST);
        if (Arrays.equals(bytes, newestBytes)) {
            return;
        }
        newestBytes = bytes;
        newest = Optional.ofNullable(bytes).map(NewestVersion::fromBytes);
        long version = newest.map(NewestVersion::version).orElse(-1L);
        if (version > newestVersion) {
            newestVersion = version;
            intake.decideDeferred();
            admitted.forgetBefore(version - settings.round().maxStaleness(), partial.sequence());
        }
    }

    private Optional<NewestVersion> newestVersion() {
        return newest;
    }

    private void forwardPartial() {
        if (records == null) {
            records = new PartialSumRecords(
                    context.taskId().partition(),
                    wiring.partialChunkBytes(),
                    newest.orElseThrow().layoutFingerprint());
        }
        long now = context.currentSystemTimeMs();
        String key = String.valueOf(context.taskId().partition());
        records.write(partial, value -> context.forward(new Record<>(key, value, now), wiring.partialsSink()));
        partial.reset();
        wiring.metrics().partialForwarded();
        // Stage 2 reads committed records only, so the sooner the better.
        context.commit();
    }

    private void saveProgress() {
        long next = processedThrough + 1;
        long replayFrom = Math.min(partial.firstOffsetOr(next), intake.held().firstOffsetOr(next));
        store.putProgress(new Progress(partial.sequence(), replayFrom, processedThrough));
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    @Override
    public void close() {
        wiring.metrics().heldNoMore(context.taskId().partition());
    }

    /** Adds what was admitted; after a crash first what had been admitted before, in the same order. */
    private final class Combining implements AdmissionOutcomes {

        private final Map<Long, AdmittedUpdate> members;
        /** Additions that wait for those before them, by their position. */
        private final TreeMap<Integer, Runnable> outOfOrder = new TreeMap<>();

        Combining(Map<Long, AdmittedUpdate> members) {
            this.members = members;
        }

        @Override
        public void admitted(ModelUpdate manifest, long offset, float[] delta, long staleness) {
            long counted = counted(manifest);
            double weight = counted * stalenessFactor.of(staleness);
            AdmittedUpdate update = new AdmittedUpdate(
                    manifest.getClientId(),
                    manifest.getUpdateId(),
                    manifest.getBaseVersion(),
                    partial.sequence(),
                    partial.size(),
                    offset,
                    staleness,
                    weight);
            admitted.add(update);
            add(manifest, update, delta);
            wiring.metrics().updateAdmitted(manifest.getPayloadBytes(), staleness);
            if (partial.size() >= mostUpdates()) {
                forwardPartial();
            }
        }

        @Override
        public void readmitted(ModelUpdate manifest, long offset, float[] delta) {
            AdmittedUpdate member = members.get(offset);
            if (member.position() != partial.size()) {
                float[] kept = delta.clone();
                outOfOrder.put(member.position(), () -> add(manifest, member, kept));
                return;
            }
            add(manifest, member, delta);
            // An update that had waited for its base version was added later than its place in the log.
            while (!outOfOrder.isEmpty() && outOfOrder.firstKey() == partial.size()) {
                outOfOrder.pollFirstEntry().getValue().run();
            }
        }

        private void add(ModelUpdate manifest, AdmittedUpdate update, float[] delta) {
            partial.add(
                    manifest,
                    delta,
                    counted(manifest),
                    update.staleness(),
                    update.aggregationWeight(),
                    update.offset(),
                    context.currentSystemTimeMs());
        }

        private long counted(ModelUpdate manifest) {
            return Math.min(manifest.getExampleCount(), settings.admission().exampleCountCap());
        }

        @Override
        public void rejected(RejectedUpdate rejected) {
            wiring.metrics().updateRejected(rejected.reason().name());
            LOG.debug("rejected {}", rejected);
            long now = context.currentSystemTimeMs();
            Rejection rejection = Rejection.newBuilder()
                    .setReason(rejected.reason().name())
                    .setDetail(rejected.detail())
                    .setClientId(rejected.clientId())
                    .setUpdateId(rejected.updateId())
                    .setBaseVersion(rejected.baseVersion())
                    .setTopic(settings.topics().updates())
                    .setPartition(context.taskId().partition())
                    .setOffset(rejected.offset())
                    .setRejectedAtMs(now)
                    .build();
            context.forward(new Record<>(rejected.clientId(), framing.encode(rejection), now), wiring.rejectionsSink());
        }
    }
}
