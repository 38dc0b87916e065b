package dev.tributary.e2e.harness;

import dev.tributary.client.round.ClientCounts;
import dev.tributary.client.round.ClientListener;
import dev.tributary.client.round.ClientState;
import dev.tributary.client.round.FederatedClient;
import dev.tributary.schemas.globalmodel.GlobalModel;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

/** A real {@link FederatedClient} on a thread of its own. */
public final class TestClient implements AutoCloseable {

    private static final Duration FIRST_BACKOFF = Duration.ofMillis(50);
    private static final Duration MOST_BACKOFF = Duration.ofSeconds(1);
    private static final Duration DELIVERY = Duration.ofSeconds(5);

    /** What the client calls the sending of an update, before the update's id. */
    private static final String PUBLISHING = "publishing update ";

    private final FederatedClient client;
    private final Thread thread;
    private final List<Long> received = new CopyOnWriteArrayList<>();
    private final List<String> published = new CopyOnWriteArrayList<>();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    private TestClient(TestFederation federation, ClientRun run, Map<String, Object> properties) {
        client = FederatedClient.builder()
                .federation(federation.topics().federation())
                .kafka(federation.kafka())
                .kafka(properties)
                .trainer(run.trainer())
                .secret(secret(run.number()))
                .rounds(run.rounds())
                .untilVersion(run.untilVersion())
                .backoff(FIRST_BACKOFF, MOST_BACKOFF)
                .deliveryTimeout(DELIVERY)
                .random(new SplittableRandom(run.number()))
                .listener(new Record(federation.clients()))
                .build();
        federation.clients().register(client.clientId().value(), run.number());
        thread = new Thread(client, "client-" + run.number());
        thread.setUncaughtExceptionHandler((dead, thrown) -> failure.set(thrown));
    }

    static TestClient start(TestFederation federation, ClientRun run, Map<String, Object> properties) {
        TestClient client = new TestClient(federation, run, properties);
        client.thread.start();
        return client;
    }

    private static byte[] secret(int number) {
        return ByteBuffer.allocate(32).putInt(28, number).array();
    }

    /** Its pseudonym. */
    public String id() {
        return client.clientId().value();
    }

    /** Where it stands. */
    public ClientState state() {
        return client.state();
    }

    /** What it has done. */
    public ClientCounts counts() {
        return client.counts();
    }

    /** Versions that it has received, in order. */
    public List<Long> received() {
        return received;
    }

    /** Ids of its acknowledged updates, in order. */
    public List<String> published() {
        return published;
    }

    /** Says whether it has come to its end; fails if that was a failure. */
    public boolean hasEnded() {
        if (failure.get() != null) {
            throw new AssertionError("client must not fail, did", failure.get());
        }
        return !thread.isAlive();
    }

    @Override
    public void close() {
        client.close();
        try {
            thread.join(TestFederation.PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!hasEnded()) {
            throw new AssertionError("client must end when it is closed, is still " + state());
        }
    }

    /** Keeps what the client tells. */
    private final class Record implements ClientListener {

        private final Clients clients;

        Record(Clients clients) {
            this.clients = clients;
        }

        @Override
        public void onModel(GlobalModel model) {
            received.add(model.version());
        }

        @Override
        public void onPublished(long baseVersion, String updateId, long payloadBytes) {
            published.add(updateId);
            clients.acknowledge(updateId);
        }

        @Override
        public void onRetry(String deed, String reason, Duration delay) {
            if (deed.startsWith(PUBLISHING)) {
                clients.sendAgain(deed.substring(PUBLISHING.length()));
            }
        }
    }
}
