package dev.tributary.aggregator.round;

import dev.tributary.aggregator.control.ControlIntake;
import dev.tributary.aggregator.round.machine.RoundEffect;
import dev.tributary.schemas.avro.Rejection;
import dev.tributary.schemas.framing.RecordFraming;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers to commands that are not carried out.
 *
 * @param context  of the task
 * @param framing  used by the same task alone
 * @param sinkName name of the sink of rejections
 */
record RefusedCommands(ProcessorContext<String, byte[]> context, RecordFraming framing, String sinkName) {

    private static final Logger LOG = LoggerFactory.getLogger(RefusedCommands.class);

    void tell(RoundEffect.RefuseCommand effect) {
        LOG.warn("command {} is refused: {}", effect.commandId(), effect.why());
        var place = context.recordMetadata().orElseThrow();
        long nowMs = context.currentSystemTimeMs();
        Rejection rejection = Rejection.newBuilder()
                .setReason("COMMAND_REFUSED")
                .setDetail(ControlIntake.shorten(effect.why()))
                .setClientId("")
                .setUpdateId(effect.commandId())
                .setBaseVersion(-1)
                .setTopic(place.topic())
                .setPartition(place.partition())
                .setOffset(place.offset())
                .setRejectedAtMs(nowMs)
                .build();
        context.forward(new Record<>("", framing.encode(rejection), nowMs), sinkName);
    }
}
