package dev.tributary.aggregator.round;

import dev.tributary.aggregator.control.ControlIntake;
import dev.tributary.aggregator.rejection.RejectedUpdate;
import dev.tributary.aggregator.rejection.RejectionReason;
import dev.tributary.aggregator.rejection.RejectionSink;
import dev.tributary.aggregator.round.machine.RoundEffect;
import dev.tributary.schemas.framing.RecordFraming;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.RecordMetadata;
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
        RecordMetadata place = context.recordMetadata().orElseThrow();
        String detail = ControlIntake.shorten(effect.why());
        RejectedUpdate refused =
                new RejectedUpdate(RejectionReason.COMMAND_REFUSED, detail, "", effect.commandId(), -1, place.offset());
        new RejectionSink(context, framing, sinkName).forward(refused, place.topic(), place.partition());
    }
}
