package dev.tributary.testbed.broker;

import dev.tributary.schemas.FederationException;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * The directory of a broker whose data stay, seen before the broker is: Kafka says why it cannot use one in a stack trace.
 *
 * @param path the directory, which need not exist
 */
record BrokerDirectory(Path path) {

    private static final String LOCK = "in-use.lock";
    private static final String NODE_ID = "1";

    /**
     * Makes the directory if it is missing, and takes it for one broker.
     *
     * @throws FederationException if it cannot be written, holds something else or another node's data, or is in use
     */
    Hold take() {
        Path absolute = path.toAbsolutePath().normalize();
        try {
            Files.createDirectories(absolute);
            String clusterId = requireOurs(absolute);
            // Open for the broker's whole life: the system gives it free when the process ends, however it ends.
            FileChannel channel =
                    FileChannel.open(absolute.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = lock(channel);
            if (lock == null) {
                channel.close();
                throw new FederationException("data directory must be one that no other broker uses, was " + absolute
                        + "; stop that broker or name another directory");
            }
            return new Hold(absolute, clusterId, channel);
        } catch (IOException | UncheckedIOException e) {
            throw new FederationException(
                    "data directory must be one that can be written, was " + absolute + ": " + reason(e), e);
        }
    }

    private static FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // This very process has it.
            return null;
        }
    }

    /** Returns the id of the cluster that lives there, or of one that is to. */
    private static String requireOurs(Path directory) throws IOException {
        Path meta = directory.resolve("data").resolve("meta.properties");
        if (Files.exists(meta)) {
            Properties node = new Properties();
            try (Reader in = Files.newBufferedReader(meta)) {
                node.load(in);
            } catch (IllegalArgumentException e) {
                throw new IOException("meta.properties in it is damaged", e);
            }
            if (!NODE_ID.equals(node.getProperty("node.id"))) {
                throw foreign(directory, "the data of node " + node.getProperty("node.id"));
            }
            return node.getProperty("cluster.id", "");
        }
        try (Stream<Path> files = Files.list(directory)) {
            files.filter(file -> !file.endsWith(LOCK)).findFirst().ifPresent(file -> {
                throw foreign(directory, "one with " + file.getFileName() + " in it");
            });
        }
        return KraftNode.newClusterId();
    }

    private static FederationException foreign(Path directory, String found) {
        return new FederationException("data directory must be new, empty, or one of tributary broker, was " + found
                + ": " + directory + "; name another directory");
    }

    private static String reason(Exception e) {
        return e.getClass().getSimpleName() + (e.getMessage() == null ? "" : " " + e.getMessage());
    }

    /**
     * A directory that is taken.
     *
     * @param directory its absolute path
     * @param clusterId id of the cluster that lives there
     * @param channel   has the lock until it is closed
     */
    record Hold(Path directory, String clusterId, FileChannel channel) implements AutoCloseable {

        @Override
        public void close() {
            try {
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException("lock of " + directory + " must be closed", e);
            }
        }
    }
}
