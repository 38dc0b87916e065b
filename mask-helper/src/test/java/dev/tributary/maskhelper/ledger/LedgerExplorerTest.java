package dev.tributary.maskhelper.ledger;

import static dev.tributary.maskhelper.ledger.LedgerFixtures.NOW;
import static dev.tributary.maskhelper.ledger.LedgerFixtures.digest;
import static dev.tributary.maskhelper.ledger.LedgerFixtures.header;
import static dev.tributary.maskhelper.ledger.LedgerFixtures.list;
import static dev.tributary.maskhelper.ledger.LedgerFixtures.listAt;
import static dev.tributary.maskhelper.ledger.LedgerFixtures.rules;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.schemas.masked.MemberList;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * Walks every order of events that the real ledger can see, to a depth: seeds that come, lists that are asked for again and
 * overlap, a helper that dies before its promise, after it, and after its answer was written, a ledger that is lost, or set
 * back by some commits. In each state that is reached it holds that
 *
 * <ol>
 *   <li>no seed is in two different lists that were answered, not even in a transaction that was aborted, which stays
 *       visible to whoever reads uncommitted,
 *   <li>a list is answered with the same members and weights whenever it is answered,
 *   <li>an answer is over just the members of its list, each of the epoch that lives.
 * </ol>
 */
class LedgerExplorerTest {

    private static final int DEPTH = 7;
    private static final LedgerRules RULES = rules("");

    private static final List<MemberList> LISTS = List.of(
            list(1, "u-1", "u-2", "u-3"),
            list(1, "u-2", "u-3", "u-4"),
            list(2, "u-1", "u-2", "u-3"),
            list(2, "u-2", "u-3", "u-4"),
            listAt(2, 0, "u-1", "u-2", "u-3"),
            list(1, "u-1", "u-2"));

    /** What an answer said; the explorer holds all answers of a path against one another. */
    private record Answer(String list, List<String> members, String weights) {}

    /** Everything that outlives a crash, and what was answered on the way here. */
    private record World(
            MemoryLedger ledger,
            Optional<MemoryLedger> older,
            Optional<PromisedRelease> promise,
            int epoch,
            Set<Answer> answers) {

        String key() {
            return ledger + "|" + older + "|" + promise + "|" + epoch + "|" + new TreeMap<>(byList());
        }

        private Map<String, String> byList() {
            Map<String, String> shown = new HashMap<>();
            answers.forEach(answer -> shown.put(answer.list(), answer.weights()));
            return shown;
        }
    }

    /** A helper over a copy of the ledger: what becomes of the copy is the broker's word. */
    private static final class Helper implements PromiseKeeper {
        private final World world;
        private final MemoryLedger ledger;
        private final EpochOnly epoch;
        private final LedgerGuard guard;
        private Optional<PromisedRelease> promise;

        Helper(World world) {
            this.world = world;
            this.ledger = world.ledger().copy();
            this.promise = world.promise();
            this.epoch = new EpochOnly(world.epoch());
            ReleaseLedger releases = new ReleaseLedger(RULES, ledger, epoch);
            this.guard = new LedgerGuard(RULES.federation(), ledger, releases, this, now -> {
                epoch.end();
                new SeedLedger(RULES, ledger, epoch).expire(now);
            });
            guard.begin(NOW);
        }

        @Override
        public Optional<PromisedRelease> newest() {
            return promise;
        }

        @Override
        public void keep(PromisedRelease next) {
            promise = Optional.of(next);
        }

        World committed(Set<Answer> answers) {
            return new World(ledger, Optional.of(world.ledger()), promise, epoch.epoch(), answers);
        }

        World aborted(Set<Answer> answers) {
            return new World(world.ledger(), world.older(), promise, epoch.epoch(), answers);
        }
    }

    private final List<String> violations = new ArrayList<>();
    private int releases;
    private int endedEpochs;

