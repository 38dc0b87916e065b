package dev.tributary.maskhelper.application;

import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.log.cluster.TopicWatch;
import dev.tributary.log.properties.KafkaProcess;
import dev.tributary.log.properties.PropertyCheck;
import dev.tributary.log.registry.Framings;
import dev.tributary.maskhelper.epoch.EpochKeys;
import dev.tributary.maskhelper.epoch.ReleasePromise;
import dev.tributary.maskhelper.operations.HelperMetrics;
import dev.tributary.maskhelper.topology.HelperKeys;
import dev.tributary.maskhelper.topology.HelperTopology;
import dev.tributary.masking.keys.KeyFile;
import dev.tributary.masking.keys.SigningKey;
import dev.tributary.masking.mask.Secret;
import dev.tributary.schemas.FederationException;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A mask helper. One at a time does the work; a second with the same key files may stand by.
 *
 * <p>Thread-safe.
 */
public final class HelperApp implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HelperApp.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(20);

    private final FederationSettings settings;
    private final Map<String, Object> kafkaConfig;
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final KafkaStreams streams;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private volatile TopicWatch watch;

    /**
     * Reads the keys and prepares the topology.
     *
     * @param settings       the mask helper's own copy of the federation's settings
     * @param config         where its keys are
     * @param kafkaConfig    how to reach the cluster, by Kafka's names
     * @param stateDirectory a directory for Kafka Streams; may be lost at any time
     * @throws FederationException if the federation is not masked, a key is not as it must be, or a Kafka property
     *                             is unknown or ours to set
     */
    public HelperApp(
            FederationSettings settings, HelperConfig config, Map<String, Object> kafkaConfig, Path stateDirectory) {
        if (!settings.privacy().isMasked()) {
            throw new FederationException("privacy.masking must be required for a mask helper to have work, was off");
        }
        PropertyCheck.require(KafkaProcess.MASK_HELPER, kafkaConfig);
        this.settings = settings;
        this.kafkaConfig = Map.copyOf(kafkaConfig);
        streams = new KafkaStreams(
                HelperTopology.build(
                        settings,
                        keys(settings, config),
                        new HelperMetrics(registry, settings.topics().federation(), Clock.systemUTC())),
                HelperProperties.of(settings, kafkaConfig, stateDirectory));
        streams.setUncaughtExceptionHandler(this::onFailure);
        streams.setStateListener(this::onStateChange);
    }

    private static HelperKeys keys(FederationSettings settings, HelperConfig config) {
        try (Secret root = KeyFile.ROOT.read(config.rootKey())) {
            return new HelperKeys(
                    SigningKey.of(root),
                    KeyFile.NOISE.read(config.noiseKey()),
                    config.authority(),
                    new EpochKeys(
                            config.epochDirectory(),
                            config.epochLength(),
                            settings.privacy().seedLifetime()),
                    new ReleasePromise(config.epochDirectory().resolve("promise")));
        }
    }

    /**
     * Checks topics and rights, and starts; returns while the task is still being assigned. From then on it watches its
     * topics: one that is deleted, created anew or given more partitions stops the process.
     *
     * @throws FederationException if the cluster does not answer, or a topic or a right is missing
     */
    public void start() {
        List<String> topics = HelperStartCheck.check(settings, kafkaConfig);
        streams.start();
        watch = TopicWatch.start(Framings.kafkaOnly(kafkaConfig), topics, Set.of(), this::stopBecauseOf);
    }

    private void stopBecauseOf(FederationException lost) {
        failure.compareAndSet(null, lost);
        close();
    }

    private StreamThreadExceptionResponse onFailure(Throwable thrown) {
        failure.compareAndSet(null, thrown);
        return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }

    private void onStateChange(State now, State before) {
        LOG.info("state {} after {}", now, before);
        if (now == State.ERROR || now == State.NOT_RUNNING) {
            stopped.countDown();
        }
    }

    /**
     * Waits until the process has stopped.
     *
     * @throws InterruptedException if the calling thread is interrupted
     * @throws FederationException  if it stopped by itself: why
     */
    public void awaitStop() throws InterruptedException {
        stopped.await();
        Throwable thrown = failure.get();
        if (thrown != null) {
            Throwable cause = thrown.getCause() == null ? thrown : thrown.getCause();
            throw new FederationException("the mask helper stopped: " + cause.getMessage(), thrown);
        }
    }

    /**
     * Says whether the process is worth keeping.
     *
     * @return false after a failure
     */
    public boolean isAlive() {
        return streams.state() == State.CREATED || streams.state().isRunningOrRebalancing();
    }

    /**
     * Shows its metrics.
     *
     * @return Prometheus' text format
     */
    public String scrape() {
        return registry.scrape();
    }

    /**
     * Says whether the task is assigned and works.
     *
     * @return whether it does
     */
    public boolean isReady() {
        return streams.state() == State.RUNNING;
    }

    /** Stops: commits what is done and leaves the group, so that another takes over at once. */
    @Override
    public void close() {
        if (watch != null) {
            watch.close();
        }
        streams.close(CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP)
                .withTimeout(CLOSE_TIMEOUT));
        stopped.countDown();
    }
}
