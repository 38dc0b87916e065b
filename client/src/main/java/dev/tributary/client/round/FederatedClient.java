package dev.tributary.client.round;

import dev.tributary.client.link.Persistence;
import dev.tributary.client.link.ShutdownHook;
import dev.tributary.client.link.StopSignal;
import dev.tributary.client.update.ClientId;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.globalmodel.GlobalModel;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * One client of a federation: reads the global model from its topic, has it trained on local data, publishes the delta
 * and waits for the next version, over and over. The data never leave the {@link
 * dev.tributary.client.training.LocalTrainer}.
 *
 * <p>It needs permission to read the federation's model topic and to write its updates topic; it belongs to no group
 * and opens no port.
 *
 * <p>{@link #run} takes a thread for itself; every other method may be called from any thread.
 */
public final class FederatedClient implements Runnable, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FederatedClient.class);

    /** Each line of the client's thread can be told by it in a log that knows SLF4J's MDC. */
    private static final String LOG_KEY = "clientId";

    /** An update that is under way gets this long to be acknowledged when the client is closed. */
    private static final Duration PUBLISHING_GRACE = Duration.ofSeconds(3);

    /** Longest time that closing takes. A training under way is given up at its next mini-batch, long before. */
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final ClientSettings settings;
    private final ClientProgress progress = new ClientProgress();
    private final StopSignal stop = new StopSignal();
    private final CountDownLatch finished = new CountDownLatch(1);

    // Guarded by this.
    private Thread runner;
    private FederationLink link;
    private boolean isInterruptOurs;

    // Of the running thread alone.
    private boolean wasInterrupted;

    FederatedClient(ClientSettings settings) {
        this.settings = settings;
    }

    /**
     * Begins a client.
     *
     * @return a builder with nothing but defaults
     */
    public static FederatedClientBuilder builder() {
        return new FederatedClientBuilder();
    }

    /**
     * Says under which pseudonym the client is known to the federation.
     *
     * @return the pseudonym
     */
    public ClientId clientId() {
        return settings.clientId();
    }

    /**
     * Says where the client stands.
     *
     * @return its state at this moment
     */
    public ClientState state() {
        return progress.state();
    }

    /**
     * Counts the client's updates and evaluations.
     *
     * @return its counts at this moment
     */
    public ClientCounts counts() {
        return progress.counts();
    }

    /**
     * Reads the newest version of the model, without taking part: for local use, such as {@code
     * Dl4jTrainer.personalise}. Permission to read the model topic is enough. May be
     * called at any time and by any thread, and does not count as a run.
     *
     * @param timeout longest time to read; the checks before it have the connect timeout
     * @return the newest version
     * @throws FederationException if the cluster does not answer, the topic is missing or forbidden, or there is no
     *                             version yet
     */
    public GlobalModel newestModel(Duration timeout) {
        return FederationLink.newestModel(settings, timeout);
    }

    /**
     * Takes part until the rounds asked for are done or {@link #close} is called. Once the cluster has answered, a
     * broker that goes away is waited for, for as long as it takes. An interrupt of the thread ends it like a call of
     * {@link #close}.
     *
     * @throws FederationException   if the cluster does not answer at the start, a topic is missing or forbidden, or
     *                               the model cannot be trained here; the client has then stopped
     * @throws IllegalStateException if it has been called before
     */
    @Override
    public void run() {
        begin();
        if (settings.isStoppedOnShutdown()) {
            ShutdownHook hook = ShutdownHook.calling(this::close);
            try {
                runOnce();
            } finally {
                hook.remove();
            }
        } else {
            runOnce();
        }
    }

    private void runOnce() {
        MDC.put(LOG_KEY, clientId().value());
        try {
            participate();
        } catch (FederationException e) {
            if (!stop.isRequested()) {
                throw e;
            }
            LOG.debug("given up because of the stop", e);
        } finally {
            takeInterrupt();
            progress.enter(ClientState.STOPPED);
            // Before the end is told: on SIGTERM the process is gone as soon as close() returns.
            logEnd();
            finished.countDown();
            handBackInterrupt();
            MDC.remove(LOG_KEY);
        }
    }

    private synchronized void logEnd() {
        if (link == null) {
            return;
        }
        ClientCounts counts = counts();
        LOG.info(
                "stopped: clientId={} modelVersion={} updatesPublished={}",
                clientId(),
                counts.modelVersion(),
                counts.updatesPublished());
    }

    private synchronized void handBackInterrupt() {
        if (wasInterrupted && !isInterruptOurs) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void begin() {
        if (runner != null) {
            throw new IllegalStateException("a client runs once");
        }
        runner = Thread.currentThread();
        if (!stop.isRequested()) {
            progress.enter(ClientState.CONNECTING);
        }
    }

    private void participate() {
        if (stop.isRequested()) {
            return;
        }
        var persistence = new Persistence(settings.backoff(), stop, progress.counting(settings.listener()));
        try (FederationLink open = FederationLink.open(settings, persistence, stop)) {
            reach(open);
            takePart(open, persistence);
        }
    }

    private void takePart(FederationLink open, Persistence persistence) {
        var tools = new RoundParticipant.Tools(
                settings.trainer(),
                open.models(),
                new Invitation(clientId(), open.models(), settings.listener()),
                settings.evaluator().flatMap(evaluator -> open.evaluations()
                        .map(publisher -> new VersionReport(evaluator, publisher, settings.listener()))),
                open.maker(),
                open.publisher(),
                settings.listener(),
                settings.clock());
        try {
            new RoundParticipant(settings.participation(), tools, persistence, stop, progress).run();
        } finally {
            takeInterrupt();
        }
    }

    /** Remembers an interrupt as a stop: Kafka's clients do not close properly on an interrupted thread. */
    private void takeInterrupt() {
        if (Thread.interrupted()) {
            stop.request();
            synchronized (this) {
                wasInterrupted = true;
            }
        }
    }

    private synchronized void reach(FederationLink open) {
        link = open;
    }

    /**
     * Has the client stop and waits until it has, at most five seconds. An update that is being sent gets three of them
     * to be acknowledged; a training that is under way is given up after its present mini-batch, and nothing of it is
     * sent or kept. Calling it again, or before {@link #run}, is allowed; from a listener it returns at once and the client stops after that.
     */
    @Override
    public void close() {
        stop.request();
        if (!wakeRunner()) {
            return;
        }
        if (!isFinishedWithin(PUBLISHING_GRACE)) {
            closePublisher();
        }
        if (!isFinishedWithin(CLOSE_TIMEOUT.minus(PUBLISHING_GRACE))) {
            LOG.warn("client is still {} and is left behind: clientId={}", state(), clientId());
        }
    }

    private boolean isFinishedWithin(Duration timeout) {
        try {
            return finished.await(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Wakes the thread in {@link #run} from its wait; says whether there is one to be waited for. */
    private synchronized boolean wakeRunner() {
        if (runner == null || runner == Thread.currentThread()) {
            return false;
        }
        if (state() == ClientState.CONNECTING) {
            isInterruptOurs = true;
            runner.interrupt();
        }
        if (link != null) {
            link.models().wakeup();
        }
        return true;
    }

    private synchronized void closePublisher() {
        if (link != null) {
            link.publisher().close();
        }
    }
}
