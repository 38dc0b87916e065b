package dev.tributary.demo.comparison;

import dev.tributary.demo.federation.ModeRun;
import java.time.Duration;
import java.util.List;

/**
 * How asynchronous and synchronous rounds are compared.
 *
 * @param clients    clients of each run; the first one is slow
 * @param asyncGoal  updates that close an asynchronous round, below the number of clients: a synchronous one waits for all
 * @param duration   time of each run
 * @param pace       time that a training takes
 * @param slowFactor how many times as long it takes the slow client
 */
public record ModePlan(int clients, int asyncGoal, Duration duration, Duration pace, int slowFactor) {

    List<ModeRun> runs() {
        Duration slow = pace.multipliedBy(slowFactor);
        return List.of(
                new ModeRun("async", asyncGoal, duration, pace, slow),
                new ModeRun("sync", clients, duration, pace, slow));
    }
}
