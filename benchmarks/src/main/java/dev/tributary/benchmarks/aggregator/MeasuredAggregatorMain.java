package dev.tributary.benchmarks.aggregator;

import com.sun.management.OperatingSystemMXBean;
import dev.tributary.aggregator.application.AggregatorApp;
import dev.tributary.federation.settings.FederationSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The aggregator as it runs everywhere, under the eyes of a benchmark: takes one command a line on standard input and
 * answers each with one line on standard output, after a mark of its own. Ends with its input.
 *
 * <pre>
 *   start BOOTSTRAP SETTINGS-FILE STATE-DIR   started EPOCH-MS     partitions are assigned
 *   collect INTERVAL-MS                       collecting           full collections from now on
 *   sum METRIC                                sum NUMBER           over the samples of a metric
 *   report                                    report HEAP ALLOCATED CPU-NANOS
 *   transactions                              transactions FLUSH-NANOS OFFSETS-NANOS END-NANOS
 *   stop                                      stopped
 * </pre>
 */
public final class MeasuredAggregatorMain {

    /** Begins each answer: the JVM may write to standard output too. */
    static final String ANSWER = "answer: ";

    private static final PrintStream OUT = System.out;

    private final HeapWatch heap = new HeapWatch();
    private final AtomicReference<AggregatorApp> app = new AtomicReference<>();
    private final AtomicLong allocatedBefore = new AtomicLong();
    private final AtomicLong cpuNanosBefore = new AtomicLong();

    private MeasuredAggregatorMain() {}

    /**
     * Takes commands until there are no more.
     *
     * @param args none
     * @throws IOException          if standard input breaks
     * @throws InterruptedException never in practice
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        MeasuredAggregatorMain aggregator = new MeasuredAggregatorMain();
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            OUT.println(ANSWER + aggregator.answer(line.split("\t", -1)));
            OUT.flush();
        }
        System.exit(0);
    }

    private String answer(String[] words) throws InterruptedException {
        return switch (words[0]) {
            case "start" -> start(words[1], Path.of(words[2]), Path.of(words[3]));
            case "collect" -> collect(Duration.ofMillis(Long.parseLong(words[1])));
            case "sum" -> "sum " + sum(words[1]);
            case "report" ->
                "report " + heap.peakBytes() + " " + (Allocation.bytesOfLivingThreads() - allocatedBefore.get()) + " "
                        + (cpuNanos() - cpuNanosBefore.get());
            case "transactions" -> "transactions " + TransactionTimes.nanos();
            case "stop" -> stop();
            default -> "unknown " + words[0];
        };
    }

    private String start(String bootstrapServers, Path settings, Path stateDirectory) throws InterruptedException {
        heap.reset();
        AggregatorApp started = new AggregatorApp(
                FederationSettings.load(settings),
                Map.of("bootstrap.servers", bootstrapServers),
                stateDirectory,
                OptionalInt.empty());
        app.set(started);
        started.start();
        while (!started.isReady()) {
            if (started.failure().isPresent()) {
                return "failed " + started.failure().get().getMessage();
            }
            Thread.sleep(1);
        }
        allocatedBefore.set(Allocation.bytesOfLivingThreads());
        cpuNanosBefore.set(cpuNanos());
        return "started " + System.currentTimeMillis();
    }

    private static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private String collect(Duration interval) {
        heap.collectEvery(interval);
        return "collecting";
    }

    /** Adds up the samples of a metric in Prometheus' text format. */
    private double sum(String metric) {
        return app.get()
                .scrape()
                .lines()
                .filter(line -> line.startsWith(metric + "{") || line.startsWith(metric + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private String stop() {
        AggregatorApp running = app.getAndSet(null);
        if (running != null) {
            running.close();
        }
        return "stopped";
    }
}
