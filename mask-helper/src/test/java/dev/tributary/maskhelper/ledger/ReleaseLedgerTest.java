package dev.tributary.maskhelper.ledger;

import static dev.tributary.maskhelper.ledger.LedgerFixtures.NOW;
import static dev.tributary.maskhelper.ledger.LedgerFixtures.digest;
import static dev.tributary.maskhelper.ledger.LedgerFixtures.header;
import static dev.tributary.maskhelper.ledger.LedgerFixtures.list;
import static dev.tributary.maskhelper.ledger.LedgerFixtures.listAt;
import static dev.tributary.maskhelper.ledger.LedgerFixtures.rules;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.schemas.masked.MaskedHeader;
import dev.tributary.schemas.masked.MemberList;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReleaseLedgerTest {

    private final MemoryLedger store = new MemoryLedger("ledger");
    private final EpochOnly epoch = new EpochOnly(1);
    private LedgerRules rules = rules("");

    private Optional<SeedRefusal> seed(String updateId, String client, long base) {
        byte[] sealed = ("sealed " + updateId).getBytes(StandardCharsets.UTF_8);
        return new SeedLedger(rules, store, epoch)
                .onSeed(client, header(rules, updateId, base, 1), digest("header of " + updateId), sealed, NOW);
    }

    private UnmaskDecision ask(MemberList list) {
        return new ReleaseLedger(rules, store, epoch).onRequest(list, NOW);
    }

    private void refuses(MemberList list, RequestRefusal reason, String... members) {
        String before = store.toString();
        assertThat(ask(list)).isInstanceOfSatisfying(UnmaskDecision.Refusal.class, refusal -> {
            assertThat(refusal.reason()).isEqualTo(reason);
            assertThat(refusal.updateIds()).containsExactlyInAnyOrder(members);
        });
        assertThat(store).as("a refused request changes nothing").hasToString(before);
    }

    private void fiveGoodSeeds() {
        for (int i = 1; i <= 5; i++) {
            assertThat(seed("u-" + i, "client-" + i, 0)).isEmpty();
        }
    }

    @Test
    void shouldReleaseOnceAndAnswerTheSameListAlike() {
        fiveGoodSeeds();

        UnmaskDecision.Release first = (UnmaskDecision.Release) ask(list(1, "u-1", "u-2", "u-3"));
        String after = store.toString();
        UnmaskDecision.Release again = (UnmaskDecision.Release) ask(list(1, "u-3", "u-2", "u-1"));

        assertThat(first.isNew()).isTrue();
        assertThat(first.weights()).containsExactly(16, 16, 16);
        assertThat(again.isNew()).isFalse();
        assertThat(again.listDigest()).isEqualTo(first.listDigest());
        assertThat(again.weights()).isEqualTo(first.weights());
        assertThat(store).hasToString(after);
    }

    @Test
    void shouldRefuseWhenAListIsAskedForLessOneMember() {
        fiveGoodSeeds();
        ask(list(1, "u-1", "u-2", "u-3", "u-4"));

        refuses(list(1, "u-1", "u-2", "u-3"), RequestRefusal.ROUND_RELEASED);
        refuses(list(2, "u-1", "u-2", "u-3"), RequestRefusal.MEMBER_RELEASED, "u-1", "u-2", "u-3");
        refuses(list(2, "u-3", "u-4", "u-5"), RequestRefusal.MEMBER_RELEASED, "u-3", "u-4");
    }

    @Test
    void shouldRefuseWhenMembersAreTooFewOrOfOneClient() {
        fiveGoodSeeds();
        assertThat(seed("u-6", "client-1", 1)).isEmpty();

        refuses(list(1, "u-1", "u-2"), RequestRefusal.BELOW_THRESHOLD);
        refuses(list(2, "u-1", "u-2", "u-6"), RequestRefusal.SECOND_MEMBER_OF_CLIENT, second("u-1", "u-2", "u-6"));
        refuses(list(1, "u-1", "u-1", "u-2"), RequestRefusal.SECOND_MEMBER_OF_CLIENT, "u-1");
        refuses(list(1), RequestRefusal.BELOW_THRESHOLD);
    }

    /** The later of the two in the order of the list, which is that of header digests. */
    private static String second(String... updateIds) {
        String last = "";
        for (MemberList.Member member : list(1, updateIds).members()) {
            last = member.updateId().equals("u-2") ? last : member.updateId();
        }
        return last;
    }

    @Test
    void shouldRefuseWhenVersionsAreForged() {
        fiveGoodSeeds();
        assertThat(seed("u-7", "client-7", 3)).isEmpty();

        refuses(listAt(2, 2, "u-1", "u-2", "u-3"), RequestRefusal.FORGED_VERSION, "u-1", "u-2", "u-3");
        refuses(listAt(9, 3, "u-1", "u-2", "u-3"), RequestRefusal.FORGED_VERSION, "u-1", "u-2", "u-3");
        refuses(list(1, "u-1", "u-2", "u-7"), RequestRefusal.FORGED_VERSION, "u-7");
        refuses(listAt(20, 19, "u-1", "u-2", "u-3"), RequestRefusal.TOO_STALE, "u-1", "u-2", "u-3");
        assertThat(ask(list(4, "u-1", "u-2", "u-7"))).isInstanceOf(UnmaskDecision.Release.class);
        refuses(list(3, "u-3", "u-4", "u-5"), RequestRefusal.FORGED_VERSION);
    }

    @Test
    void shouldComputeWeightsItselfAndRefuseUnevenOnes() {
        rules = rules(", effectiveShare: 1");
        fiveGoodSeeds();
        seed("u-8", "client-8", 3);
        seed("u-9", "client-9", 3);

        refuses(list(4, "u-1", "u-8", "u-9"), RequestRefusal.UNEVEN_WEIGHTS);
        UnmaskDecision.Release release = (UnmaskDecision.Release) ask(list(4, "u-1", "u-2", "u-3", "u-8", "u-9"));
        assertThat(release.weights()).containsExactlyInAnyOrder(8, 8, 8, 16, 16);
    }

    @Test
    void shouldRefuseWhenAMemberIsUnknownRefusedExpiredOrMoved() {
        fiveGoodSeeds();
        assertThat(seed("u-10", "client-1", 0)).contains(SeedRefusal.UNDER_WAY);
        MemberList moved = new MemberList(
                list(1, "u-1").purpose(),
                1,
                List.of(
                        list(1, "u-1").members().get(0),
                        list(1, "u-2").members().get(0),
                        new MemberList.Member("u-3", digest("another header"), 0)));

        refuses(list(1, "u-1", "u-2", "nobody"), RequestRefusal.UNKNOWN_MEMBER, "nobody");
        refuses(list(1, "u-2", "u-3", "u-10"), RequestRefusal.MEMBER_REFUSED, "u-10");
        refuses(moved, RequestRefusal.HEADER_MISMATCH, "u-3");
        epoch.end();
        refuses(list(1, "u-1", "u-2", "u-3"), RequestRefusal.MEMBER_EXPIRED, "u-1", "u-2", "u-3");
    }

    @ParameterizedTest
    @CsvSource({
        "'participationCap: 1', PARTICIPATION_CAP",
        "'separation: 5', SEPARATION",
        "'noiseMultiplier: 4, clippingNorm: 10, epsilonBudget: 1.2', PARTICIPATION_CAP"
    })
    void shouldRefuseTheNextSeedWhenAClientHasSpentWhatItMay(String setting, SeedRefusal reason) {
        rules = rules(", " + setting);
        fiveGoodSeeds();
        ask(list(1, "u-1", "u-2", "u-3"));

        assertThat(seed("v-1", "client-1", 1)).contains(reason);
        assertThat(seed("v-4", "client-6", 1)).isEmpty();
        assertThat(seed("v-5", "client-1", 20).isEmpty()).isEqualTo(reason == SeedRefusal.SEPARATION);
    }

    @Test
    void shouldRefuseTheListWhenAClientHasSpentItAllMeanwhile() {
        rules = rules(", participationCap: 1");
        fiveGoodSeeds();
        assertThat(seed("v-1", "client-1", 1)).isEmpty();
        ask(list(1, "u-1", "u-2", "u-3"));

        refuses(list(2, "v-1", "u-4", "u-5"), RequestRefusal.CLIENT_SPENT, "v-1");
    }

    @Test
    void shouldRefuseReplaysInWhateverPart() {
        fiveGoodSeeds();
        byte[] sealed = "sealed u-1".getBytes(StandardCharsets.UTF_8);
        SeedLedger ledger = new SeedLedger(rules, store, epoch);
        MaskedHeader header = header(rules, "u-1", 0, 1);

        // The very same record again, as a producer that heard nothing sends it: the same receipt.
        assertThat(ledger.onSeed("client-1", header, digest("header of u-1"), sealed, NOW))
                .isEmpty();
        assertThat(ledger.onSeed("client-1", header, digest("header of u-1"), new byte[] {1}, NOW))
                .contains(SeedRefusal.REPLAYED);
        assertThat(ledger.onSeed("client-9", header(rules, "w", 0, 1), digest("new"), sealed, NOW))
                .contains(SeedRefusal.REPLAYED);
        ask(list(1, "u-1", "u-2", "u-3"));
        assertThat(ledger.onSeed("client-1", header, digest("header of u-1"), sealed, NOW))
                .contains(SeedRefusal.REPLAYED);
    }

    @Test
    void shouldRefuseWhenKeySettingsOrTimeAreNotThoseOfTheHelper() {
        SeedLedger ledger = new SeedLedger(rules, store, epoch);
        LedgerRules others = rules(", clippingNorm: 3");

        assertThat(ledger.onSeed("c", header(rules, "a", 0, 2), digest("a"), new byte[1], NOW))
                .contains(SeedRefusal.UNKNOWN_KEY);
        assertThat(ledger.onSeed("c", header(others, "a", 0, 1), digest("a"), new byte[1], NOW))
                .contains(SeedRefusal.SETTINGS_MISMATCH);
        assertThat(ledger.onSeed("c", header(rules, "a", 0, 1), digest("a"), new byte[1], NOW + 500_000))
                .contains(SeedRefusal.EXPIRED);
        ledger.revoke("c");
        assertThat(ledger.onSeed("c", header(rules, "a", 0, 1), digest("a"), new byte[1], NOW))
                .contains(SeedRefusal.REVOKED);
    }

    @Test
    void shouldLetGoOfSealedSeedsWhenTheirEpochEndsAndForgetThemADayLater() {
        fiveGoodSeeds();
        ask(list(1, "u-1", "u-2", "u-3"));
        SeedLedger ledger = new SeedLedger(rules, store, epoch);

        epoch.end();
        assertThat(ledger.expire(NOW)).isEqualTo(2);

        assertThat(store.seeds()).hasSize(5).allSatisfy(entry -> assertThat(entry.sealed())
                .isEmpty());
        assertThat(store.seed("u-1").orElseThrow().state()).isInstanceOf(SeedState.Released.class);
        assertThat(store.seed("u-4").orElseThrow().state()).isInstanceOf(SeedState.Expired.class);
        assertThat(ledger.expire(NOW + 500_000 + 86_400_001)).isZero();
        assertThat(store.seeds()).isEmpty();
    }

    @Test
    void shouldLeaveNoFinalState() {
        for (SeedState last : List.of(
                new SeedState.Released(digest("a")),
                new SeedState.Rejected(SeedRefusal.REVOKED),
                new SeedState.Expired())) {
            assertThat(last.expire()).isEqualTo(last);
            assertThatThrownBy(() -> last.release(digest("b"))).isInstanceOf(IllegalStateException.class);
        }
    }
}
