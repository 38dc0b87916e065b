package dev.tributary.aggregator.round.machine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The versions on the model topic that have no tombstones yet, each with its number of chunks: one that is no longer kept
 * is cleared away whole, even after {@code model.keepVersions}, the encoding or the size of a chunk has changed.
 *
 * @param chunksByVersion chunk counts by version, at least one; copied
 */
public record KeptVersions(SortedMap<Long, Integer> chunksByVersion) {

    /** Copies the map. */
    public KeptVersions {
        chunksByVersion = Collections.unmodifiableSortedMap(new TreeMap<>(chunksByVersion));
    }

    /**
     * Gives the oldest version that is kept.
     *
     * @return its number
     */
    public long oldest() {
        return chunksByVersion.firstKey();
    }

    KeptVersions plus(long version, int chunkCount) {
        NavigableMap<Long, Integer> more = new TreeMap<>(chunksByVersion);
        more.put(version, chunkCount);
        return new KeptVersions(more);
    }

    /** Those among the newest that stay, where the newest is this version. */
    KeptVersions newest(long version, int keep) {
        return new KeptVersions(chunksByVersion.tailMap(version - keep + 1));
    }

    /** Tombstones to be written for the others, oldest first. */
    List<RoundEffect> expired(long version, int keep) {
        List<RoundEffect> expired = new ArrayList<>();
        chunksByVersion
                .headMap(version - keep + 1)
                .forEach((old, chunkCount) -> expired.add(new RoundEffect.ExpireVersion(old, chunkCount)));
        return expired;
    }
}
