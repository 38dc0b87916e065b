package dev.tributary.operator.replay;

import dev.tributary.aggregation.AggregationStrategy;
import dev.tributary.aggregation.ClientDelta;
import dev.tributary.aggregation.ReleasedDelta;
import dev.tributary.aggregation.RoundAggregate;
import dev.tributary.aggregation.ServerState;
import dev.tributary.arithmetic.Clipping;
import dev.tributary.arithmetic.L2Norm;
import dev.tributary.arithmetic.StalenessFactor;
import dev.tributary.arithmetic.WeightedSum;
import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.federation.settings.Normalization;
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
     * Computes what a round makes of its base.
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

    /** Forgets what strategies remember, as the aggregator does when the next version is not on the way of the last. */
    void leaveWay() {
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
            partial.add(scratch, weight(member, settings));
            before = member;
        }
        addTo(sum, partial);
        return sum;
    }

    private static boolean isOfSamePartial(UpdateMember a, UpdateMember b) {
        return a.getPartition() == b.getPartition() && a.getPartialSequence() == b.getPartialSequence();
    }

    private static void addTo(double[] sum, WeightedSum partial) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += partial.values()[i];
        }
        partial.reset();
    }

    private List<ClientDelta> everyUpdate(List<UpdateMember> members, FederationSettings settings) {
        List<ClientDelta> deltas = new ArrayList<>();
        for (UpdateMember member : members) {
            float[] delta = new float[scratch.length];
            read(member, settings, delta);
            deltas.add(new ClientDelta(member.getClientId(), delta, weight(member, settings)));
        }
        return deltas;
    }

    private void read(UpdateMember member, FederationSettings settings, float[] target) {
        updates.read(member, target);
        double clippingNorm = settings.admission().clippingNorm();
        if (clippingNorm > 0) {
            double norm = L2Norm.of(target);
            if (norm > clippingNorm) {
                Clipping.scale(target, norm, clippingNorm);
            }
        }
    }

    private static double weight(UpdateMember member, FederationSettings settings) {
        return counted(member, settings)
                * new StalenessFactor(settings.round().stalenessExponent()).of(member.getStaleness());
    }

    private static long counted(UpdateMember member, FederationSettings settings) {
        long capped = Math.min(member.getExampleCount(), settings.admission().exampleCountCap());
        return settings.strategy().weighting().count(capped);
    }

    private static double divisor(List<UpdateMember> members, FederationSettings settings) {
        double divisor = 0;
        double partial = 0;
        UpdateMember before = null;
        for (UpdateMember member : members) {
            if (before != null && !isOfSamePartial(before, member)) {
                divisor += partial;
                partial = 0;
            }
            partial += settings.round().normalization() == Normalization.EXAMPLES
                    ? counted(member, settings)
                    : weight(member, settings);
            before = member;
        }
        return divisor + partial;
    }
}
