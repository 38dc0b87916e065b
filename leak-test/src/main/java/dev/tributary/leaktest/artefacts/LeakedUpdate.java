package dev.tributary.leaktest.artefacts;

import java.util.List;

/**
 * The records of one update as they stand in the log, its segments, replicas and backups.
 *
 * @param records values of the records on {@code updates}, in order: manifest, then chunks
 * @param seed    value of the record on {@code seeds}; none of a clear update
 */
public record LeakedUpdate(List<byte[]> records, List<byte[]> seed) {

    /** Keeps the lists from changing; the bytes are shared. */
    public LeakedUpdate {
        records = List.copyOf(records);
        seed = List.copyOf(seed);
    }

    /**
     * Counts the bytes on {@code updates}.
     *
     * @return of all records together
     */
    public long bytes() {
        return records.stream().mapToLong(record -> record.length).sum();
    }

    /** Sizes alone. */
    @Override
    public String toString() {
        return "LeakedUpdate[" + records.size() + " records, " + bytes() + " bytes]";
    }
}
