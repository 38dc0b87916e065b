package dev.tributary.maskhelper.operations;

import dev.tributary.maskhelper.topology.HelperEvents;
import dev.tributary.schemas.avro.HelperKey;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The mask helper's decisions as metrics, tagged with the federation. No client is a tag: whoever reads metrics should not
 * learn who takes part.
 */
public final class HelperMetrics implements HelperEvents {

    private static final double MILLIS = 1000.0;

    private final MeterRegistry registry;
    private final Tags tags;
    private final AtomicLong keyExpiresAtMs = new AtomicLong();
    private final AtomicLong epoch = new AtomicLong();
    private final Counter ledgersLost;

    /**
     * Registers the metrics.
     *
     * @param registry   where they are kept
     * @param federation name of the federation
     * @param clock      tells how long the newest key still lives
     */
    public HelperMetrics(MeterRegistry registry, String federation, Clock clock) {
        this.registry = registry;
        this.tags = Tags.of("federation", federation);
        this.ledgersLost = Counter.builder("tributary.helper.ledgers.lost")
                .description("Epochs that ended since the ledger was gone or shorter than promised")
                .tags(tags)
                .register(registry);
        Gauge.builder("tributary.helper.epoch", epoch, AtomicLong::doubleValue)
                .description("Epoch of the newest key that this instance announced, 0 before")
                .tags(tags)
                .register(registry);
        Gauge.builder("tributary.helper.key.remaining", keyExpiresAtMs, end -> remaining(end.get(), clock))
                .baseUnit("seconds")
                .description("Time until the newest key that this instance announced is over, 0 before")
                .tags(tags)
                .register(registry);
    }

    private static double remaining(long endMs, Clock clock) {
        return Math.max(0, endMs - clock.millis()) / MILLIS;
    }

    @Override
    public void onSeed(String reason) {
        Counter.builder("tributary.helper.seeds")
                .description("Sealed seeds decided on; GOOD, or why not")
                .tags(tags.and("reason", reason))
                .register(registry)
                .increment();
    }

    @Override
    public void onRequest(String reason) {
        Counter.builder("tributary.helper.requests")
                .description("Requests answered; RELEASED, or why not")
                .tags(tags.and("reason", reason))
                .register(registry)
                .increment();
    }

    @Override
    public void onKey(HelperKey key) {
        epoch.set(key.getEpoch());
        keyExpiresAtMs.set(key.getExpiresAtMs());
    }

    @Override
    public void onLedgerLost() {
        ledgersLost.increment();
    }
}
