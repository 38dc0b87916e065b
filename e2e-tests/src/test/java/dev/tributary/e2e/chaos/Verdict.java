package dev.tributary.e2e.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tributary.e2e.harness.ExactSums;
import dev.tributary.e2e.harness.Rejections;
import dev.tributary.e2e.harness.Rounds;
import dev.tributary.e2e.harness.TestClient;
import dev.tributary.e2e.harness.TestFederation;
import dev.tributary.schemas.avro.Rejection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The one question after every fault: does each acknowledged valid update count in exactly one version, does each
 * version hold what its members sent, to the bit, is there no gap, and do the clients have the newest?
 *
 * @param federation      the federation, whose aggregator runs or has run
 * @param allowedReasons  rejections that the test itself provoked: an acknowledged update may have one of them in place
 *                        of a version
 */
record Verdict(TestFederation federation, Set<String> allowedReasons) {

    private static final String DUPLICATE = "DUPLICATE_UPDATE";

    static Verdict of(TestFederation federation, String... allowedReasons) {
        return new Verdict(federation, Set.of(allowedReasons));
    }

    /** Stops the clients, and requires all of it. */
    Rounds require(List<TestClient> clients) {
        // Each has received the newest version as of now, or a later one.
        long newest = federation.rounds().newest();
        clients.forEach(client -> await("client " + client.id() + " has version " + newest)
                .atMost(TestFederation.PATIENCE)
                .until(() -> client.counts().modelVersion() >= newest));
        clients.forEach(TestClient::close);
        return require();
    }

    /** Requires it where no client of the harness is left. */
    Rounds require() {
        await("every acknowledged update is decided")
                .atMost(TestFederation.PATIENCE)
                .untilAsserted(() -> assertThat(missing(federation.clients().acknowledged(), decided()))
                        .isEmpty());
        return requireVersions();
    }

    /**
     * Requires that versions are whole and exact and no update counts twice, whether or not all updates count: after a
     * fault that destroys updates, no more can be asked.
     */
    Rounds requireVersions() {
        Rounds rounds = new ExactSums(federation, 0).requireVersions();
        requireRefusals();
        Set<String> refused = refused();
        assertThat(rounds.countedUpdates()).noneMatch(refused::contains);
        assertThat(federation.modelForNewcomer())
                .hasValueSatisfying(model -> assertThat(model.version()).isGreaterThanOrEqualTo(rounds.newest()));
        return rounds;
    }

    /**
     * Requires that nothing was refused but for an allowed reason, or as the duplicate of an update that a client has
     * sent again since its acknowledgement did not come, as when the broker died in between; and that it counts.
     */
    void requireRefusals() {
        List<Rejection> refusals = federation.rejections().all().stream()
                .map(Rejections.Told::rejection)
                .toList();
        Map<String, Long> others = refusals.stream()
                .filter(refusal -> !isSentAgain(refusal))
                .collect(Collectors.groupingBy(Rejection::getReason, TreeMap::new, Collectors.counting()));
        assertThat(others.keySet()).as("reasons of refusals: %s", others).isSubsetOf(allowedReasons);
        Set<String> sentAgain = refusals.stream()
                .filter(this::isSentAgain)
                .map(Rejection::getUpdateId)
                .collect(Collectors.toSet());
        await("every update that was sent again counts")
                .atMost(TestFederation.PATIENCE)
                .untilAsserted(
                        () -> assertThat(missing(sentAgain, federation.rounds().countedUpdates()))
                                .isEmpty());
    }

    /** Those that are not among others, by looking each up: AssertJ compares each with each, and a soak has 500,000. */
    static Set<String> missing(Set<String> wanted, Set<String> found) {
        return wanted.stream().filter(id -> !found.contains(id)).collect(Collectors.toSet());
    }

    private boolean isSentAgain(Rejection refusal) {
        return refusal.getReason().equals(DUPLICATE) && federation.clients().hasSentAgain(refusal.getUpdateId());
    }

    private Set<String> decided() {
        Set<String> decided = new TreeSet<>(federation.rounds().countedUpdates());
        decided.addAll(refused());
        return decided;
    }

    /** Updates that were refused for good: a duplicate is one that counts already. */
    private Set<String> refused() {
        return federation.rejections().all().stream()
                .map(Rejections.Told::rejection)
                .filter(rejection -> !rejection.getReason().equals(DUPLICATE))
                .map(Rejection::getUpdateId)
                .collect(Collectors.toSet());
    }
}
