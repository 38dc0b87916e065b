package dev.tributary.aggregator.admission;

import dev.tributary.aggregator.admission.AdmissionStore.Progress;
import dev.tributary.aggregator.operations.FederationMetrics;
import dev.tributary.aggregator.recovery.LogReplay;
import dev.tributary.aggregator.recovery.OffsetWatch;
import dev.tributary.aggregator.settings.FederationSettings;
import dev.tributary.schemas.framing.RecordFraming;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
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

    private ProcessorContext<String, byte[]> context;
    private KeyValueStore<String, byte[]> versions;
    private AdmissionStore store;
    private AdmittedUpdates admitted;
    private UpdateIntake intake;
    private ExecutorService hasher;
    private Combining combining;
    private OffsetWatch offsets;
    private long lastRecordAtMs;
    private AdmissionRules rules;
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
     * @param framing         used by the same task alone
     * @param metrics         counts
     */
    public record Wiring(
            String admissionStore,
            String versionStore,
            String partialsSink,
            String rejectionsSink,
            int partialChunkBytes,
            LogReplay replay,
            RecordFraming framing,
            FederationMetrics metrics) {}

    /**
     * @param settings the federation's settings
     * @param wiring   names and means
     */
    public AdmissionProcessor(FederationSettings settings, Wiring wiring) {
        this.settings = settings;
        this.wiring = wiring;
    }

    @Override
    public void init(ProcessorContext<String, byte[]> processorContext) {
        context = processorContext;
        versions = context.getStateStore(wiring.versionStore());
        store = new AdmissionStore(context.getStateStore(wiring.admissionStore()));
        rules = new AdmissionRules(settings);
        store.newestVersion().ifPresent(rules::follow);
        rules.forgotten(store.forgottenBefore());
        admitted = new AdmittedUpdates(store, () -> rules.settings().admission().oneUpdatePerVersion());
        newestBytes = null;
        Progress progress = store.progress();
        offsets =
                new OffsetWatch(updates(), wiring.replay(), progress.processedThrough(), context::currentSystemTimeMs);
        combining = new Combining(rules, wiring, context, admitted, progress.sequence());
        hasher = DigestThread.of(context.taskId().partition());
        intake = new UpdateIntake(
                rules, store, admitted, combining, context::currentSystemTimeMs, wiring.framing(), hasher);
        recover(progress);
        Duration tick = shorter(settings.combining().interval(), Duration.ofMillis(50));
        context.schedule(tick, PunctuationType.WALL_CLOCK_TIME, now -> onTick());
    }

    private void recover(Progress progress) {
        IntakeReplay replay = new IntakeReplay(
                intake, combining.membersByOffset(), store, context::currentSystemTimeMs, wiring.framing());
        wiring.replay().read(updates(), progress.replayFrom(), progress.processedThrough(), replay::accept);
        replay.requireComplete();
    }

    private TopicPartition updates() {
        return new TopicPartition(settings.topics().updates(), context.taskId().partition());
    }

    @Override
    public void process(Record<String, byte[]> record) {
        long offset = context.recordMetadata().orElseThrow().offset();
        followVersion();
        offsets.next(offset);
        lastRecordAtMs = context.currentSystemTimeMs();
        intake.accept(record.key(), record.value(), offset);
        saveProgress();
    }

    private void onTick() {
        followVersion();
        intake.expire();
        combining.forwardIfDue(lastRecordAtMs);
        saveProgress();
        offsets.lostOffsets().ifPresent(this::tellOfLoss);
        wiring.metrics().held(context.taskId().partition(), intake.held().bytes());
    }

    private void tellOfLoss(long lost) {
        LOG.error(
                "topic={} partition={} lost={}: records were deleted before they were read, and count in no version;"
                        + " retention must be longer than any stop of the aggregator",
                settings.topics().updates(),
                context.taskId().partition(),
                lost);
        wiring.metrics().offsetsLost(lost);
    }

    /** Looks whether a version was published, and decides what waited for it. */
    private void followVersion() {
        byte[] bytes = versions.get(VersionFollower.NEWEST);
        if (bytes == null || Arrays.equals(bytes, newestBytes)) {
            return;
        }
        newestBytes = bytes;
        NewestVersion seen = NewestVersion.fromBytes(bytes);
        // After a move to another instance, its copy may be behind what this task has acted on: never go back, or
        // updates that were forgotten as stale could be admitted again.
        if (rules.newest().filter(known -> seen.version() < known.version()).isEmpty()) {
            if (rules.changesSettings(seen)) {
                combining.forwardNow();
            }
            rules.follow(seen);
            store.putNewestVersion(seen);
            intake.decideDeferred();
            forgetStale(seen.version());
        }
    }

    private void forgetStale(long version) {
        rules.forgotten(version - rules.settings().round().maxStaleness());
        store.putForgottenBefore(rules.forgottenBefore());
        admitted.forgetBefore(rules.forgottenBefore(), combining.partial().sequence());
    }

    private void saveProgress() {
        long next = offsets.processedThrough() + 1;
        long replayFrom =
                Math.min(combining.partial().firstOffsetOr(next), intake.held().firstOffsetOr(next));
        store.putProgress(new Progress(combining.partial().sequence(), replayFrom, offsets.processedThrough()));
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    @Override
    public void close() {
        if (hasher != null) {
            hasher.shutdown();
        }
        wiring.metrics().heldNoMore(context.taskId().partition());
    }
}
