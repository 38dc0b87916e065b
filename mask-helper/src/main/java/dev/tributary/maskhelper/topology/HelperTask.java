package dev.tributary.maskhelper.topology;

import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.maskhelper.ledger.LedgerGuard;
import dev.tributary.maskhelper.ledger.LedgerRules;
import dev.tributary.maskhelper.ledger.ReleaseLedger;
import dev.tributary.maskhelper.ledger.RequestRefusal;
import dev.tributary.maskhelper.ledger.SeedLedger;
import dev.tributary.maskhelper.ledger.SeedRefusal;
import dev.tributary.maskhelper.ledger.UnmaskDecision;
import dev.tributary.masking.keys.SignedRecords;
import dev.tributary.schemas.avro.HelperKey;
import dev.tributary.schemas.avro.Revocation;
import dev.tributary.schemas.avro.SealedSeed;
import dev.tributary.schemas.avro.SeedReceipt;
import dev.tributary.schemas.avro.SeedVerdict;
import dev.tributary.schemas.avro.UnmaskRequest;
import dev.tributary.schemas.masked.Digest;
import dev.tributary.schemas.masked.MalformedMaskException;
import dev.tributary.schemas.masked.MaskedHeader;
import dev.tributary.schemas.masked.MemberList;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The work of the helper's only task, over its store: a record in, the answering records out.
 *
 * <p>Not thread-safe.
 */
final class HelperTask {

    private static final Logger LOG = LoggerFactory.getLogger(HelperTask.class);

    private static final long EXPIRY_INTERVAL_MS = 60_000;

    private final LedgerRules rules;
    private final HelperKeys keys;
    private final HelperEvents events;
    private final StoredLedger store;
    private final SeedLedger seeds;
    private final LedgerGuard releases;
    private final Answers answers;
    private final SignedRecords signed;
    private boolean isBegun;
    private long lastExpiryMs;

    HelperTask(FederationSettings settings, HelperKeys keys, HelperEvents events, KeyValueStore<String, byte[]> store) {
        this.rules = LedgerRules.of(settings);
        this.keys = keys;
        this.events = events;
        this.store = new StoredLedger(store);
        KeyedSeedCheck check = new KeyedSeedCheck(rules.federation(), keys);
        this.seeds = new SeedLedger(rules, this.store, check);
        ReleaseLedger ledger = new ReleaseLedger(rules, this.store, check);
        this.releases = new LedgerGuard(rules.federation(), this.store, ledger, keys.promise(), this::endEpoch);
        this.answers = new Answers(rules.federation(), settings.privacy(), keys, check);
        this.signed = new SignedRecords(rules.federation());
    }

    /**
     * Compares the ledger with the promise, before anything is answered from it. To be called first with each record
     * and tick; only the first call does anything.
     */
    void begin(long nowMs) {
        if (isBegun) {
            return;
        }
        isBegun = true;
        keys.epochs().tend(nowMs);
        releases.begin(nowMs);
    }

    private void endEpoch(long nowMs) {
        keys.epochs().renew(nowMs);
        int expired = seeds.expire(nowMs);
        events.onLedgerLost();
        LOG.warn(
                "The ledger is gone or shorter than it was: a new epoch begins, {} seeds of the old one expire",
                expired);
    }

    /** Follows the clock; gives an announcement if there is a key that was not announced yet. */
    Optional<HelperKey> tick(long nowMs, String announced) {
        boolean isNewEpoch = keys.epochs().tend(nowMs);
        // Looks at every seed: a minute late is soon enough, since each decision looks at the time itself.
        if (isNewEpoch || nowMs >= lastExpiryMs + EXPIRY_INTERVAL_MS) {
            lastExpiryMs = nowMs;
            seeds.expire(nowMs);
        }
        return keys.epochs()
                .current()
                .filter(key -> !key.id().equals(announced))
                .map(key -> signed.announce(keys.root(), key, rules.settingsFingerprint()));
    }

    SeedReceipt onSeed(String recordKey, SealedSeed seed, long nowMs) {
        byte[] header = bytes(seed.getHeader());
        Digest digest = Digest.hash(header);
        Optional<SeedRefusal> refusal = decide(recordKey, seed, header, digest, nowMs);
        return new SeedReceipt(
                seed.getUpdateId(),
                seed.getClientId(),
                digest.toField(),
                refusal.isEmpty() ? SeedVerdict.GOOD : SeedVerdict.REFUSED,
                refusal.map(Enum::name).orElse(""),
                nowMs);
    }

    private Optional<SeedRefusal> decide(
            String recordKey, SealedSeed seed, byte[] headerBytes, Digest digest, long nowMs) {
        try {
            MaskedHeader header = MaskedHeader.parse(headerBytes);
            if (!header.updateId().equals(seed.getUpdateId())
                    || !seed.getClientId().equals(recordKey)) {
                return Optional.of(SeedRefusal.MALFORMED);
            }
            return seeds.onSeed(seed.getClientId(), header, digest, bytes(seed.getSealed()), nowMs);
        } catch (MalformedMaskException e) {
            return Optional.of(SeedRefusal.MALFORMED);
        }
    }

    List<SpecificRecord> onRequest(UnmaskRequest request, long nowMs) {
        MemberList list;
        try {
            list = MemberList.of(request);
        } catch (MalformedMaskException e) {
            Digest nothing = Digest.hash(new byte[0]);
            return List.of(
                    answers.refuse(request.getRequestId(), nothing, RequestRefusal.MALFORMED_REQUEST, List.of()));
        }
        Digest digest = list.digest(rules.federation());
        UnmaskDecision decision = releases.onRequest(list, nowMs);
        if (decision instanceof UnmaskDecision.Refusal refusal) {
            return List.of(answers.refuse(list.requestId(), digest, refusal.reason(), refusal.updateIds()));
        }
        // Whatever dies from here on, this list is the only one that may follow: its promise is down.
        return answers.release(list.requestId(), (UnmaskDecision.Release) decision);
    }

    void onRevocation(Revocation revocation) {
        if (signed.isGood(revocation, keys.authority())) {
            seeds.revoke(revocation.getSerial());
        } else {
            LOG.warn("A revocation that the enrolment authority did not sign was left out");
        }
    }

    private static byte[] bytes(ByteBuffer field) {
        byte[] bytes = new byte[field.remaining()];
        field.duplicate().get(bytes);
        return bytes;
    }
}
