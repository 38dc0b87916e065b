package dev.tributary.aggregator.combining;

import dev.tributary.aggregator.admission.Admitted;
import dev.tributary.aggregator.recorded.AdmittedUpdate;
import dev.tributary.aggregator.recorded.RecordedDecisions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Members of partial sums that come again as their records stand in the log, put back in the order in which they were
 * added: an update that had waited for its base version was added later than its place in the log. Each that comes before
 * its turn is kept until then.
 *
 * <p>Not thread-safe; of use once.
 */
public final class MembersAgain implements RecordedDecisions.Members {

    private final List<AdmittedUpdate> inOrder;
    private final RecordedDecisions.Members next;
    private final Map<AdmittedUpdate, Admitted> early = new HashMap<>();
    private int taken;

    /**
     * @param inOrder the members in the order in which they were added
     * @param next    takes them in that order
     */
    MembersAgain(List<AdmittedUpdate> inOrder, RecordedDecisions.Members next) {
        this.inOrder = inOrder;
        this.next = next;
    }

    /**
     * Gives the members.
     *
     * @return the members by the offset of their first record
     */
    public Map<Long, AdmittedUpdate> byOffset() {
        Map<Long, AdmittedUpdate> byOffset = new HashMap<>();
        inOrder.forEach(member -> byOffset.put(member.offset(), member));
        return byOffset;
    }

    @Override
    public void add(AdmittedUpdate member, Admitted update) {
        early.put(member, update);
        while (taken < inOrder.size() && early.containsKey(inOrder.get(taken))) {
            AdmittedUpdate turn = inOrder.get(taken++);
            next.add(turn, early.remove(turn));
        }
    }
}
