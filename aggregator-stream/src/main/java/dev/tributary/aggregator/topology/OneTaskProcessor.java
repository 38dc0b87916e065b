package dev.tributary.aggregator.topology;

import dev.tributary.aggregator.combining.OpenPartialSum;
import dev.tributary.aggregator.combining.PartialSink;
import dev.tributary.aggregator.round.RoundObserver;
import dev.tributary.aggregator.round.RoundStage;
import dev.tributary.aggregator.updates.AdmissionProcessor;
import dev.tributary.aggregator.version.NewestVersion;
import dev.tributary.aggregator.version.VersionSource;
import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.schemas.avro.FederationState;
import dev.tributary.schemas.avro.RoundResult;
import dev.tributary.schemas.globalmodel.GlobalModel;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Both stages in one task, for a federation with one partition of {@code updates}: partial sums go from hand to hand
 * instead of through their topic, so that an update and the version that it completes are one transaction
 * (docs/decisions/0006). The topic of updates is the write-ahead log of both.
 */
final class OneTaskProcessor implements Processor<String, byte[], String, byte[]> {

    private final FederationSettings settings;
    private final AdmissionProcessor admission;
    private final RoundStage round;
    private final Function<ProcessorContext<String, byte[]>, VersionSource> published;

    private ProcessorContext<String, byte[]> context;
    private Optional<NewestVersion> newest = Optional.empty();

    /** Makes a stage, of which the other one's part is given. */
    interface Stages {

        AdmissionProcessor admission(VersionSource versions, PartialSink partials);

        RoundStage round(RoundObserver observer);
    }

    /**
     * @param settings  the settings that the federation begins with
     * @param stages    makes both stages
     * @param published publications of other instances, before this task has published anything
     */
    OneTaskProcessor(
            FederationSettings settings,
            Stages stages,
            Function<ProcessorContext<String, byte[]>, VersionSource> published) {
        this.settings = settings;
        this.published = published;
        this.admission = stages.admission(() -> newest, new DirectSink());
        this.round = stages.round(new Follower());
    }

    @Override
    public void init(ProcessorContext<String, byte[]> processorContext) {
        context = processorContext;
        // Stage 1 first: it knows the members that the round is made of again.
        admission.init(context);
        newest = admission.newestVersion();
        round.start(context, admission.handedOver());
        context.schedule(Duration.ofMillis(RoundStage.TICK_MS), PunctuationType.WALL_CLOCK_TIME, this::onTick);
    }

    private void onTick(long nowMs) {
        admission.decideArrived();
        round.onTick(nowMs);
        admission.followAndSave();
    }

    @Override
    public void process(Record<String, byte[]> record) {
        var metadata = context.recordMetadata().orElseThrow();
        if (metadata.topic().equals(settings.topics().control())) {
            // So that a command finds in the round whatever was admitted before it.
            admission.handOver();
            round.command(record.value(), metadata.offset());
            admission.followAndSave();
        } else if (settings.topics().maskSums().equals(metadata.topic())) {
            admission.handOver();
            round.maskSum(record.value(), metadata.offset());
            admission.followAndSave();
        } else {
            admission.process(record);
        }
    }

    @Override
    public void close() {
        admission.close();
        round.close();
    }

    /** Partial sums that stage 1 hands to stage 2. */
    private final class DirectSink implements PartialSink {

        /** As many as the round needs to its goal, so that the update that reaches its goal closes it at once. */
        @Override
        public int maxMembers() {
            return round.updatesToGoal();
        }

        @Override
        public boolean hasRoomFor(String clientId, long lastSequence) {
            return round.hasRoomFor(clientId);
        }

        @Override
        public void take(OpenPartialSum partial, boolean asUpdate, long through) {
            round.process(Optional.of(partial.whole()), through + 1, through);
        }

        /** Its members have to be known until the round is closed. */
        @Override
        public long oldestNeeded(long openSequence) {
            return round.closedThrough(context.taskId().partition()) + 1;
        }
    }

    /** News of stage 2 for stage 1: the newest version, as a reader of the topic {@code rounds} will know it. */
    private final class Follower implements RoundObserver {

        @Override
        public void opened(GlobalModel model) {
            if (!isOf(newest, model)) {
                newest = Optional.of(published
                        .apply(context)
                        .newest()
                        .filter(known -> isOf(Optional.of(known), model))
                        .orElseGet(() -> new NewestVersion(
                                model.version(),
                                model.parameters().length,
                                model.layout().fingerprint())));
            }
        }

        private boolean isOf(Optional<NewestVersion> version, GlobalModel model) {
            return version.filter(known -> known.version() == model.version()).isPresent();
        }

        @Override
        public void published(RoundResult result) {
            newest = newest.map(known -> known.followedBy(result));
        }

        @Override
        public void announced(FederationState state) {
            newest = newest.map(known -> known.with(state));
        }
    }
}
