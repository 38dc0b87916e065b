package dev.tributary.aggregator.harness;

import dev.tributary.aggregator.combining.OpenPartialSum;
import dev.tributary.aggregator.combining.PartialSumRecords;
import dev.tributary.aggregator.harness.CrashRun.Step;
import dev.tributary.arithmetic.FloatVector;
import dev.tributary.schemas.avro.ModelUpdate;
import dev.tributary.schemas.framing.RecordFraming;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.kafka.streams.KeyValue;

/** Scripts for stage 2, by chance: partial sums of two partitions whose chunks interleave, and ticks in between. */
public final class PartialScripts {

    /** Length of each sum: a partial sum then takes several chunks, and so does a model. */
    public static final int PARAMETERS = 600;

    /** Greatest length of a chunk. */
    public static final int CHUNK_BYTES = 1024;

    private static final int PARTITIONS = 2;

    private final SplittableRandom random;
    private final List<Deque<byte[]>> queues = new ArrayList<>();
    private final List<OpenPartialSum> partials = new ArrayList<>();
    private final List<PartialSumRecords> writers = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private long offset = 5;
    private int updates;

    private PartialScripts(long seed) {
        random = new SplittableRandom(seed);
        for (int partition = 0; partition < PARTITIONS; partition++) {
            queues.add(new ArrayDeque<>());
            partials.add(new OpenPartialSum(partition, 1, SideWorks.atOnce()));
            writers.add(new PartialSumRecords(partition, CHUNK_BYTES, new RecordFraming()));
        }
    }

    /** A script of so many steps. */
    public static List<Step> random(long seed, int length) {
        PartialScripts script = new PartialScripts(seed);
        while (script.steps.size() < length) {
            script.addStep();
        }
        return script.steps;
    }

    private void addStep() {
        if (random.nextInt(10) == 0) {
            steps.add(new Step(null, offset, null));
            return;
        }
        int partition = random.nextInt(PARTITIONS);
        Deque<byte[]> queue = queues.get(partition);
        if (queue.isEmpty()) {
            fill(partition, queue);
        }
        steps.add(new Step(KeyValue.pair(String.valueOf(partition), queue.remove()), offset, null));
        offset += 1 + random.nextInt(3);
    }

    private void fill(int partition, Deque<byte[]> queue) {
        OpenPartialSum partial = partials.get(partition);
        for (int left = 1 + random.nextInt(3); left > 0; left--) {
            float[] delta = new float[PARAMETERS];
            for (int i = 0; i < PARAMETERS; i++) {
                delta[i] = (float) (random.nextDouble() * 2 - 1);
            }
            long examples = 1 + random.nextLong(9);
            ModelUpdate manifest = (ModelUpdate) Records.decode(UpdateFixtures.update()
                    .from("client-" + random.nextInt(4))
                    .id("update-" + updates++)
                    .examples(examples)
                    .metric("loss", random.nextDouble())
                    .delta(delta)
                    .record()
                    .value);
            partial.add(manifest, FloatVector.of(delta), examples, 0, examples, 0, 0);
        }
        writers.get(partition).write(partial, false, queue::add);
        partial.reset();
    }
}
