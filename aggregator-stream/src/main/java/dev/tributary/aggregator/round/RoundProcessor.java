package dev.tributary.aggregator.round;

import dev.tributary.aggregator.combining.ReceivedPartial;
import dev.tributary.aggregator.recovery.LogReplay;
import dev.tributary.aggregator.recovery.OffsetWatch;
import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.schemas.framing.RecordFraming;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Stage 2 as a task of its own, reading the topics of partial sums, of commands and, with masks, of mask sums. */
public final class RoundProcessor implements Processor<String, byte[], String, byte[]> {

    private final FederationSettings settings;
    private final LogReplay replay;
    private final RecordFraming framing;
    private final RoundStage stage;

    private ProcessorContext<String, byte[]> context;
    private PartialTopic partials;
    private OffsetWatch offsets;

    /**
     * @param settings the settings that the federation begins with
     * @param wiring   names and means
     */
    public RoundProcessor(FederationSettings settings, RoundStage.Wiring wiring) {
        this.settings = settings;
        this.replay = wiring.replay();
        this.framing = wiring.framing();
        this.stage = new RoundStage(settings, wiring);
    }

    @Override
    public void init(ProcessorContext<String, byte[]> processorContext) {
        context = processorContext;
        TopicPartition topic = new TopicPartition(settings.topics().partials(), 0);
        partials = new PartialTopic(topic, replay, framing);
        stage.start(context, partials);
        offsets = new OffsetWatch(topic, replay, stage.processedThrough(), context::currentSystemTimeMs);
        // Wall-clock time, not stream time: if every client falls silent no record arrives, stream time stands still,
        // and a deadline in stream time would never come.
        context.schedule(Duration.ofMillis(RoundStage.TICK_MS), PunctuationType.WALL_CLOCK_TIME, stage::onTick);
    }

    @Override
    public void process(Record<String, byte[]> record) {
        var metadata = context.recordMetadata().orElseThrow();
        if (metadata.topic().equals(settings.topics().control())) {
            stage.command(record.value(), metadata.offset());
            return;
        }
        if (metadata.topic().equals(settings.topics().maskSums())) {
            stage.maskSum(record.value(), metadata.offset());
            return;
        }
        if (!offsets.next(metadata.offset())) {
            return;
        }
        Optional<ReceivedPartial> partial = partials.accept(record.value(), metadata.offset());
        stage.process(partial, partials.firstOffsetOr(metadata.offset() + 1), metadata.offset());
    }

    @Override
    public void close() {
        stage.close();
    }
}
