package dev.tributary.aggregation.robust;

import dev.tributary.aggregation.ClientDelta;
import dev.tributary.aggregation.CombiningRule;
import dev.tributary.aggregation.ServerState;
import dev.tributary.arithmetic.L2Norm;
import java.util.List;
import java.util.Optional;

/**
 * FLTrust: clients count as far as they point where a trusted reference delta Δ₀ points, each brought to its length (Cao
 * et al. 2021, section 4, Algorithm 2, <a href="https://arxiv.org/abs/2012.13995">arXiv:2012.13995</a>):
 *
 * <pre>
 *   TSₖ = max(0, cos(Δₖ, Δ₀))       Δ = Σ TSₖ·(‖Δ₀‖ / ‖Δₖ‖)·Δₖ / Σ TSₖ
 * </pre>
 *
 * <p>In the paper the server trains the reference on a small clean data set of its own. Here that is done by a client of
 * the operator's, so that the aggregator needs no data and no trainer; its own delta is only the reference and not in the
 * sum, as in the paper. A round without it, or in which no client points its way, changes nothing: guessing whom to trust
 * is what an attacker would wait for.
 *
 * @param referenceClient id of the trusted client
 */
public record TrustBootstrapping(String referenceClient) implements CombiningRule {

    /** The reference and one other. */
    @Override
    public int leastClients() {
        return 2;
    }

    @Override
    public Optional<String> obstacle(List<ClientDelta> votes) {
        Optional<ClientDelta> reference = reference(votes);
        if (reference.isEmpty()) {
            return Optional.of(
                    "round must have an update of strategy.referenceClient " + referenceClient + ", had none");
        }
        double trust = others(votes).stream()
                .mapToDouble(vote -> trust(vote, reference.get()))
                .sum();
        return trust > 0
                ? Optional.empty()
                : Optional.of("no client's delta points where that of strategy.referenceClient " + referenceClient
                        + " points");
    }

    @Override
    public void combine(List<ClientDelta> votes, double divisor, ServerState state, double[] combined) {
        ClientDelta reference = reference(votes).orElseThrow();
        double length = L2Norm.of(reference.delta());
        double trustSum = 0;
        for (ClientDelta vote : others(votes)) {
            double trust = trust(vote, reference);
            if (trust > 0) {
                VectorGeometry.addScaled(vote.delta(), trust * length / L2Norm.of(vote.delta()), combined);
                trustSum += trust;
            }
        }
        VectorGeometry.divide(combined, trustSum);
    }

    private Optional<ClientDelta> reference(List<ClientDelta> votes) {
        return votes.stream()
                .filter(vote -> vote.clientId().equals(referenceClient))
                .findFirst();
    }

    private List<ClientDelta> others(List<ClientDelta> votes) {
        return votes.stream()
                .filter(vote -> !vote.clientId().equals(referenceClient))
                .toList();
    }

    /** A delta of length 0 points nowhere and is not trusted. */
    private static double trust(ClientDelta vote, ClientDelta reference) {
        double lengths = L2Norm.of(vote.delta()) * L2Norm.of(reference.delta());
        return lengths > 0 ? Math.max(0, VectorGeometry.product(vote.delta(), reference.delta()) / lengths) : 0;
    }
}
