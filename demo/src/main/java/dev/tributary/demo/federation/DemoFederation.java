package dev.tributary.demo.federation;

import dev.tributary.client.data.LabelledImages;
import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.federation.settings.Masking;
import java.util.List;
import java.util.Locale;

/**
 * The federation.yaml of a demonstration. A round closes when every client has delivered: the demonstration shows the same
 * numbers whatever the machine.
 */
final class DemoFederation {

    /** Privacy's own default, or fewer where there are fewer clients. */
    private static final int USUAL_THRESHOLD = 5;

    private static final String CLEAR = "privacy: {masking: off}\n";

    private DemoFederation() {}

    /** Reads the settings that fit a demonstration with these shards. */
    static FederationSettings settings(DemoSettings demo, List<LabelledImages> shards) {
        String yaml = common(demo) + (demo.masking() == Masking.REQUIRED ? masked(demo, shards) : CLEAR);
        return FederationSettings.parse(yaml);
    }

    private static String common(DemoSettings demo) {
        return String.format(
                Locale.ROOT,
                """
                federation: demo
                topics:
                  replicationFactor: 1
                round:
                  goal: %d
                  quorum: %d
                  deadline: 10m
                model:
                  keepVersions: %d
                """,
                demo.clients(),
                quorum(demo.clients()),
                demo.versions() + 1);
    }

    /** The mean is weighted by examples as without masks: the largest shard is what one counts as at most. */
    private static String masked(DemoSettings demo, List<LabelledImages> shards) {
        return String.format(
                Locale.ROOT,
                """
                admission:
                  exampleCountCap: %d
                privacy:
                  masking: required
                  threshold: %d
                  mostMembers: %d
                  weightScale: 1
                  bound: %d
                """,
                shards.stream().mapToInt(LabelledImages::size).max().orElseThrow(),
                threshold(demo.clients()),
                demo.clients(),
                bound(demo.clients()));
    }

    /** The finest steps with which the sum of as many updates of weight 1 stays below 2^31: 2^27 for ten of them. */
    private static int bound(int clients) {
        return Integer.highestOneBit(Integer.MAX_VALUE / clients);
    }

    /** Half of the goal, but never fewer than the threshold. */
    private static int quorum(int clients) {
        return Math.max((clients + 1) / 2, threshold(clients));
    }

    private static int threshold(int clients) {
        return Math.min(USUAL_THRESHOLD, clients);
    }
}
