package dev.tributary.aggregator.harness;

import dev.tributary.aggregator.combining.PartialTopicSink;
import dev.tributary.aggregator.operations.FederationMetrics;
import dev.tributary.aggregator.publication.ModelSource;
import dev.tributary.aggregator.publication.Publication;
import dev.tributary.aggregator.recovery.LogReplay;
import dev.tributary.aggregator.release.ExactRelease;
import dev.tributary.aggregator.release.OwnNoise;
import dev.tributary.aggregator.release.ReleaseKeys;
import dev.tributary.aggregator.round.RoundObserver;
import dev.tributary.aggregator.round.RoundProcessor;
import dev.tributary.aggregator.round.RoundStage;
import dev.tributary.aggregator.sidework.SideWork;
import dev.tributary.aggregator.topology.ChunkSizes;
import dev.tributary.aggregator.topology.NodeNames;
import dev.tributary.aggregator.topology.RoundTopology;
import dev.tributary.aggregator.updates.AdmissionProcessor;
import dev.tributary.aggregator.version.GlobalVersions;
import dev.tributary.federation.provisioning.StoreNames;
import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.log.registry.Framings;
import dev.tributary.masking.mask.Secret;
import dev.tributary.schemas.framing.RecordFraming;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/** The two stages as tasks of their own, wired as {@code RoundTopology} wires them. */
public final class Stages {

    private Stages() {}

    /** The task of stage 1 for one partition of updates; what can be done beside it is done as late as can be. */
    public static StageTask admission(FederationSettings settings, int partition, int chunkBytes, LogReplay replay) {
        return admission(settings, partition, chunkBytes, replay, SideWorks.LAZY);
    }

    /** The same, with other side work. */
    public static StageTask admission(
            FederationSettings settings, int partition, int chunkBytes, LogReplay replay, SideWork.Factory sideWork) {
        FederationMetrics metrics = metrics();
        return new StageTask(
                () -> new AdmissionProcessor(
                        settings,
                        new AdmissionProcessor.Wiring(
                                StoreNames.ADMISSION,
                                context -> new GlobalVersions(context.getStateStore(StoreNames.VERSION)),
                                context -> new PartialTopicSink(
                                        context,
                                        NodeNames.PARTIALS_SINK,
                                        chunkBytes,
                                        new RecordFraming(),
                                        new GlobalVersions(context.getStateStore(StoreNames.VERSION))),
                                NodeNames.REFUSAL_NOTICES,
                                replay,
                                new RecordFraming(),
                                sideWork,
                                metrics)),
                List.of(StoreNames.ADMISSION),
                new TopicPartition(settings.topics().updates(), partition));
    }

    /** The task of stage 2. */
    public static StageTask round(FederationSettings settings, int chunkBytes, ModelSource models, LogReplay replay) {
        FederationMetrics metrics = metrics();
        return new StageTask(
                () -> new RoundProcessor(
                        settings,
                        new RoundStage.Wiring(
                                StoreNames.ROUND,
                                NodeNames.REFUSALS_SINK,
                                chunkBytes,
                                models,
                                replay,
                                new ExactRelease(),
                                NodeNames.UNMASK_SINK,
                                keys(settings),
                                new Publication(
                                        new RecordFraming(), NodeNames.MODEL_SINK, NodeNames.ROUNDS_SINK, chunkBytes),
                                RoundObserver.NONE,
                                new RecordFraming(),
                                metrics)),
                List.of(StoreNames.ROUND),
                new TopicPartition(settings.topics().partials(), 0));
    }

    /** The only task of a federation with one partition of updates. */
    public static StageTask oneTask(FederationSettings settings, int chunkBytes, ModelSource models, LogReplay replay) {
        return oneTask(settings, chunkBytes, models, replay, SideWorks.LAZY);
    }

    /** The same, with other side work. */
    public static StageTask oneTask(
            FederationSettings settings,
            int chunkBytes,
            ModelSource models,
            LogReplay replay,
            SideWork.Factory sideWork) {
        RoundTopology topology = new RoundTopology(
                settings,
                new ChunkSizes(chunkBytes, chunkBytes),
                models,
                replay,
                Framings.SINGLE_OBJECT,
                sideWork,
                metrics(),
                keys(settings));
        return new StageTask(
                topology::oneTask,
                List.of(StoreNames.ADMISSION, StoreNames.ROUND),
                new TopicPartition(settings.topics().updates(), 0));
    }

    /** Keys that keep what settings promise; the noise is the same in each run. */
    static ReleaseKeys keys(FederationSettings settings) {
        boolean makesNoise =
                settings.privacy().isNoised() && !settings.privacy().isMasked();
        return makesNoise
                ? new ReleaseKeys(Optional.empty(), Optional.of(new OwnNoise(Secret.owning(new byte[32]))))
                : ReleaseKeys.NONE;
    }

    private static FederationMetrics metrics() {
        return new FederationMetrics(new SimpleMeterRegistry(), "test", Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
    }
}
