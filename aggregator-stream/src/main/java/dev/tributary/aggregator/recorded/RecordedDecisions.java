package dev.tributary.aggregator.recorded;

import dev.tributary.aggregator.admission.Admission;
import dev.tributary.aggregator.admission.AdmissionFacts;
import dev.tributary.aggregator.admission.Admitted;
import dev.tributary.aggregator.admission.BeginAnswer;
import dev.tributary.aggregator.admission.UpdateManifest;
import dev.tributary.aggregator.admission.WholeAnswer;
import dev.tributary.aggregator.rejection.Refusal;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.avro.PayloadChunk;
import dev.tributary.schemas.payload.PayloadException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Answers by the decisions of the run before a crash: an update that counted counts again, one that was held is held
 * again, chunks of one that was refused are passed over, and everything else is left alone. Nothing is decided here and
 * no rejection told.
 *
 * <p>Of use for one reading of the log.
 */
public final class RecordedDecisions implements Admission {

    private final Map<Long, AdmittedUpdate> members;
    private final Set<Long> held;
    private final Set<Long> refused;
    private final AdmissionFacts facts;
    private final Members again;
    private int readAgain;

    /** Takes members of partial sums once more, in the order in which their last records stand in the log. */
    @FunctionalInterface
    public interface Members {

        /**
         * Takes one.
         *
         * @param member the decision about it
         * @param update the update itself
         */
        void add(AdmittedUpdate member, Admitted update);
    }

    private RecordedDecisions(
            Map<Long, AdmittedUpdate> members, Set<Long> held, Set<Long> refused, AdmissionFacts facts, Members again) {
        this.members = members;
        this.held = held;
        this.refused = refused;
        this.facts = facts;
        this.again = again;
    }

    /**
     * All decisions that the log is read again for after a start.
     *
     * @param store   tells the updates that were held and those that were refused
     * @param members members of the open partial sum by the offset of their first record
     * @param facts   as they were at the crash
     * @param again   takes the members
     * @return the decisions
     */
    public static RecordedDecisions of(
            AdmissionStore store, Map<Long, AdmittedUpdate> members, AdmissionFacts facts, Members again) {
        return new RecordedDecisions(members, store.heldOffsets(), store.refusedOffsets(), facts, again);
    }

    /**
     * Decisions about members alone.
     *
     * @param members members by the offset of their first record
     * @param facts   of this moment
     * @param again   takes the members
     * @return the decisions
     */
    public static RecordedDecisions ofMembers(Map<Long, AdmittedUpdate> members, AdmissionFacts facts, Members again) {
        return new RecordedDecisions(members, Set.of(), Set.of(), facts, again);
    }

    @Override
    public BeginAnswer begin(String key, UpdateManifest<?> manifest, long offset) {
        return members.containsKey(offset) || held.contains(offset) ? new BeginAnswer.Good() : decidedBefore(offset);
    }

    @Override
    public BeginAnswer.NotHeld stray(String key, PayloadChunk chunk, long offset) {
        return decidedBefore(offset);
    }

    private BeginAnswer.NotHeld decidedBefore(long offset) {
        return refused.contains(offset) ? new BeginAnswer.RefusedBefore() : new BeginAnswer.DecidedBefore();
    }

    @Override
    public Optional<Refusal> foreign(String detail) {
        return Optional.empty();
    }

    @Override
    public WholeAnswer whole(UpdateManifest<?> manifest, long offset) {
        AdmittedUpdate member = members.get(offset);
        if (member == null) {
            return manifest.waitsFor(facts)
                    .<WholeAnswer>map(WholeAnswer.Waits::new)
                    // Whatever could speak against it but its values did not when it was whole.
                    .orElseGet(WholeAnswer.Undecided::new);
        }
        return new WholeAnswer.AdmittedBefore(member.clippingNorm(), member.staleness(), update -> {
            readAgain++;
            again.add(member, update);
        });
    }

    @Override
    public Refusal flawed(PayloadException flaw, long offset) {
        throw changed("the record at offset " + offset + " was good before: " + flaw.getMessage());
    }

    /** Chunks of it that are read again had come before it was refused: at the crash more was expected. */
    @Override
    public boolean endsWithLastChunk() {
        return false;
    }

    /** Whatever was held before found room. */
    @Override
    public long maxHeldBytes() {
        return Long.MAX_VALUE;
    }

    /**
     * Checks that every member was read again.
     *
     * @throws FederationException if not
     */
    public void requireComplete() {
        if (readAgain != members.size()) {
            throw changed("of " + members.size() + " updates in the open round only " + readAgain + " are left");
        }
    }

    private static FederationException changed(String change) {
        return new FederationException("the topic of updates must still hold what was read from it before the restart, "
                + "but " + change + "; was it truncated by retention or created anew?");
    }
}
