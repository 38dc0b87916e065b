package dev.tributary.console.http;

import dev.tributary.console.following.FollowedFederation;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;

/** The console's own state as metrics. */
final class ConsoleMetrics {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    ConsoleMetrics(EventStreams streams, List<FollowedFederation> federations) {
        Gauge.builder("tributary.console.viewers", streams, EventStreams::viewerCount)
                .description("Streams of events that are open")
                .register(registry);
        federations.forEach(this::add);
    }

    private void add(FollowedFederation federation) {
        Tags tags = Tags.of("federation", federation.history().federation());
        Gauge.builder("tributary.console.connected", federation, console -> console.isConnected() ? 1 : 0)
                .description("1 while the broker answers the console, else 0")
                .tags(tags)
                .register(registry);
        Gauge.builder("tributary.console.version", federation, console -> console.history()
                        .newestVersion())
                .description("Newest version that the console has read, -1 before version 0")
                .tags(tags)
                .register(registry);
        FunctionCounter.builder("tributary.console.records", federation, console -> console.history()
                        .recordCount())
                .description("Records that the console has read")
                .tags(tags)
                .register(registry);
    }

    String scrape() {
        return registry.scrape();
    }
}
