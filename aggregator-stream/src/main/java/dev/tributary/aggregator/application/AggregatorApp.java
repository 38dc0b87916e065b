package dev.tributary.aggregator.application;

import dev.tributary.aggregator.operations.FederationMetrics;
import dev.tributary.aggregator.operations.RestoreMetrics;
import dev.tributary.aggregator.operations.TrafficMetrics;
import dev.tributary.aggregator.publication.KafkaModelSource;
import dev.tributary.aggregator.recovery.KafkaLogReplay;
import dev.tributary.aggregator.release.ReleaseKeys;
import dev.tributary.aggregator.sidework.SideThread;
import dev.tributary.aggregator.topology.RoundTopology;
import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.federation.settings.TruncationNotice;
import dev.tributary.log.cluster.TopicWatch;
import dev.tributary.log.properties.KafkaProcess;
import dev.tributary.log.properties.PropertyCheck;
import dev.tributary.log.registry.Framings;
import dev.tributary.process.http.OperationsServer;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.framing.RecordFraming;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;
import org.apache.kafka.streams.StreamsConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One instance of the aggregator. Several may run for one federation and share its partitions.
 *
 * <p>Life: {@link #start} once, then {@link #close}. Thread-safe.
 */
public final class AggregatorApp implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AggregatorApp.class);

    /** Below the 30 s that container engines and Kubernetes give a process to stop. */
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(20);

    private final FederationSettings settings;
    private final Map<String, Object> kafkaConfig;
    private final Framings framings;
    private final Path stateDirectory;
    private final OptionalInt httpPort;
    private final ReleaseKeys keys;
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final StreamFailures failures = new StreamFailures(Clock.systemUTC());
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final KafkaTraffic kafkaTraffic;
    private final TrafficMetrics traffic;
    private final RestoreProgress restores;
    private volatile KafkaStreams streams;
    private OperationsServer server;
    private TopicWatch watch;

    /**
     * @param settings       the federation's settings
     * @param kafkaConfig    how to reach the cluster, by Kafka's names; may hold any setting of Kafka Streams
     * @param stateDirectory a directory for Kafka Streams; may be lost at any time
     * @param httpPort       port of {@code /livez}, {@code /readyz} and {@code /metrics}, 0 for any free one; empty for
     *                       no HTTP
     * @throws FederationException if the settings promise masks or noise, or a Kafka property is unknown or ours to set
     */
    public AggregatorApp(
            FederationSettings settings, Map<String, Object> kafkaConfig, Path stateDirectory, OptionalInt httpPort) {
        this(settings, kafkaConfig, stateDirectory, httpPort, ReleaseKeys.NONE);
    }

    /**
     * @param settings       as above
     * @param kafkaConfig    as above
     * @param stateDirectory as above
     * @param httpPort       as above
     * @param keys           keys without which nothing is released where masks or noise are promised
     * @throws FederationException as above, or if these keys cannot keep what the settings promise
     */
    public AggregatorApp(
            FederationSettings settings,
            Map<String, Object> kafkaConfig,
            Path stateDirectory,
            OptionalInt httpPort,
            ReleaseKeys keys) {
        MaskedStart.require(settings, keys.helperRoot());
        keys.requireFor(settings);
        this.keys = keys;
        PropertyCheck.require(KafkaProcess.AGGREGATOR, kafkaConfig);
        this.settings = settings;
        this.kafkaConfig = Map.copyOf(kafkaConfig);
        this.framings = Framings.of(kafkaConfig);
        this.stateDirectory = stateDirectory;
        this.httpPort = httpPort;
        String federation = settings.topics().federation();
        this.kafkaTraffic = new KafkaTraffic(settings.topics());
        this.traffic = new TrafficMetrics(registry, federation);
        this.restores = new RestoreProgress(new RestoreMetrics(registry, federation));
    }

    /**
     * Checks the cluster and starts the topology; returns while partitions are still being assigned.
     *
     * @throws FederationException if a schema must be registered and is not, a topic is not as it must be, the cluster
     *                             does not answer, the port is taken, or the state directory cannot be written
     */
    public synchronized void start() {
        // The port first: it is the cheapest check, and /livez answers from the beginning.
        httpPort.ifPresent(port -> server = OperationsServer.start(port, this::scrape, this::isAlive, this::isReady));
        try {
            requireWritable(stateDirectory);
            framings.requireIds(RecordFraming.schemas());
            StartChecks.CheckedTopics checked = StartChecks.check(settings, kafkaConfig, this::newestVersion);
            NewestModelSize.find(
                            Framings.kafkaOnly(plainClientConfig()),
                            settings.topics().rounds(),
                            framings.newFraming())
                    .ifPresent(this::checkHeap);
            streams = newStreams(checked);
            streams.start();
            watch = TopicWatch.start(
                    Framings.kafkaOnly(plainClientConfig()),
                    StartChecks.watched(settings),
                    Set.of(settings.topics().rejections()),
                    this::stopBecauseOf);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
        LOG.info("aggregator of federation {} started", settings.topics().federation());
    }

    private OptionalLong newestVersion() {
        return new KafkaModelSource(plainClientConfig(), settings.topics().model())
                .newest()
                .map(model -> OptionalLong.of(model.version()))
                .orElse(OptionalLong.empty());
    }

    private static void requireWritable(Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new FederationException(
                    "--state-dir must be a directory that can be made and written, was " + directory, e);
        }
        if (!Files.isWritable(directory)) {
            throw new FederationException("--state-dir must be writable for this user, was " + directory);
        }
    }

    private void checkHeap(int parameters) {
        long maxHeapBytes = Runtime.getRuntime().maxMemory();
        HeapNeed need = HeapNeed.of(settings, parameters);
        need.requireArraysFit(maxHeapBytes, parameters);
        HeapNeed.requireRoomForAnUpdate(settings, parameters);
        if (need.totalBytes() > maxHeapBytes) {
            LOG.warn("{}: raise -Xmx or lower admission.maxHeldBytes", need.line(parameters, maxHeapBytes));
        } else {
            LOG.info("{}", need.line(parameters, maxHeapBytes));
        }
        TruncationNotice.of(settings, parameters).ifPresent(notice -> LOG.info("{}", notice.sentence()));
    }

    private KafkaStreams newStreams(StartChecks.CheckedTopics checked) {
        FederationMetrics metrics =
                new FederationMetrics(registry, settings.topics().federation(), Clock.systemUTC());
        Map<String, Object> clientConfig = plainClientConfig();
        RoundTopology topology = new RoundTopology(
                settings,
                checked.chunkSizes(),
                new KafkaModelSource(clientConfig, settings.topics().model()),
                new KafkaLogReplay(clientConfig, checked.topics(), restores),
                framings,
                SideThread::new,
                metrics,
                keys);
        KafkaStreams created =
                new KafkaStreams(topology.build(), StreamsProperties.of(settings, kafkaConfig, stateDirectory));
        created.setUncaughtExceptionHandler(failures);
        created.setStateListener(this::onStateChange);
        created.setGlobalStateRestoreListener(restores);
        return created;
    }

    private void stopBecauseOf(FederationException failure) {
        failures.accept(failure);
        close();
    }

    /** Configuration of a consumer outside of Kafka Streams: all but the settings with a prefix. */
    private Map<String, Object> plainClientConfig() {
        Map<String, Object> config = new HashMap<>(kafkaConfig);
        config.keySet()
                .removeIf(name -> name.startsWith(StreamsConfig.CONSUMER_PREFIX)
                        || name.startsWith(StreamsConfig.MAIN_CONSUMER_PREFIX)
                        || name.startsWith(StreamsConfig.PRODUCER_PREFIX)
                        || name.startsWith(StreamsConfig.ADMIN_CLIENT_PREFIX));
        return config;
    }

    private void onStateChange(State now, State before) {
        LOG.info("state {} after {}", now, before);
        if (now == State.ERROR || now == State.NOT_RUNNING) {
            stopped.countDown();
        }
    }

    /**
     * Waits until the instance has stopped.
     *
     * @throws InterruptedException if the calling thread is interrupted
     * @throws FederationException  if it stopped by itself: why
     */
    public void awaitStop() throws InterruptedException {
        stopped.await();
        Optional<FederationException> fatal = failures.fatal();
        if (fatal.isPresent()) {
            throw fatal.get();
        }
    }

    /**
     * Says why the instance stopped, if it did so by itself.
     *
     * @return the failure that a person has to put right, or empty while it runs and after {@link #close}
     */
    public Optional<FederationException> failure() {
        return failures.fatal();
    }

    /**
     * Says whether the process is worth keeping.
     *
     * @return false after a failure that it does not recover from by itself
     */
    public boolean isAlive() {
        return streams == null || streams.state().isRunningOrRebalancing() || streams.state() == State.CREATED;
    }

    /**
     * Says whether partitions are assigned and being processed.
     *
     * @return whether they are
     */
    public boolean isReady() {
        return streams != null && streams.state() == State.RUNNING;
    }

    /**
     * Tells on which port HTTP is served.
     *
     * @return the port, or empty without HTTP
     */
    public OptionalInt httpPort() {
        return server == null ? OptionalInt.empty() : OptionalInt.of(server.port());
    }

    /**
     * Gives the metrics in Prometheus' text format.
     *
     * @return the answer of {@code /metrics}
     */
    public String scrape() {
        KafkaStreams running = streams;
        if (running != null) {
            kafkaTraffic.show(running.metrics(), traffic);
        }
        return registry.scrape();
    }

    /** Stops: commits what is done, leaves the group, so that others take over at once. */
    @Override
    public void close() {
        if (watch != null) {
            watch.close();
        }
        if (streams != null) {
            // Leaving the group at once: a stop that was asked for is no reason to wait for the session to expire.
            streams.close(CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP)
                    .withTimeout(CLOSE_TIMEOUT));
        }
        if (server != null) {
            server.close();
        }
        stopped.countDown();
    }
}
