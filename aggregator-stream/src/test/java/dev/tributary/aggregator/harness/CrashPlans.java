package dev.tributary.aggregator.harness;

import dev.tributary.aggregator.harness.CrashRun.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;

/** Where runs commit and crash. */
public final class CrashPlans {

    private CrashPlans() {}

    /** Commits after about every eighth step, and a dozen crashes, by chance. */
    public static Plan random(long seed, int steps) {
        SplittableRandom random = new SplittableRandom(seed ^ 0x5DEECE66DL);
        Set<Integer> commits = new TreeSet<>();
        for (int i = 0; i < steps / 8; i++) {
            commits.add(random.nextInt(steps));
        }
        List<Integer> crashes = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            crashes.add(random.nextInt(steps));
        }
        crashes.sort(null);
        return new Plan(commits, crashes);
    }

    /** Every plan of one commit and one crash at the same or a later step. */
    public static List<Plan> each(int steps) {
        List<Plan> plans = new ArrayList<>();
        for (int commit = 0; commit < steps; commit++) {
            for (int crash = commit; crash < steps; crash++) {
                plans.add(new Plan(Set.of(commit), List.of(crash)));
            }
        }
        return plans;
    }
}
