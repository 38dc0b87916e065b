package dev.tributary.maskhelper.ledger;

import dev.tributary.privacy.accountant.ClientSpend;
import dev.tributary.schemas.avro.MaskPurpose;
import dev.tributary.schemas.masked.Digest;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** A ledger in memory that can be copied, as a transaction that may be rolled back needs it. */
final class MemoryLedger implements LedgerStore {

    private final String id;
    private final TreeMap<String, Object> entries;

    MemoryLedger(String id) {
        this(id, new TreeMap<>());
    }

    private MemoryLedger(String id, TreeMap<String, Object> entries) {
        this.id = id;
        this.entries = entries;
    }

    MemoryLedger copy() {
        return new MemoryLedger(id, new TreeMap<>(entries));
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Optional<SeedEntry> seed(String updateId) {
        return Optional.ofNullable((SeedEntry) entries.get("seed/" + updateId));
    }

    @Override
    public void put(SeedEntry entry) {
        entries.put("seed/" + entry.updateId(), entry);
    }

    @Override
    public List<SeedEntry> seeds() {
        return entries.values().stream()
                .filter(SeedEntry.class::isInstance)
                .map(SeedEntry.class::cast)
                .toList();
    }

    @Override
    public void forget(SeedEntry entry) {
        entries.remove("seed/" + entry.updateId());
        entries.remove("seen/" + entry.headerDigest());
        entries.remove("seen/" + entry.sealDigest());
    }

    @Override
    public Optional<String> seen(Digest digest) {
        return Optional.ofNullable((String) entries.get("seen/" + digest));
    }

    @Override
    public void see(Digest digest, String updateId) {
        entries.put("seen/" + digest, updateId);
    }

    @Override
    public Optional<String> latest(MaskPurpose purpose, String clientId, long version) {
        return Optional.ofNullable((String) entries.get("latest/" + purpose + "/" + clientId + "/" + version));
    }

    @Override
    public void putLatest(SeedEntry entry) {
        entries.put(
                "latest/" + entry.header().purpose() + "/" + entry.clientId() + "/"
                        + entry.header().baseVersion(),
                entry.updateId());
    }

    @Override
    public Optional<Digest> release(String requestId) {
        return Optional.ofNullable((Digest) entries.get("release/" + requestId));
    }

    @Override
    public void putRelease(MaskPurpose purpose, long version, String requestId, Digest list) {
        entries.put("release/" + requestId, list);
        entries.put("newest/" + purpose, version);
        entries.put("releases", releases() + 1);
    }

    @Override
    public long newestRelease(MaskPurpose purpose) {
        return (long) entries.getOrDefault("newest/" + purpose, -1L);
    }

    @Override
    public long releases() {
        return (long) entries.getOrDefault("releases", 0L);
    }

    @Override
    public ClientSpend spend(MaskPurpose purpose, String clientId) {
        return (ClientSpend) entries.getOrDefault("spend/" + purpose + "/" + clientId, ClientSpend.NOTHING);
    }

    @Override
    public void putSpend(MaskPurpose purpose, String clientId, ClientSpend spend) {
        entries.put("spend/" + purpose + "/" + clientId, spend);
    }

    @Override
    public boolean isRevoked(String serial) {
        return entries.containsKey("revoked/" + serial);
    }

    @Override
    public void revoke(String serial) {
        entries.put("revoked/" + serial, true);
    }

    /** All that is in it: two ledgers that show the same behave the same. */
    @Override
    public String toString() {
        return id + entries;
    }
}
