package dev.tributary.aggregator.harness;

import dev.tributary.aggregator.harness.TransactionalLog.Transaction;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.streams.KeyValue;

/** A task between transactional logs: its consumer's position, and its producer, which sends when it likes. */
final class SimulatedTask {

    private final StageTask task;
    private final TransactionalLog input;
    private final Map<String, TransactionalLog> sinks;
    private final Deque<Unsent> unsent = new ArrayDeque<>();
    private Transaction transaction = new Transaction();
    private long committedPosition;
    private long position;

    private record Unsent(TransactionalLog log, KeyValue<String, byte[]> record) {}

    /**
     * @param task  not started
     * @param input what it reads
     * @param sinks where what it forwards goes, by the name of the sink
     */
    SimulatedTask(StageTask task, TransactionalLog input, Map<String, TransactionalLog> sinks) {
        this.task = task;
        this.input = input;
        this.sinks = sinks;
    }

    StageTask task() {
        return task;
    }

    void start(long nowMs) {
        task.start(nowMs);
    }

    /** Processes the next record; answers whether there was one. */
    boolean process(long nowMs) {
        OptionalLong next = input.next(position);
        next.ifPresent(offset -> {
            task.process(offset, input.get(offset), nowMs);
            position = offset + 1;
            takeForwarded();
        });
        return next.isPresent();
    }

    void tick(long nowMs) {
        task.tick(nowMs);
        takeForwarded();
    }

    private void takeForwarded() {
        task.takeForwarded()
                .forEach(forward -> unsent.add(new Unsent(
                        sinks.get(forward.childName().orElseThrow()),
                        KeyValue.pair(forward.record().key(), forward.record().value()))));
    }

    /** Lets the producer send some of what was forwarded, so that the records of several tasks interleave. */
    void send(int records) {
        for (int left = records; left > 0 && !unsent.isEmpty(); left--) {
            Unsent next = unsent.remove();
            next.log().append(next.record(), transaction);
        }
    }

    void commit() {
        send(unsent.size());
        transaction.end(true);
        transaction = new Transaction();
        task.commit();
        committedPosition = position;
    }

    void crash(long nowMs) {
        unsent.clear();
        transaction.end(false);
        transaction = new Transaction();
        position = committedPosition;
        task.start(nowMs);
    }
}
