package dev.tributary.e2e.chaos;

import dev.tributary.e2e.harness.FederationPlan;
import dev.tributary.e2e.harness.TestClient;
import dev.tributary.e2e.harness.TestFederation;
import java.util.ArrayList;
import java.util.List;

/** Clients that never stop, and the federation that they take part in. */
final class Crowd {

    /** Updates of three chunks and partial sums of six, in rounds that one of four clients may miss. */
    static final FederationPlan PLAN = planHolding("10s");

    /** The same, for a broker that is away longer than half an update is held: the half is not refused meanwhile. */
    static final FederationPlan PATIENT_PLAN = planHolding("5m");

    private Crowd() {}

    private static FederationPlan planHolding(String holdTimeout) {
        return FederationPlan.of(
                        10_000,
                        """
                        round: {goal: 3, quorum: 1, deadline: 2s, maxStaleness: 1000, stalenessExponent: 0}
                        admission: {maxDeltaNorm: 1e9, holdTimeout: %s}
                        """
                                .formatted(holdTimeout))
                .withMaxMessageBytes(20_000);
    }

    /** Starts clients without end. */
    static List<TestClient> start(TestFederation federation, int clients) {
        List<TestClient> started = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            started.add(federation.startClient(Long.MAX_VALUE));
        }
        return started;
    }

    /** Waits for more versions: the first may have been under way before. */
    static void awaitProgress(TestFederation federation, int versions) {
        federation.awaitVersion(federation.rounds().newest() + versions);
    }
}
