package dev.tributary.aggregator.combining;

import dev.tributary.arithmetic.WeightTotal;
import dev.tributary.schemas.avro.MetricSum;
import dev.tributary.schemas.avro.PartialSum;
import dev.tributary.schemas.avro.UpdateMember;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/**
 * A partial sum that is whole and may join a round.
 *
 * @param partition          partition of {@code updates} that its members come from
 * @param sequence           its number among those of its partition, counted from 1
 * @param members            the updates in it, in the order in which they were added
 * @param metrics            sums of their training metrics
 * @param exampleCount       sum of their example counts
 * @param cappedExampleCount the same, each client's count capped by the setting
 * @param aggregationWeight  sum of their factors
 * @param values             its numbers
 * @param offset             where it begins in the log that it is read from again after a crash
 */
public record ReceivedPartial(
        int partition,
        long sequence,
        List<UpdateMember> members,
        Map<String, MetricSum> metrics,
        long exampleCount,
        long cappedExampleCount,
        double aggregationWeight,
        PartialValues values,
        long offset) {

    /**
     * Makes one of records of the topic of partial sums.
     *
     * @param manifest its manifest
     * @param payload  its sums, from position to limit; kept
     * @param offset   offset of its first record
     * @return the partial sum
     */
    public static ReceivedPartial of(PartialSum manifest, ByteBuffer payload, long offset) {
        return new ReceivedPartial(
                manifest.getPartition(),
                manifest.getSequence(),
                manifest.getMembers(),
                manifest.getMetrics(),
                manifest.getExampleCount(),
                manifest.getCappedExampleCount(),
                manifest.getAggregationWeight(),
                values(manifest, payload),
                offset);
    }

    private static PartialValues values(PartialSum manifest, ByteBuffer payload) {
        return manifest.getMaskedHeader().hasRemaining()
                ? MaskedValues.of(manifest, payload)
                : new EncodedValues(manifest.getEncoding(), payload, manifest.getAggregationWeight());
    }

    /**
     * Gives the weights of its members.
     *
     * @return their sum
     */
    public WeightTotal weights() {
        return new WeightTotal(cappedExampleCount, aggregationWeight);
    }

    /**
     * Names it.
     *
     * @return a name that no other partial sum of the federation has
     */
    public String id() {
        return partition + "-" + sequence;
    }
}
