package dev.tributary.demo.simulation;

import dev.tributary.aggregation.AggregationStrategy;
import dev.tributary.aggregation.ClientDelta;
import dev.tributary.aggregation.ReleasedDelta;
import dev.tributary.aggregation.RoundAggregate;
import dev.tributary.aggregation.ServerState;
import dev.tributary.arithmetic.FloatVector;
import dev.tributary.arithmetic.MeasuredDelta;
import dev.tributary.arithmetic.UpdateWeight;
import dev.tributary.arithmetic.WeightTotal;
import dev.tributary.arithmetic.WeightedSum;
import dev.tributary.client.update.EncodedUpdate;
import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.schemas.avro.ModelUpdate;
import dev.tributary.schemas.codec.PayloadCodecs;
import dev.tributary.schemas.payload.Checksums;
import dev.tributary.schemas.payload.ManifestPayload;
import dev.tributary.schemas.payload.PayloadAssembly;
import dev.tributary.schemas.payload.PayloadException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The aggregator's mathematics without Kafka: puts a payload together, decodes, checks and clips it and adds it up as
 * stage 1 does, and makes the strategy's step as stage 2 does. Every update of a round is in one partial sum.
 */
final class SimulatedAggregator {

    private final FederationSettings settings;
    private final AggregationStrategy strategy;
    private final ServerState state;
    private final WeightedSum sum;
    private final List<ClientDelta> updates = new ArrayList<>();
    private final int parameterCount;
    private WeightTotal total = WeightTotal.NONE;

    SimulatedAggregator(FederationSettings settings, int parameterCount) {
        this.settings = settings;
        this.strategy = settings.strategy().create();
        this.state = new ServerState(parameterCount);
        this.sum = new WeightedSum(parameterCount);
        this.parameterCount = parameterCount;
    }

    /**
     * Adds an update to the open round.
     *
     * @param update         as it travels
     * @param currentVersion newest version
     * @return whether it was admitted: its delta is not longer than the settings allow
     */
    boolean admit(EncodedUpdate update, long currentVersion) {
        ModelUpdate manifest = update.manifest();
        MeasuredDelta delta = MeasuredDelta.of(decode(manifest, update.chunks()));
        if (!(delta.norm() <= settings.admission().maxDeltaNorm())) {
            return false;
        }
        FloatVector clipped = delta.clippedTo(settings.admission().clippingNorm());
        UpdateWeight weight =
                settings.weightRule().of(manifest.getExampleCount(), currentVersion - manifest.getBaseVersion());
        boolean isOneByOne = strategy.fold(linear -> false, robust -> true);
        if (isOneByOne) {
            updates.add(new ClientDelta(manifest.getClientId(), clipped.toArray(), weight.factor()));
        } else {
            sum.add(clipped, weight.factor());
        }
        total = total.plus(weight);
        return true;
    }

    private float[] decode(ModelUpdate manifest, List<ByteBuffer> chunks) {
        float[] delta = new float[parameterCount];
        try {
            PayloadAssembly assembly = ManifestPayload.of(manifest).assembly();
            for (int i = 0; i < chunks.size(); i++) {
                assembly.add(i, Checksums.crc32c(chunks.get(i)), chunks.get(i));
            }
            PayloadCodecs.of(manifest.getEncoding()).orElseThrow().decode(assembly.whole(), delta);
        } catch (PayloadException e) {
            throw new IllegalStateException("an update that was just written must be readable", e);
        }
        return delta;
    }

    /**
     * Closes the round and begins the next.
     *
     * @param current parameters of the newest version; not changed
     * @param version version that the round makes
     * @return its parameters; equal to the current ones if the round had no update
     */
    float[] close(float[] current, long version) {
        if (total.equals(WeightTotal.NONE)) {
            return current.clone();
        }
        double divisor = total.divisor(settings.round().normalization());
        RoundAggregate aggregate = strategy.fold(
                linear -> RoundAggregate.ofSum(version, sum.values(), divisor),
                robust -> RoundAggregate.ofUpdates(version, updates, divisor));
        float[] next = strategy.next(current, aggregate, ReleasedDelta::unchanged, state)
                .parameters();
        updates.clear();
        sum.reset();
        total = WeightTotal.NONE;
        return next;
    }
}
