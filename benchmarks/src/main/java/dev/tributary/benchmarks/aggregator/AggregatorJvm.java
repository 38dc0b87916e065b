package dev.tributary.benchmarks.aggregator;

import dev.tributary.schemas.FederationException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The benchmark's end of an aggregator in a JVM of its own, which may run one after another and so stay warm.
 *
 * <p>Not thread-safe.
 */
public final class AggregatorJvm implements AutoCloseable {

    private static final int LOG_TAIL_CHARACTERS = 2_000;
    private static final long EXIT_TIMEOUT_SECONDS = 10;

    private final Process process;
    private final Path log;
    private final PrintStream commands;
    private final BufferedReader answers;

    private AggregatorJvm(Process process, Path log) {
        this.process = process;
        this.log = log;
        this.commands = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        this.answers = process.inputReader(StandardCharsets.UTF_8);
    }

    /**
     * Resources that an aggregator took since it was started.
     *
     * @param peakHeapBytes  greatest heap in use after a collection
     * @param allocatedBytes bytes allocated by all threads that live
     * @param cpuSeconds     time that all threads of the JVM, its collector's and compiler's too, had a processor
     */
    public record Usage(long peakHeapBytes, long allocatedBytes, double cpuSeconds) {}

    /**
     * Launches the JVM; the aggregator itself starts by {@link #start}.
     *
     * @param directory  where its log goes; exists
     * @param jvmOptions options for Java, after those that the launcher gives
     * @return the JVM
     */
    public static AggregatorJvm launch(Path directory, List<String> jvmOptions) {
        Path log = directory.resolve("aggregator.log");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Dtributary.log.level=WARN");
        for (String inherited : List.of(
                "logback.configurationFile",
                "org.apache.avro.limits.bytes.maxLength",
                "org.apache.avro.limits.string.maxLength",
                "org.apache.avro.limits.collectionItems.maxLength")) {
            if (System.getProperty(inherited) != null) {
                command.add("-D" + inherited + "=" + System.getProperty(inherited));
            }
        }
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), MeasuredAggregatorMain.class.getName()));
        try {
            return new AggregatorJvm(
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                            .start(),
                    log);
        } catch (IOException e) {
            throw new FederationException("aggregator must start in a JVM of its own, did not: " + e.getMessage(), e);
        }
    }

    /**
     * Starts the aggregator and waits until partitions are assigned.
     *
     * @param bootstrapServers how to reach the broker
     * @param settings         a federation.yaml
     * @param stateDirectory   for Kafka Streams
     * @return wall-clock time at which it began to work, milliseconds since 1970
     */
    public long start(String bootstrapServers, Path settings, Path stateDirectory) {
        return Long.parseLong(
                ask("started", "start", bootstrapServers, settings.toString(), stateDirectory.toString()));
    }

    /**
     * Makes full collections at an interval, so that the peak is of living objects.
     *
     * @param interval time between two
     */
    public void collectEvery(Duration interval) {
        ask("collecting", "collect", String.valueOf(interval.toMillis()));
    }

    /**
     * Reads a metric.
     *
     * @param metric name in Prometheus' text format
     * @return sum of its samples, 0 if it has none
     */
    public double sum(String metric) {
        return Double.parseDouble(ask("sum", "sum", metric));
    }

    /**
     * Tells the resources that the aggregator took since it was started.
     *
     * @return its usage
     */
    public Usage usage() {
        String[] numbers = ask("report", "report").split(" ", -1);
        return new Usage(Long.parseLong(numbers[0]), Long.parseLong(numbers[1]), Long.parseLong(numbers[2]) / 1e9);
    }

    /**
     * Times of an aggregator's transactions on its stream threads, which wait for them.
     *
     * @param flushSeconds   until all records were acknowledged
     * @param offsetsSeconds until the offsets were
     * @param endSeconds     until the end of the transaction was
     */
    public record TransactionTime(double flushSeconds, double offsetsSeconds, double endSeconds) {}

    /**
     * Tells the times of transactions since the aggregator was started.
     *
     * @return sums over all transactions
     */
    public TransactionTime transactionTime() {
        String[] nanos = ask("transactions", "transactions").split(" ", -1);
        return new TransactionTime(
                Long.parseLong(nanos[0]) / 1e9, Long.parseLong(nanos[1]) / 1e9, Long.parseLong(nanos[2]) / 1e9);
    }

    /**
     * Says how much memory the process had resident at most, in all its life.
     *
     * @return bytes; 0 where the system does not say
     */
    public long peakResidentBytes() {
        return ResidentMemory.peakBytes(process.pid()).orElse(0);
    }

    /** Stops the aggregator; the JVM stays. */
    public void stop() {
        ask("stopped", "stop");
    }

    private String ask(String expected, String... words) {
        commands.println(String.join("\t", words));
        try {
            String answer = nextAnswer();
            if (answer == null || !answer.startsWith(expected)) {
                throw new FederationException("aggregator must answer '" + words[0] + "' with '" + expected + "', was "
                        + answer + "; its log ends: " + logTail());
            }
            return answer.substring(expected.length()).strip();
        } catch (IOException e) {
            throw new FederationException("aggregator must go on, has ended; its log ends: " + logTail(), e);
        }
    }

    /** Passes over lines of the JVM itself. */
    private String nextAnswer() throws IOException {
        String line = answers.readLine();
        while (line != null && !line.startsWith(MeasuredAggregatorMain.ANSWER)) {
            line = answers.readLine();
        }
        return line == null ? null : line.substring(MeasuredAggregatorMain.ANSWER.length());
    }

    private String logTail() {
        try {
            String text = Files.readString(log).strip();
            return text.substring(Math.max(0, text.length() - LOG_TAIL_CHARACTERS));
        } catch (IOException e) {
            return "(no log)";
        }
    }

    /** Ends the process: it ends with its input, and in order, so that a flight recording is written. */
    @Override
    public void close() {
        commands.close();
        try {
            if (!process.waitFor(EXIT_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
