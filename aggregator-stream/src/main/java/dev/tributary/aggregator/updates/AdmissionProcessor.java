package dev.tributary.aggregator.updates;

import dev.tributary.aggregator.admission.AdmissionRules;
import dev.tributary.aggregator.admission.HomePartition;
import dev.tributary.aggregator.combining.Combining;
import dev.tributary.aggregator.combining.MembersAgain;
import dev.tributary.aggregator.combining.OpenPartialSum;
import dev.tributary.aggregator.combining.PartialLog;
import dev.tributary.aggregator.combining.PartialSink;
import dev.tributary.aggregator.combining.PartialsAgain;
import dev.tributary.aggregator.combining.ReceivedPartial;
import dev.tributary.aggregator.intake.UpdateIntake;
import dev.tributary.aggregator.operations.FederationMetrics;
import dev.tributary.aggregator.recorded.AdmissionStore;
import dev.tributary.aggregator.recorded.AdmissionStore.Progress;
import dev.tributary.aggregator.recorded.AdmittedUpdate;
import dev.tributary.aggregator.recorded.AdmittedUpdates;
import dev.tributary.aggregator.recorded.HeldMemory;
import dev.tributary.aggregator.recorded.RecordedDecisions;
import dev.tributary.aggregator.recovery.LogReplay;
import dev.tributary.aggregator.recovery.OffsetWatch;
import dev.tributary.aggregator.recovery.TopicIdentity;
import dev.tributary.aggregator.rejection.RejectionSink;
import dev.tributary.aggregator.rejection.RejectionWriter;
import dev.tributary.aggregator.sidework.SideWork;
import dev.tributary.aggregator.version.NewestVersion;
import dev.tributary.aggregator.version.VersionSource;
import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.schemas.framing.RecordFraming;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stage 1: admits updates of one partition, adds them up, and forwards the partial sum after so many updates or so
 * much time.
 *
 * <p>Memory after a crash is as it was at the last commit: the sum and the chunks are read from the log
 * again, and the store says which of its records count (docs/decisions/0001).
 */
public final class AdmissionProcessor implements Processor<String, byte[], String, byte[]> {

    private static final Logger LOG = LoggerFactory.getLogger(AdmissionProcessor.class);

    private final FederationSettings settings;
    private final Wiring wiring;

    private ProcessorContext<String, byte[]> context;
    private AdmissionRules rules;
    private SideWork measuring;
    private SideWork adding;
    private UpdateIntake intake;
    private ReceiptIntake receipts;
    private Combining combining;
    private OffsetWatch offsets;
    private FollowedVersions versions;
    private SavedProgress progress;
    private long lastRecordAtMs;

