package dev.tributary.benchmarks.aggregator;

import java.lang.management.ManagementFactory;
import java.util.List;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** Times of transactions on the threads that commit them, from the metrics of Kafka's producers in this JVM. */
final class TransactionTimes {

    private static final String PRODUCERS = "kafka.producer:type=producer-metrics,client-id=*";
    private static final List<String> STEPS =
            List.of("flush-time-ns-total", "txn-send-offsets-time-ns-total", "txn-commit-time-ns-total");

    private TransactionTimes() {}

    /** Nanoseconds of flushing, of sending offsets and of ending transactions, in this order, separated by blanks. */
    static String nanos() {
        StringBuilder answer = new StringBuilder();
        for (String step : STEPS) {
            answer.append(answer.isEmpty() ? "" : " ").append(sum(step));
        }
        return answer.toString();
    }

    private static long sum(String step) {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        double total = 0;
        try {
            for (ObjectName producer : server.queryNames(new ObjectName(PRODUCERS), null)) {
                total += ((Number) server.getAttribute(producer, step)).doubleValue();
            }
        } catch (JMException e) {
            throw new IllegalStateException("Kafka's producers must have the metric " + step, e);
        }
        return (long) total;
    }
}
