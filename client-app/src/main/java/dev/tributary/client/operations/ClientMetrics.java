package dev.tributary.client.operations;

import dev.tributary.client.round.ClientCounts;
import dev.tributary.client.round.ClientState;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * Shows a client's counts and state as metrics: few, with stable names, tagged with the federation. The pseudonym is no
 * tag: whoever reads metrics knows the machine, and should not learn which updates came from it.
 */
final class ClientMetrics {

    private final MeterRegistry registry;
    private final Tags tags;

    private ClientMetrics(MeterRegistry registry, String federation) {
        this.registry = registry;
        this.tags = Tags.of("federation", federation);
    }

    /** Registers all of them; the suppliers are asked at each scrape. */
    static void register(
            MeterRegistry registry, String federation, Supplier<ClientCounts> counts, Supplier<ClientState> state) {
        ClientMetrics metrics = new ClientMetrics(registry, federation);
        metrics.counts(counts);
        metrics.state(state);
    }

    private void counts(Supplier<ClientCounts> counts) {
        counter(counts, "models.received", "Model versions received", ClientCounts::modelsReceived);
        counter(counts, "updates.published", "Updates that the broker acknowledged", ClientCounts::updatesPublished);
        counter(
                counts,
                "updates.skipped",
                "Deltas not sent because they were not finite",
                ClientCounts::updatesSkipped);
        counter(
                counts,
                "updates.refused",
                "Updates of which the client heard that the aggregator refused them",
                ClientCounts::updatesRefused);
        counter(counts, "retries", "Reads and writes that failed and were made again", ClientCounts::retries);
        counter(counts, "bytes.published", "Payload bytes of published updates", ClientCounts::bytesPublished);
        Gauge.builder(name("model.version"), counts, source -> source.get().modelVersion())
                .description("Newest model version received; -1 before the first")
                .tags(tags)
                .register(registry);
    }

    private void state(Supplier<ClientState> state) {
        for (ClientState each : ClientState.values()) {
            Gauge.builder(name("state"), state, source -> source.get() == each ? 1 : 0)
                    .description("1 for the state that the client is in, else 0")
                    .tags(tags.and("state", each.name().toLowerCase(Locale.ROOT)))
                    .register(registry);
        }
    }

    private void counter(
            Supplier<ClientCounts> counts, String noun, String description, ToLongFunction<ClientCounts> value) {
        FunctionCounter.builder(name(noun), counts, source -> value.applyAsLong(source.get()))
                .description(description)
                .tags(tags)
                .register(registry);
    }

    private static String name(String noun) {
        return "tributary.client." + noun;
    }
}