    /**
     * Collaborators of the processor beside the settings.
     *
     * @param admissionStore name of the task's store
     * @param versions       where a task learns of the newest version
     * @param partials       where a task leaves its partial sums
     * @param rejectionsSink name of the node that takes rejections
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
        AdmissionStore store = new AdmissionStore(context.getStateStore(wiring.admissionStore()));
        new TopicIdentity(context.getStateStore(wiring.admissionStore()), wiring.replay())
                .require(settings.topics().updates());
        rules = new AdmissionRules(settings);
        AdmittedUpdates admitted = new AdmittedUpdates(store);
        PartialSink sink = wiring.partials().apply(context);
        HomePartition home = new HomePartition(
                partition(), wiring.replay().partitions(settings.topics().updates()));
        versions = new FollowedVersions(
                wiring.versions().apply(context),
                store,
                rules,
                admitted,
                clientId -> sink.hasRoomFor(clientId, admitted.lastSequenceOf(clientId)),
                home);
        progress = new SavedProgress(store);
        offsets = new OffsetWatch(
                updates(), wiring.replay(), progress.last().processedThrough(), context::currentSystemTimeMs);
        measuring = wiring.sideWork().begin("measure", partition());
        adding = wiring.sideWork().begin("add", partition());
        combining = new Combining(
                rules,
                admitted,
                new OpenPartialSum(partition(), progress.last().sequence(), adding),
                sink,
                new RejectionWriter(
                        new RejectionSink(context, wiring.framing(), wiring.rejectionsSink()), wiring.metrics()),
                wiring.metrics(),
                context::currentSystemTimeMs,
                offsets::processedThrough);
        receipts = new ReceiptIntake(store.receipts(), wiring.framing());
        intake = newIntake(store);
        MembersAgain members = combining.membersAgain();
        takeAgain(
                intake,
                RecordedDecisions.of(store, members.byOffset(), versions.facts(), members),
                progress.last().replayFrom(),
                progress.last().processedThrough());
        Duration tick = shorter(settings.combining().interval(), Duration.ofMillis(50));
        context.schedule(tick, PunctuationType.WALL_CLOCK_TIME, now -> onTick());
    }

    private UpdateIntake newIntake(HeldMemory memory) {
        return new UpdateIntake(
                versions.facts(),
                memory,
                receipts.forgetting(combining),
                context::currentSystemTimeMs,
                wiring.framing(),
                measuring);
    }

    private void takeAgain(UpdateIntake by, RecordedDecisions recorded, long from, long through) {
        by.takeAgain(recorded, visitor -> wiring.replay().read(updates(), from, through, visitor));
    }

    private int partition() {
        return context.taskId().partition();
    }

    private TopicPartition updates() {
        return new TopicPartition(settings.topics().updates(), partition());
    }

    @Override
    public void process(Record<String, byte[]> record) {
        RecordMetadata metadata = context.recordMetadata().orElseThrow();
        long offset = metadata.offset();
        if (settings.topics().receipts().equals(metadata.topic())) {
            receipts.accept(record.value(), offset).ifPresent(this::decideDeferredOf);
            return;
        }
        followVersions();
        if (!offsets.next(offset)) {
            return;
        }
        lastRecordAtMs = context.currentSystemTimeMs();
        intake.accept(record.key(), record.value(), offset);
        followAndSave();
    }

    private void decideDeferredOf(String clientId) {
        followVersions();
        intake.decideDeferredOf(clientId);
        followAndSave();
    }

    private void onTick() {
        followVersions();
        decideArrived();
        if (versions.settings().privacy().isMasked()) {
            // What waited for room in a round: a round may have closed without a version.
            intake.decideDeferred();
            receipts.receipts()
                    .forgetBefore(context.currentSystemTimeMs()
                            - versions.settings().privacy().seedLifetime().toMillis());
        }
        intake.expire();
        combining.forwardIfDue(lastRecordAtMs);
        followAndSave();
        offsets.lostOffsets().ifPresent(this::tellOfLoss);
        wiring.metrics().held(partition(), intake.held().bytes());
    }

    /** Admits or refuses the updates that are whole, before something happens to the round that they may be in. */
    public void decideArrived() {
        intake.decideArrived();
    }

    /** Hands over the open partial sum, before something happens to the round that it is to be in. */
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
        return versions.newest();
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
        List<AdmittedUpdate> handedOver = combining.handedOver();
        if (!handedOver.isEmpty()) {
            PartialsAgain again = new PartialsAgain(partition(), handedOver, visitor, adding, rules.settings());
            MembersAgain members = again.members();
            // By an intake of its own, since the task may be in the middle of its records; nothing is held after it.
            takeAgain(
                    newIntake(HeldMemory.NONE),
                    RecordedDecisions.ofMembers(members.byOffset(), versions.facts(), members),
                    from,
                    through);
        }
        return through + 1;
    }

    private void tellOfLoss(long lost) {
        LOG.error(
                "topic={} partition={} lost={}: records were deleted before they were read, and count in no version;"
                        + " retention must be longer than any stop of the aggregator",
                settings.topics().updates(),
                partition(),
                lost);
        wiring.metrics().offsetsLost(lost);
    }

    private void followVersions() {
        versions.follow(intake, combining);
    }

    private void saveProgress() {
        long next = offsets.processedThrough() + 1;
        long replayFrom =
                Math.min(combining.partial().firstOffsetOr(next), intake.held().firstOffsetOr(next));
        progress.save(new Progress(combining.partial().sequence(), replayFrom, offsets.processedThrough()));
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
        wiring.metrics().heldNoMore(partition());
    }
}
