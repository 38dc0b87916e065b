package dev.tributary.aggregator.harness;

import dev.tributary.aggregator.topology.NodeNames;
import dev.tributary.aggregator.version.NewestVersion;
import dev.tributary.schemas.avro.GlobalModelHead;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.MockProcessorContext.CapturedForward;

/** Takes one task through a script, commits and crashes on the way, and remembers what was committed. */
public final class CrashRun {

    private static final long STEP_MS = 1000;
    private static final List<String> TIMES =
            List.of("rejectedAtMs", "openedAtMs", "firstUpdateAtMs", "closedAtMs", "aggregationMs", "writtenAtMs");

    private final StageTask task;
    private final ModelLog models;
    private final Map<String, List<KeyValue<String, byte[]>>> output = new HashMap<>();
    private final List<String> committed = new ArrayList<>();
    private final List<KeyValue<String, byte[]>> aborted = new ArrayList<>();
    private long nowMs = AggregatorHarness.START.toEpochMilli();

    /**
     * One thing that happens to a task.
     *
     * @param record  the next record of its partition, or null for a tick
     * @param offset  its offset
     * @param version what the task's copy of the global store says by then, or null for nothing
     */
    public record Step(KeyValue<String, byte[]> record, long offset, NewestVersion version) {}

    /**
     * Where a run is interrupted, by steps done.
     *
     * @param commits where it commits, each time that it comes there
     * @param crashes where it crashes, each once, in this order
     */
    public record Plan(Set<Integer> commits, List<Integer> crashes) {

        /** No interruption. */
        public static final Plan UNINTERRUPTED = new Plan(Set.of(), List.of());
    }

    /**
     * @param task   not started
     * @param models takes what is committed to the model topic
     */
    public CrashRun(StageTask task, ModelLog models) {
        this.task = task;
        this.models = models;
    }

    /** Runs to the end and commits there. */
    public CrashRun run(List<Step> script, Plan plan) {
        Deque<Integer> crashes = new ArrayDeque<>(plan.crashes());
        int committedSteps = 0;
        int done = 0;
        task.showVersion(script.get(0).version());
        task.start(nowMs);
        while (done < script.size()) {
            if (plan.commits().contains(done)) {
                commit();
                committedSteps = done;
            }
            if (!crashes.isEmpty() && crashes.peek() == done) {
                crashes.remove();
                rememberAborted();
                done = committedSteps;
                task.showVersion(script.get(done).version());
                task.start(nowMs);
            } else {
                perform(script.get(done));
                done++;
            }
        }
        commit();
        return this;
    }

    private void perform(Step step) {
        nowMs += STEP_MS;
        task.showVersion(step.version());
        if (step.record() == null) {
            task.tick(nowMs);
        } else {
            task.process(step.offset(), step.record(), nowMs);
        }
    }

    /** A version that a crash takes back can be read by whoever wants to, until the log is cleaned. */
    private void rememberAborted() {
        for (CapturedForward<? extends String, ? extends byte[]> forward : task.takeForwarded()) {
            if (forward.childName().orElseThrow().equals(NodeNames.MODEL_SINK)) {
                aborted.add(
                        KeyValue.pair(forward.record().key(), forward.record().value()));
            }
        }
    }

    /** Records of the model topic that crashes took back. */
    public List<KeyValue<String, byte[]>> aborted() {
        return List.copyOf(aborted);
    }

    private void commit() {
        for (CapturedForward<? extends String, ? extends byte[]> forward : task.takeForwarded()) {
            String sink = forward.childName().orElseThrow();
            KeyValue<String, byte[]> record =
                    KeyValue.pair(forward.record().key(), forward.record().value());
            if (sink.equals(NodeNames.MODEL_SINK)) {
                models.accept(record.key, record.value);
            }
            output.computeIfAbsent(sink, unused -> new ArrayList<>()).add(record);
            committed.add(sink + " " + record.key + " " + show(record.value));
        }
        task.commit();
    }

    /** All of a record but the times in it. */
    private static String show(byte[] value) {
        if (value == null) {
            return "tombstone";
        }
        SpecificRecord record = Records.decode(value);
        TIMES.stream()
                .map(record.getSchema()::getField)
                .filter(Objects::nonNull)
                .forEach(field -> record.put(
                        field.pos(), field.schema().getType() == Schema.Type.LONG ? (Object) 0L : (Object) 0.0));
        if (record instanceof GlobalModelHead head) {
            head.getProvenance()
                    .put(
                            head.getProvenance()
                                    .getSchema()
                                    .getField("createdAtMs")
                                    .pos(),
                            0L);
        }
        return record.toString();
    }

    /** Every committed record, in order, in full, without times. */
    public List<String> committed() {
        return committed;
    }

    /** Every committed record of a sink, in order. */
    public List<KeyValue<String, byte[]>> output(String sink) {
        return output.getOrDefault(sink, List.of());
    }
}
