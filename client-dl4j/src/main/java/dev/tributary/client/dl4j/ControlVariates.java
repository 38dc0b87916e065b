package dev.tributary.client.dl4j;

import dev.tributary.client.dl4j.network.FlatRange;
import java.util.List;

/**
 * SCAFFOLD's control variates on the client (Karimireddy et al. 2020, Algorithm 1, option II,
 * <a href="https://arxiv.org/abs/1910.06378">arXiv:1910.06378</a>): the server's {@code c}, which came with the model,
 * and the client's own {@code cᵢ}.
 *
 * <pre>
 *   each local step   y ← y − η (∇(y) − cᵢ + c)
 *   at the end        cᵢ⁺ = cᵢ − c + (x − y) / Σ η
 *   sent              [y − x,  (|S|/N) (cᵢ⁺ − cᵢ)]
 * </pre>
 *
 * <p>{@code Σ η} is the sum over the local steps, {@code K η} in the paper, where the rate is the same in all. The server
 * adds the mean of what is sent to {@code [x, c]}; the paper's server adds the mean of {@code cᵢ⁺ − cᵢ} times the share
 * of clients in a round, and so the client multiplies by it.
 *
 * <p>All vectors are flat vectors of the network and 0 where a parameter is not shared.
 */
final class ControlVariates {

    private final float[] server;
    private final float[] own;

    /**
     * @param server {@code c}; kept
     * @param own    {@code cᵢ}, as long; kept
     */
    ControlVariates(float[] server, float[] own) {
        this.server = server;
        this.own = own;
    }

    /** Computes {@code c − cᵢ}, which is added to each gradient. */
    float[] shift() {
        float[] shift = new float[own.length];
        for (int i = 0; i < shift.length; i++) {
            shift[i] = server[i] - own[i];
        }
        return shift;
    }

    /**
     * Computes {@code cᵢ⁺ − cᵢ}.
     *
     * @param delta   trained minus received parameters, {@code y − x}; not changed
     * @param rateSum sum of the learning rates of all local steps, above 0
     * @param shared  parameters that have control variates
     */
    float[] change(float[] delta, double rateSum, List<FlatRange> shared) {
        float[] change = new float[own.length];
        for (FlatRange range : shared) {
            for (int i = (int) range.from(); i < range.to(); i++) {
                change[i] = (float) (-server[i] - delta[i] / rateSum);
            }
        }
        return change;
    }

    /** Computes {@code cᵢ⁺} from {@code cᵢ⁺ − cᵢ}. */
    float[] ownAfter(float[] change) {
        float[] next = own.clone();
        for (int i = 0; i < next.length; i++) {
            next[i] += change[i];
        }
        return next;
    }
}
