package dev.tributary.aggregator.updates;

import dev.tributary.aggregator.admission.AdmissionRules;
import dev.tributary.aggregator.combining.Combining;
import dev.tributary.aggregator.combining.MemberReplay;
import dev.tributary.aggregator.combining.OpenPartialSum;
import dev.tributary.aggregator.combining.PartialLog;
import dev.tributary.aggregator.combining.PartialSink;
import dev.tributary.aggregator.combining.ReceivedPartial;
import dev.tributary.aggregator.intake.IntakeReplay;
import dev.tributary.aggregator.intake.UpdateIntake;
import dev.tributary.aggregator.operations.FederationMetrics;
import dev.tributary.aggregator.recorded.AdmissionStore;
import dev.tributary.aggregator.recorded.AdmissionStore.Progress;
import dev.tributary.aggregator.recorded.AdmittedUpdate;
import dev.tributary.aggregator.recorded.AdmittedUpdates;
import dev.tributary.aggregator.recovery.LogReplay;
import dev.tributary.aggregator.recovery.OffsetWatch;
import dev.tributary.aggregator.rejection.RejectionWriter;
import dev.tributary.aggregator.sidework.SideWork;
import dev.tributary.aggregator.version.NewestVersion;
import dev.tributary.aggregator.version.VersionSource;
import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.schemas.framing.RecordFraming;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
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
    private VersionSource versions;
    private AdmissionStore store;
    private AdmittedUpdates admitted;
    private UpdateIntake intake;
    private SideWork measuring;
    private SideWork adding;
    private Combining combining;
    private OffsetWatch offsets;
    private long lastRecordAtMs;
    private AdmissionRules rules;
    private NewestVersion lastSeen;
    private Progress saved;

    /**
     * What the processor needs beside the settings.
     *
     * @param admissionStore name of the task's store
     * @param versions       where a task learns of the newest version
     * @param partials       where a task leaves its partial sums
     * @param rejectionsSink name of the sink of rejections
     * @param replay         reads the topic of updates again
     * @param framing        used by the same task alone
     * @param sideWork       where a task has payloads measured and added
     * @param metrics        counts
     */
    public record Wiring(
            String admissionStore,
            Function<ProcessorContext<String, byte[]>, VersionSource> versions,
            Function<ProcessorContext<String, byte[]>, PartialSink> partials,
            String rejectionsSink,
            LogReplay replay,
            RecordFraming framing,
            SideWork.Factory sideWork,
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
        versions = wiring.versions().apply(context);
        store = new AdmissionStore(context.getStateStore(wiring.admissionStore()));
        rules = new AdmissionRules(settings);
        store.newestVersion().ifPresent(rules::follow);
        rules.forgotten(store.forgottenBefore());
        admitted = new AdmittedUpdates(store, () -> rules.settings().admission().oneUpdatePerVersion());
        lastSeen = null;
        saved = null;
        Progress progress = store.progress();
        offsets =
                new OffsetWatch(updates(), wiring.replay(), progress.processedThrough(), context::currentSystemTimeMs);
        measuring = wiring.sideWork().begin("measure", context.taskId().partition());
        adding = wiring.sideWork().begin("add", context.taskId().partition());
        combining = new Combining(
                rules,
                admitted,
                new OpenPartialSum(context.taskId().partition(), progress.sequence(), adding),
                wiring.partials().apply(context),
                new RejectionWriter(context, wiring.rejectionsSink(), wiring.framing(), wiring.metrics()),
                wiring.metrics(),
                context::currentSystemTimeMs,
                offsets::processedThrough);
        intake = new UpdateIntake(
                rules, store, admitted, combining, context::currentSystemTimeMs, wiring.framing(), measuring);
        recover(progress);
        Duration tick = shorter(settings.combining().interval(), Duration.ofMillis(50));
        context.schedule(tick, PunctuationType.WALL_CLOCK_TIME, now -> onTick());
    }

    private void recover(Progress progress) {
        IntakeReplay replay = new IntakeReplay(
                intake,
                combining.membersByOffset(),
                store.heldOffsets(),
                store.refusedOffsets(),
                context::currentSystemTimeMs,
                wiring.framing());
        wiring.replay().read(updates(), progress.replayFrom(), progress.processedThrough(), replay::accept);
        replay.requireComplete();
    }

    private TopicPartition updates() {
        return new TopicPartition(settings.topics().updates(), context.taskId().partition());
    }

    @Override
    public void process(Record<String, byte[]> record) {
        long offset = context.recordMetadata().orElseThrow().offset();
        followVersions();
        offsets.next(offset);
        lastRecordAtMs = context.currentSystemTimeMs();
        intake.accept(record.key(), record.value(), offset);
        followAndSave();
    }

    private void onTick() {
        followVersions();
        decideArrived();
        intake.expire();
        combining.forwardIfDue(lastRecordAtMs);
        followAndSave();
        offsets.lostOffsets().ifPresent(this::tellOfLoss);
        wiring.metrics().held(context.taskId().partition(), intake.held().bytes());
    }

    /** Admits or refuses what has come whole, before something happens to the round that it may be in. */
    public void decideArrived() {
        intake.decideArrived();
    }

    /** Hands over what has been admitted so far, before something happens to the round that it is to be in. */
    public void handOver() {
        decideArrived();
        combining.forwardNow();
        followAndSave();
    }

    /** Looks whether a version was published, decides what waited for it, and saves how far the task has come. */
    public void followAndSave() {
        followVersions();
        saveProgress();
    }

    /**
     * Tells the newest version that the task has acted on.
     *
     * @return the version, or empty before the first
     */
    public Optional<NewestVersion> newestVersion() {
        return rules.newest();
    }

    /**
     * Gives the members of partial sums that were handed over as a log of these partial sums.
     *
     * @return reads them from the topic of updates, as often as asked
     */
    public PartialLog handedOver() {
        return this::readHandedOver;
    }

    private long readHandedOver(long from, long through, Consumer<ReceivedPartial> visitor) {
        List<AdmittedUpdate> members =
                admitted.members(combining.oldestNeeded(), combining.partial().sequence());
        if (!members.isEmpty()) {
            MemberReplay again = new MemberReplay(context.taskId().partition(), members, visitor, adding);
            UpdateIntake scratch = new UpdateIntake(
                    rules, store, admitted, again, context::currentSystemTimeMs, wiring.framing(), measuring);
            IntakeReplay replay = new IntakeReplay(
                    scratch, again.byOffset(), Set.of(), Set.of(), context::currentSystemTimeMs, wiring.framing());
            wiring.replay().read(updates(), from, through, replay::accept);
            replay.requireComplete();
        }
        return through + 1;
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

    /** To decide what waited for a version may fill a round, and so publish the next one. */
    private void followVersions() {
        for (Optional<NewestVersion> seen = versions.newest();
                seen.isPresent() && seen.get() != lastSeen;
                seen = versions.newest()) {
            // What came before a version is judged by what was known then.
            decideArrived();
            lastSeen = seen.get();
            follow(seen.get());
        }
    }

    private void follow(NewestVersion seen) {
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
        admitted.forgetBefore(rules.forgottenBefore(), combining.oldestNeeded());
    }

    private void saveProgress() {
        long next = offsets.processedThrough() + 1;
        long replayFrom =
                Math.min(combining.partial().firstOffsetOr(next), intake.held().firstOffsetOr(next));
        Progress progress = new Progress(combining.partial().sequence(), replayFrom, offsets.processedThrough());
        // Not while nothing happens: each put would be written to the changelog at the next commit.
        if (!progress.equals(saved)) {
            store.putProgress(progress);
            saved = progress;
        }
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    @Override
    public void close() {
        if (measuring != null) {
            measuring.close();
            adding.close();
        }
        wiring.metrics().heldNoMore(context.taskId().partition());
    }
}
