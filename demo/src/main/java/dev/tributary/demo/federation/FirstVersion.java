package dev.tributary.demo.federation;

import dev.tributary.client.dl4j.InitialModel;
import dev.tributary.federation.provisioning.StoreNames;
import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.federation.settings.Mode;
import dev.tributary.log.cluster.Cluster;
import dev.tributary.log.models.InitialModelPublisher;
import dev.tributary.log.models.OpeningMode;
import dev.tributary.schemas.globalmodel.GlobalModel;
import dev.tributary.schemas.payload.ChunkSplitter;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Creates a federation's topics and publishes the model that it begins with. */
final class FirstVersion {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private FirstVersion() {}

    /** Publishes version 0 and returns it. */
    static GlobalModel publish(FederationSettings federation, Map<String, Object> kafka, InitialModel model) {
        try (Cluster cluster = Cluster.connect(kafka, TIMEOUT)) {
            cluster.createMissing(federation.topicPlan().specs());
            if (federation.privacy().isMasked()) {
                // The mask helper creates nothing: it starts with all of its topics, or not at all.
                cluster.createMissing(List.of(federation.topicPlan().helperChangelog(StoreNames.LEDGER)));
            }
            int chunkBytes = ChunkSplitter.chunkBytes(
                    cluster.maxMessageBytes(federation.topics().model()));
            return new InitialModelPublisher(kafka, federation.topics(), Clock.systemUTC())
                    .publish(
                            OpeningMode.of(
                                    federation.round().mode() == Mode.SYNC,
                                    federation.round().samplingRate()),
                            model.definition(),
                            model.layout(),
                            model.parameters(),
                            chunkBytes);
        }
    }
}
