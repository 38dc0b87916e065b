package dev.tributary.aggregator.combining;

import dev.tributary.aggregator.admission.Admitted;
import dev.tributary.aggregator.recorded.AdmittedUpdate;
import dev.tributary.aggregator.sidework.SideWork;
import dev.tributary.federation.settings.FederationSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Makes partial sums again that had been handed over, from the updates in them: with the weights and in the cuts of the
 * first time.
 *
 * <p>Not thread-safe; of use once.
 */
public final class PartialsAgain {

    private final int partition;
    private final SideWork beside;
    private final FederationSettings settings;
    private final Consumer<ReceivedPartial> visitor;
    private final Map<Long, Integer> left = new HashMap<>();
    private final MembersAgain members;
    private OpenPartialSum partial;

    /**
     * @param partition partition of {@code updates}
     * @param inOrder   the members in the order in which they were added
     * @param visitor   takes each partial sum when its last member is there
     * @param beside    adds
     * @param settings  settings in force, which say the form of the numbers
     */
    public PartialsAgain(
            int partition,
            List<AdmittedUpdate> inOrder,
            Consumer<ReceivedPartial> visitor,
            SideWork beside,
            FederationSettings settings) {
        this.settings = settings;
        this.partition = partition;
        this.beside = beside;
        this.visitor = visitor;
        this.members = new MembersAgain(inOrder, this::add);
        inOrder.forEach(member -> left.merge(member.sequence(), 1, Integer::sum));
    }

    /**
     * Takes the members again.
     *
     * @return always the same object
     */
    public MembersAgain members() {
        return members;
    }

    private void add(AdmittedUpdate member, Admitted update) {
        if (partial == null) {
            partial = new OpenPartialSum(partition, member.sequence(), beside);
        }
        partial.add(settings, member, update, 0);
        if (left.merge(member.sequence(), -1, Integer::sum) == 0) {
            visitor.accept(partial.whole());
            partial = null;
        }
    }
}
