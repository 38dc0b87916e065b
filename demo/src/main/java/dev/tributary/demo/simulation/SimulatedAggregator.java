package dev.tributary.demo.simulation;

import dev.tributary.aggregation.AggregationStrategy;
import dev.tributary.aggregation.ClientDelta;
import dev.tributary.aggregation.ReleasedDelta;
import dev.tributary.aggregation.RoundAggregate;
import dev.tributary.aggregation.ServerState;
import dev.tributary.arithmetic.Clipping;
import dev.tributary.arithmetic.L2Norm;
import dev.tributary.arithmetic.StalenessFactor;
import dev.tributary.arithmetic.WeightedSum;
import dev.tributary.client.update.EncodedUpdate;
import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.schemas.avro.ModelUpdate;
import dev.tributary.schemas.codec.PayloadCodecs;
import dev.tributary.schemas.payload.Checksums;
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
    private double divisor;

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
        float[] delta = decode(manifest, update.chunks());
        double norm = L2Norm.of(delta);
        if (!(norm <= settings.admission().maxDeltaNorm())) {
            return false;
        }
        double clippingNorm = settings.admission().clippingNorm();
        if (clippingNorm > 0) {
            Clipping.scale(delta, norm, clippingNorm);
        }
        long counted = settings.strategy()
                .weighting()
                .count(Math.min(manifest.getExampleCount(), settings.admission().exampleCountCap()));
        double weight = counted
                * new StalenessFactor(settings.round().stalenessExponent())
                        .of(currentVersion - manifest.getBaseVersion());
        boolean isOneByOne = strategy.fold(linear -> false, robust -> true);
        if (isOneByOne) {
            updates.add(new ClientDelta(manifest.getClientId(), delta, weight));
        } else {
            sum.add(delta, weight);
        }
        divisor += counted;
        return true;
    }

    private float[] decode(ModelUpdate manifest, List<ByteBuffer> chunks) {
        float[] delta = new float[parameterCount];
        try {
            PayloadAssembly assembly = new PayloadAssembly(
                    manifest.getPayloadBytes(),
                    manifest.getChunkCount(),
                    manifest.getPayloadDigest().bytes());
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
        if (divisor == 0) {
            return current.clone();
        }
        RoundAggregate aggregate = strategy.fold(
                linear -> RoundAggregate.ofSum(version, sum.values(), divisor),
                robust -> RoundAggregate.ofUpdates(version, updates, divisor));
        float[] next = strategy.next(current, aggregate, ReleasedDelta::unchanged, state)
                .parameters();
        updates.clear();
        sum.reset();
        divisor = 0;
        return next;
    }
}
