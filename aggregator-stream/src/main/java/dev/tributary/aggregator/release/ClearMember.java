package dev.tributary.aggregator.release;

import dev.tributary.schemas.avro.UpdateMember;
import dev.tributary.schemas.masked.CanonicalBytes;
import dev.tributary.schemas.masked.Digest;

/** The place that a clear update has in a list of members, where a masked one has the digest of its header. */
public final class ClearMember {

    /** First field of the bytes that are hashed. */
    private static final String LABEL = "tributary/clear-member/1";

    private ClearMember() {}

    /**
     * Names a member for the list whose digest keys the noise.
     *
     * @param member the member, as rounds name it
     * @return a digest that another update, or another weight, does not have
     */
    public static Digest digestOf(UpdateMember member) {
        return Digest.hash(CanonicalBytes.of(LABEL)
                .text(member.getClientId())
                .text(member.getUpdateId())
                .number(member.getBaseVersion())
                .number(member.getStaleness())
                .number((long) member.getAggregationWeight())
                .toBytes());
    }
}
