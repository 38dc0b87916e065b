package dev.tributary.benchmarks.pipeline;

import dev.tributary.aggregator.admission.HomePartition;
import dev.tributary.benchmarks.federation.BenchFederation;
import dev.tributary.benchmarks.federation.BenchPlan;
import dev.tributary.benchmarks.federation.MadeUpdate;
import dev.tributary.benchmarks.federation.UpdateSender;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Fills the updates topic before anything is measured: each update from a client of its own, on version 0. */
final class Preload {

    /** Different payloads, so that nothing can profit from having seen the bytes before. */
    private static final int PAYLOADS = 4;

    private static final long SEED = 42;

    private Preload() {}

    /** Different updates that fit the federation. */
    static List<MadeUpdate> payloads(BenchFederation federation) {
        BenchPlan plan = federation.plan();
        SplittableRandom random = new SplittableRandom(SEED);
        return IntStream.range(0, PAYLOADS)
                .mapToObj(i ->
                        new MadeUpdate(plan.encoding(), plan.parameters(), federation.chunkBytes(), random.split()))
                .toList();
    }

    /** The first id of many whose partition is the one whose turn it is: a client's updates count in no other. */
    private static String client(int number, int partitions) {
        return IntStream.iterate(0, attempt -> attempt + 1)
                .mapToObj(attempt -> "client-" + number + "-" + attempt)
                .filter(new HomePartition(number % partitions, partitions)::isOf)
                .findFirst()
                .orElseThrow();
    }

    /** Writes updates, dealt out to the partitions in turn; returns the bytes of their payloads. */
    static long updates(BenchFederation federation, int count) {
        List<MadeUpdate> payloads = payloads(federation);
        long bytes = 0;
        try (UpdateSender sender =
                new UpdateSender(federation.kafka(), federation.topics().updates())) {
            for (int i = 0; i < count; i++) {
                MadeUpdate update = payloads.get(i % PAYLOADS);
                String client = client(i, federation.plan().partitions());
                sender.send(update, client, "update-" + i, 0, null);
                bytes += update.payloadBytes();
            }
            sender.flush();
        }
        return bytes;
    }
}
