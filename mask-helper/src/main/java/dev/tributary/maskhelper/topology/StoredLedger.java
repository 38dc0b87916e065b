package dev.tributary.maskhelper.topology;

import dev.tributary.maskhelper.ledger.LedgerStore;
import dev.tributary.maskhelper.ledger.SeedEntry;
import dev.tributary.privacy.accountant.ClientSpend;
import dev.tributary.schemas.avro.MaskPurpose;
import dev.tributary.schemas.masked.Digest;
import dev.tributary.schemas.masked.MaskedHeader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** The ledger in a change-logged store: the changes by one record are committed with its answer. */
final class StoredLedger implements LedgerStore {

    private static final String SEED = "seed/";
    private static final String SEEN = "seen/";
    private static final String LATEST = "latest/";
    private static final String RELEASE = "release/";
    private static final String NEWEST = "newest/";
    private static final String SPEND = "spend/";
    private static final String REVOKED = "revoked/";
    private static final String RELEASES = "releases";
    private static final String LEDGER_ID = "ledger-id";
    private static final byte[] PRESENT = {1};

    private final KeyValueStore<String, byte[]> store;

    StoredLedger(KeyValueStore<String, byte[]> store) {
        this.store = store;
    }

    @Override
    public String id() {
        return text(LEDGER_ID).orElseGet(() -> {
            String drawn = UUID.randomUUID().toString();
            store.put(LEDGER_ID, drawn.getBytes(StandardCharsets.UTF_8));
            return drawn;
        });
    }

    @Override
    public Optional<SeedEntry> seed(String updateId) {
        return Optional.ofNullable(store.get(SEED + updateId)).map(EntryCodec::decodeSeed);
    }

    @Override
    public void put(SeedEntry entry) {
        store.put(SEED + entry.updateId(), EntryCodec.encode(entry));
    }

    @Override
    public List<SeedEntry> seeds() {
        List<SeedEntry> entries = new ArrayList<>();
        try (KeyValueIterator<String, byte[]> all = store.prefixScan(SEED, new StringSerializer())) {
            all.forEachRemaining(entry -> entries.add(EntryCodec.decodeSeed(entry.value)));
        }
        return entries;
    }

    @Override
    public void forget(SeedEntry entry) {
        store.delete(SEED + entry.updateId());
        store.delete(SEEN + entry.headerDigest());
        store.delete(SEEN + entry.sealDigest());
        String latest = latestKey(
                entry.header().purpose(), entry.clientId(), entry.header().baseVersion());
        if (text(latest).filter(entry.updateId()::equals).isPresent()) {
            store.delete(latest);
        }
    }

    @Override
    public Optional<String> seen(Digest digest) {
        return text(SEEN + digest);
    }

    @Override
    public void see(Digest digest, String updateId) {
        store.put(SEEN + digest, updateId.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Optional<String> latest(MaskPurpose purpose, String clientId, long version) {
        return text(latestKey(purpose, clientId, version));
    }

    @Override
    public void putLatest(SeedEntry entry) {
        MaskedHeader header = entry.header();
        store.put(
                latestKey(header.purpose(), entry.clientId(), header.baseVersion()),
                entry.updateId().getBytes(StandardCharsets.UTF_8));
    }

    private static String latestKey(MaskPurpose purpose, String clientId, long version) {
        return LATEST + MaskedHeader.word(purpose) + "/" + clientId + "/" + version;
    }

    @Override
    public Optional<Digest> release(String requestId) {
        return Optional.ofNullable(store.get(RELEASE + requestId)).map(Digest::of);
    }

    @Override
    public void putRelease(MaskPurpose purpose, long version, String requestId, Digest list) {
        store.put(RELEASE + requestId, list.toBytes());
        store.put(NEWEST + MaskedHeader.word(purpose), number(version));
        store.put(RELEASES, number(releases() + 1));
    }

    @Override
    public long newestRelease(MaskPurpose purpose) {
        return number(NEWEST + MaskedHeader.word(purpose), -1);
    }

    @Override
    public long releases() {
        return number(RELEASES, 0);
    }

    @Override
    public ClientSpend spend(MaskPurpose purpose, String clientId) {
        byte[] bytes = store.get(SPEND + MaskedHeader.word(purpose) + "/" + clientId);
        return bytes == null ? ClientSpend.NOTHING : EntryCodec.decodeSpend(bytes);
    }

    @Override
    public void putSpend(MaskPurpose purpose, String clientId, ClientSpend spend) {
        store.put(SPEND + MaskedHeader.word(purpose) + "/" + clientId, EntryCodec.encode(spend));
    }

    @Override
    public boolean isRevoked(String serial) {
        return store.get(REVOKED + serial) != null;
    }

    @Override
    public void revoke(String serial) {
        store.put(REVOKED + serial, PRESENT);
    }

    private Optional<String> text(String key) {
        return Optional.ofNullable(store.get(key)).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    private long number(String key, long standard) {
        byte[] bytes = store.get(key);
        return bytes == null ? standard : ByteBuffer.wrap(bytes).getLong();
    }

    private static byte[] number(long value) {
        return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
    }
}
