package dev.tributary.aggregator.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.apache.kafka.streams.KeyValue;

/**
 * A partition as a {@code read_committed} reader sees it: nothing from the first open transaction on, nothing of an
 * aborted one, and markers that take offsets without being records.
 */
final class TransactionalLog {

    private final List<Entry> entries = new ArrayList<>();

    private record Entry(KeyValue<String, byte[]> record, Transaction transaction) {}

    /** Records that become visible together or not at all. */
    static final class Transaction {

        private boolean isOpen = true;
        private boolean isCommitted;
        private final List<TransactionalLog> logs = new ArrayList<>();

        void end(boolean commit) {
            isOpen = false;
            isCommitted = commit;
            logs.forEach(log -> log.entries.add(new Entry(null, this)));
        }
    }

    /** Appends a record that is visible at once, as those of clients are. */
    long append(KeyValue<String, byte[]> record) {
        entries.add(new Entry(record, null));
        return entries.size() - 1L;
    }

    void append(KeyValue<String, byte[]> record, Transaction transaction) {
        entries.add(new Entry(record, transaction));
        if (!transaction.logs.contains(this)) {
            transaction.logs.add(this);
        }
    }

    /** Offset of the first visible record at or after an offset. */
    OptionalLong next(long from) {
        for (long offset = from; offset < entries.size(); offset++) {
            Entry entry = entries.get((int) offset);
            if (entry.transaction() != null && entry.transaction().isOpen) {
                return OptionalLong.empty();
            }
            boolean isVisible = entry.transaction() == null || entry.transaction().isCommitted;
            if (entry.record() != null && isVisible) {
                return OptionalLong.of(offset);
            }
        }
        return OptionalLong.empty();
    }

    KeyValue<String, byte[]> get(long offset) {
        return entries.get((int) offset).record();
    }

    /** Every visible record, in order. */
    List<KeyValue<String, byte[]>> visible() {
        List<KeyValue<String, byte[]>> records = new ArrayList<>();
        for (OptionalLong at = next(0); at.isPresent(); at = next(at.getAsLong() + 1)) {
            records.add(get(at.getAsLong()));
        }
        return records;
    }
}
