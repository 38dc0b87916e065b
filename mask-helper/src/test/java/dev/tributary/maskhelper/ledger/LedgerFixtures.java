package dev.tributary.maskhelper.ledger;

import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.schemas.avro.MaskPurpose;
import dev.tributary.schemas.masked.Digest;
import dev.tributary.schemas.masked.MaskedHeader;
import dev.tributary.schemas.masked.MemberList;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Rules, headers and lists that fit together; clients are {@code client-1}, …, their updates {@code u-1}, …. */
final class LedgerFixtures {

    static final long NOW = 1000;

    private LedgerFixtures() {}

    static LedgerRules rules(String further) {
        return LedgerRules.of(FederationSettings.parse(
                "federation: digits\nround: {goal: 3, quorum: 3}\nprivacy: {masking: required, threshold: 3" + further
                        + "}\n"));
    }

    static MaskedHeader header(LedgerRules rules, String updateId, long base, int epoch) {
        return new MaskedHeader(
                "digits",
                MaskPurpose.UPDATE,
                base,
                rules.settingsFingerprint(),
                digest("layout"),
                10,
                32,
                updateId,
                1,
                EpochOnly.keyId(epoch),
                NOW + 500_000);
    }

    static Digest digest(String text) {
        return Digest.hash(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A list of updates that were weighed at the newest version before. */
    static MemberList list(long version, String... updateIds) {
        return listAt(version, version - 1, updateIds);
    }

    static MemberList listAt(long version, long weighedAt, String... updateIds) {
        List<MemberList.Member> members = Arrays.stream(updateIds)
                .map(id -> new MemberList.Member(id, digest("header of " + id), weighedAt))
                .toList();
        return new MemberList(MaskPurpose.UPDATE, version, members);
    }
}