    private List<UnaryOperator<World>> steps() {
        List<UnaryOperator<World>> steps = new ArrayList<>();
        for (int i = 1; i <= 4; i++) {
            int client = i;
            steps.add(world -> seed(world, client));
        }
        for (MemberList list : LISTS) {
            steps.add(world -> ask(world, list, true));
            steps.add(world -> ask(world, list, false));
        }
        // The state directory and the changelog are gone; the files beside the keys are not.
        steps.add(world -> new World(
                new MemoryLedger(world.ledger().id() + "'"),
                Optional.empty(),
                world.promise(),
                world.epoch(),
                world.answers()));
        // The changelog is set back by a commit.
        steps.add(world -> world.older()
                .map(older -> new World(older, Optional.empty(), world.promise(), world.epoch(), world.answers()))
                .orElse(world));
        return steps;
    }

    private World seed(World world, int client) {
        Helper helper = new Helper(world);
        String updateId = "u-" + client;
        // After an epoch's end a client seals to the new key, a seed of its own.
        String sealed = "sealed " + updateId + " in " + helper.epoch.epoch();
        new SeedLedger(RULES, helper.ledger, helper.epoch)
                .onSeed(
                        "client-" + client,
                        header(RULES, updateId, 0, helper.epoch.epoch()),
                        digest("header of " + updateId),
                        sealed.getBytes(StandardCharsets.UTF_8),
                        NOW);
        return helper.committed(world.answers());
    }

    private World ask(World world, MemberList list, boolean isCommitted) {
        Helper helper = new Helper(world);
        UnmaskDecision decision = helper.guard.onRequest(list, NOW);
        Set<Answer> answers = new HashSet<>(world.answers());
        if (decision instanceof UnmaskDecision.Release release) {
            releases++;
            answers.add(checked(helper, list, release));
        }
        endedEpochs += helper.epoch.epoch() - world.epoch();
        return isCommitted ? helper.committed(answers) : helper.aborted(answers);
    }

    private Answer checked(Helper helper, MemberList list, UnmaskDecision.Release release) {
        List<String> asked =
                list.members().stream().map(MemberList.Member::updateId).toList();
        List<String> given = release.members().stream().map(SeedEntry::updateId).toList();
        if (!asked.equals(given)) {
            violations.add("a sum over " + given + " for the list " + asked);
        }
        List<String> sealed = new ArrayList<>();
        for (SeedEntry member : release.members()) {
            if (!member.header().helperKeyId().equals(EpochOnly.keyId(helper.epoch.epoch()))) {
                violations.add(member + " was opened after its epoch");
            }
            sealed.add(new String(member.sealed(), StandardCharsets.UTF_8));
        }
        return new Answer(release.listDigest().toString(), sealed, Arrays.toString(release.weights()));
    }

    private void hold(World world) {
        Map<String, Answer> lists = new HashMap<>();
        Map<String, String> listOfSeed = new HashMap<>();
        for (Answer answer : world.answers()) {
            for (String seed : answer.members()) {
                String other = listOfSeed.put(seed, answer.list());
                if (other != null && !other.equals(answer.list())) {
                    violations.add(seed + " is in two lists");
                }
            }
            Answer same = lists.put(answer.list() + answer.members(), answer);
            if (same != null && !same.equals(answer)) {
                violations.add("two answers to one list");
            }
        }
    }

    @Test
    void shouldHoldItsPromisesInEveryStateThatCanBeReached() {
        World first = new World(new MemoryLedger("ledger"), Optional.empty(), Optional.empty(), 1, Set.of());
        for (int client = 1; client <= 4; client++) {
            first = seed(first, client);
        }
        Set<String> seen = new HashSet<>();
        Deque<World> frontier = new ArrayDeque<>(List.of(first));
        List<UnaryOperator<World>> steps = steps();

        for (int depth = 0; depth < DEPTH && violations.isEmpty(); depth++) {
            Deque<World> next = new ArrayDeque<>();
            for (World world : frontier) {
                for (UnaryOperator<World> step : steps) {
                    World reached = step.apply(world);
                    hold(reached);
                    if (seen.add(reached.key() + reached.answers())) {
                        next.add(reached);
                    }
                }
            }
            frontier = next;
        }

        assertThat(violations).isEmpty();
        // It has been somewhere: lists were released, epochs ended, and thousands of states seen.
        assertThat(releases).isGreaterThan(1000);
        assertThat(endedEpochs).isGreaterThan(100);
        assertThat(seen).hasSizeGreaterThan(1000);
    }
}
