package dev.tributary.testbed.broker;

import java.io.IOException;
import java.io.InputStream;

/**
 * Runs Kafka's own main in a child JVM, and ends with its parent.
 *
 * <p>The parent holds the other end of standard input; when it dies, however it dies, the stream ends and so does this
 * process, so that no test leaves a broker behind.
 */
public final class ChildBrokerMain {

    private ChildBrokerMain() {}

    /**
     * Starts the broker.
     *
     * @param args as {@code kafka.Kafka} takes them: the path of a properties file
     */
    public static void main(String[] args) {
        Thread watch = new Thread(() -> haltAtEndOf(System.in), "parent-watch");
        watch.setDaemon(true);
        watch.start();
        kafka.Kafka.main(args);
    }

    private static void haltAtEndOf(InputStream parent) {
        try {
            while (parent.read() >= 0) {
                // The parent writes nothing; only the end of the stream says something.
            }
        } catch (IOException e) {
            // A broken stream means the same as an ended one.
        }
        Runtime.getRuntime().halt(1);
    }
}
