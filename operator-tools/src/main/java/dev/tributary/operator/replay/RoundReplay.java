package dev.tributary.operator.replay;

import dev.tributary.aggregation.AggregationStrategy;
import dev.tributary.aggregation.ClientDelta;
import dev.tributary.aggregation.ReleasedDelta;
import dev.tributary.aggregation.RoundAggregate;
import dev.tributary.aggregation.ServerState;
import dev.tributary.arithmetic.Clipping;
import dev.tributary.arithmetic.UpdateWeight;
import dev.tributary.arithmetic.WeightTotal;
import dev.tributary.arithmetic.WeightedSum;
import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.schemas.avro.UpdateMember;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Computes rounds again with the mathematics of the aggregator and in its order of additions: updates into the partial
 * sum that brought them, in the order of the members, and partial sums into the round. So the same settings give the
 * same bits.
 *
 * <p>Not thread-safe.
 */
final class RoundReplay {

    /** Reads an update's delta into an array. */
    @FunctionalInterface
    interface DeltaSource {
        void read(UpdateMember member, float[] target);
    }

    private final DeltaSource updates;
    private final ServerState serverState;
    private final float[] scratch;

    /**
     * @param updates        where the deltas are
     * @param parameterCount length of the model
     */
    RoundReplay(DeltaSource updates, int parameterCount) {
        this.updates = updates;
        this.serverState = new ServerState(parameterCount);
        this.scratch = new float[parameterCount];
    }

    /**
     * Computes a round's version from its base.
     *
     * @param current  parameters of the base; not changed
     * @param version  version that the round made
     * @param members  its updates in the order in which they were added, at least one
     * @param settings settings to compute with
     * @return parameters of the version, owned by the caller
     */
    float[] next(float[] current, long version, List<UpdateMember> members, FederationSettings settings) {
        AggregationStrategy strategy = settings.strategy().create();
        serverState.retain(strategy.stateVectors());
        double divisor = divisor(members, settings);
        RoundAggregate aggregate = strategy.fold(
                linear -> RoundAggregate.ofSum(version, sum(members, settings), divisor),
                robust -> RoundAggregate.ofUpdates(version, everyUpdate(members, settings), divisor));
        // Nothing is released here: with noise, the numbers that were released would be taken as given.
        return strategy.next(current, aggregate, ReleasedDelta::unchanged, serverState)
                .parameters();
    }

    /** Forgets the server optimiser's state, as the aggregator does after a version that no round made of the one before it. */
    void forgetServerState() {
        serverState.retain(Set.of());
    }

    private double[] sum(List<UpdateMember> members, FederationSettings settings) {
        double[] sum = new double[scratch.length];
        WeightedSum partial = new WeightedSum(scratch.length);
        UpdateMember before = null;
        for (UpdateMember member : members) {
            if (before != null && !isOfSamePartial(before, member)) {
                addTo(sum, partial);
            }
            read(member, settings, scratch);
            partial.add(scratch, weight(member, settings).factor());
            before = member;
        }
        addTo(sum, partial);
        return sum;
    }

    private static boolean isOfSamePartial(UpdateMember a, UpdateMember b) {
        return a.getPartition() == b.getPartition() && a.getPartialSequence() == b.getPartialSequence();
    }

    private static void addTo(double[] sum, WeightedSum partial) {
        WeightedSum.addTo(partial.values(), sum);
        partial.reset();
    }

    private List<ClientDelta> everyUpdate(List<UpdateMember> members, FederationSettings settings) {
        List<ClientDelta> deltas = new ArrayList<>();
        for (UpdateMember member : members) {
            float[] delta = new float[scratch.length];
            read(member, settings, delta);
            deltas.add(new ClientDelta(
                    member.getClientId(), delta, weight(member, settings).factor()));
        }
        return deltas;
    }

    private void read(UpdateMember member, FederationSettings settings, float[] target) {
        updates.read(member, target);
        Clipping.clip(target, settings.admission().clippingNorm());
    }

    private static UpdateWeight weight(UpdateMember member, FederationSettings settings) {
        return settings.weightRule().of(member.getExampleCount(), member.getStaleness());
    }

    private static double divisor(List<UpdateMember> members, FederationSettings settings) {
        WeightTotal total = WeightTotal.NONE;
        WeightTotal partial = WeightTotal.NONE;
        UpdateMember before = null;
        for (UpdateMember member : members) {
            if (before != null && !isOfSamePartial(before, member)) {
                total = total.plus(partial);
                partial = WeightTotal.NONE;
            }
            partial = partial.plus(weight(member, settings));
            before = member;
        }
        return total.plus(partial).divisor(settings.round().normalization());
    }
}
