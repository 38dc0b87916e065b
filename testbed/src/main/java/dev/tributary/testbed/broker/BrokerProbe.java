package dev.tributary.testbed.broker;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;

/** Asks a broker that is about to start whether it takes requests. */
final class BrokerProbe {

    private static final long LOOK_INTERVAL_MILLIS = 50;

    private BrokerProbe() {}

    /**
     * Waits until the broker answers and counts itself as a member of its cluster.
     *
     * @param isAlive whether waiting still makes sense
     * @return false if the time was up, the thread was interrupted (its flag is set again), or {@code isAlive} said no
     */
    static boolean awaitReady(BrokerLayout layout, Duration timeout, BooleanSupplier isAlive) {
        long end = System.nanoTime() + timeout.toNanos();
        Admin admin = Admin.create(configuration(layout, timeout));
        try {
            while (System.nanoTime() - end < 0) {
                Collection<Node> nodes = nodes(admin, end, isAlive);
                if (nodes.stream().anyMatch(node -> node.id() == layout.nodeId())) {
                    return true;
                }
                if (!isAlive.getAsBoolean()) {
                    return false;
                }
                TimeUnit.MILLISECONDS.sleep(LOOK_INTERVAL_MILLIS);
            }
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            // Without a time it would wait for the answer of a broker that is dead.
            admin.close(Duration.ZERO);
        }
    }

    /** Returns the cluster's members, none if it does not answer. */
    private static Collection<Node> nodes(Admin admin, long end, BooleanSupplier isAlive) throws InterruptedException {
        KafkaFuture<Collection<Node>> answer = admin.describeCluster().nodes();
        while (System.nanoTime() - end < 0 && isAlive.getAsBoolean()) {
            try {
                return answer.get(LOOK_INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                // Not yet; the client goes on trying by itself.
            } catch (ExecutionException e) {
                return List.of();
            }
        }
        return List.of();
    }

    private static Map<String, Object> configuration(BrokerLayout layout, Duration timeout) {
        int millis = (int) timeout.toMillis();
        return Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                layout.bootstrapServers(),
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                millis,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                millis,
                AdminClientConfig.RECONNECT_BACKOFF_MS_CONFIG,
                20,
                AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                50);
    }
}
