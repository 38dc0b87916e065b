package dev.tributary.aggregator.combining;

import dev.tributary.aggregator.admission.AdmissionOutcomes;
import dev.tributary.aggregator.recorded.AdmittedUpdate;
import dev.tributary.aggregator.rejection.RejectedUpdate;
import dev.tributary.aggregator.sidework.SideWork;
import dev.tributary.arithmetic.FloatVector;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.avro.ModelUpdate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Makes partial sums again from the updates in them: members come as their records stand in the log, and are added in
 * the order, with the weights and in the cuts of the first time. What comes before its turn is kept until then.
 *
 * <p>Not thread-safe; of use once.
 */
public final class MemberReplay implements AdmissionOutcomes {

    private final List<AdmittedUpdate> inOrder;
    private final Map<Long, AdmittedUpdate> byOffset = new HashMap<>();
    /** Additions that wait for those before them. */
    private final Map<AdmittedUpdate, Runnable> early = new HashMap<>();

    private final int partition;
    private final SideWork beside;
    private final Consumer<ReceivedPartial> visitor;
    private OpenPartialSum partial;
    private int next;

    /**
     * @param partition partition of {@code updates}
     * @param inOrder   the members, at least one, in the order in which they were added
     * @param visitor   takes each partial sum when its last member is there
     * @param beside    adds
     */
    public MemberReplay(
            int partition, List<AdmittedUpdate> inOrder, Consumer<ReceivedPartial> visitor, SideWork beside) {
        this.partition = partition;
        this.beside = beside;
        this.inOrder = inOrder;
        this.visitor = visitor;
        inOrder.forEach(member -> byOffset.put(member.offset(), member));
        partial = new OpenPartialSum(partition, inOrder.get(0).sequence(), beside);
    }

    /**
     * Gives the members.
     *
     * @return the members by the offset of their first record
     */
    public Map<Long, AdmittedUpdate> byOffset() {
        return byOffset;
    }

    @Override
    public void readmitted(ModelUpdate manifest, long offset, FloatVector delta) {
        AdmittedUpdate member = byOffset.get(offset);
        if (!member.equals(inOrder.get(next))) {
            early.put(member, () -> add(member, manifest, delta));
            return;
        }
        add(member, manifest, delta);
        while (next < inOrder.size() && early.containsKey(inOrder.get(next))) {
            early.remove(inOrder.get(next)).run();
        }
    }

    private void add(AdmittedUpdate member, ModelUpdate manifest, FloatVector delta) {
        partial.add(
                manifest,
                delta,
                member.countedExamples(),
                member.staleness(),
                member.aggregationWeight(),
                member.offset(),
                0);
        next++;
        if (next == inOrder.size() || inOrder.get(next).sequence() != member.sequence()) {
            visitor.accept(partial.whole());
            partial = next == inOrder.size()
                    ? null
                    : new OpenPartialSum(partition, inOrder.get(next).sequence(), beside);
        }
    }

    @Override
    public void admitted(ModelUpdate manifest, long offset, FloatVector delta, long staleness, long wholeAtMs) {
        throw decides();
    }

    @Override
    public int remaining() {
        throw decides();
    }

    @Override
    public void rejected(RejectedUpdate rejected) {
        throw decides();
    }

    private static FederationException decides() {
        return new FederationException("reading updates again must decide nothing, but did");
    }
}
