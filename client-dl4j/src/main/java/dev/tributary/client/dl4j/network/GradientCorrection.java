package dev.tributary.client.dl4j.network;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Correction of the gradient of a mini-batch before the optimiser, whichever it is, sees it:
 *
 * <pre>
 *   g ← min(1, C/‖∇‖) · ∇  +  μ (w − w_g)  +  s
 * </pre>
 *
 * <p>{@code ∇} is the mean gradient over the mini-batch, without the definition's regularisation, and {@code ‖∇‖} its L2
 * norm over all layers together. {@code C} is the clipping norm. {@code μ (w − w_g)} is the gradient of FedProx's
 * proximal term {@code μ/2 ‖w − w_g‖²} (Li et al. 2020, Algorithm 2,
 * <a href="https://arxiv.org/abs/1812.06127">arXiv:1812.06127</a>), {@code w_g} being the received parameters. {@code s}
 * is SCAFFOLD's {@code c − cᵢ}, see {@code ControlVariates}.
 *
 * <p>Clipping comes first: it is there for a mini-batch that is out of line, and must not weaken the other two terms.
 * Parameters that are not learnt from gradients (running means and variances) are left alone, and layers that stay on
 * the client have no proximal term and no shift: there is nothing global to hold them to.
 *
 * <p>Not thread-safe: belongs to one network.
 */
public final class GradientCorrection {

    private final Terms terms;
    private final List<FlatRange> trained;
    private final List<FlatRange> shared;
    private final boolean isAveraged;
    private INDArray anchor;
    private INDArray drift;
    private INDArray shift;

    /**
     * Which terms there are.
     *
     * @param clippingNorm greatest L2 norm of a gradient, above 0; infinite for none
     * @param proximalMu   μ, 0 or more
     */
    public record Terms(double clippingNorm, double proximalMu) {

        /** Leaves gradients as they are. */
        public static final Terms NONE = new Terms(Double.POSITIVE_INFINITY, 0);
    }

    /**
     * @param terms      the corrections
     * @param trained    elements of the flat vector that are learnt from gradients
     * @param shared     those of them that the federation shares
     * @param isAveraged whether the network divides gradients by the size of the mini-batch after this
     */
    public GradientCorrection(Terms terms, List<FlatRange> trained, List<FlatRange> shared, boolean isAveraged) {
        this.terms = terms;
        this.trained = trained;
        this.shared = shared;
        this.isAveraged = isAveraged;
    }

    /**
     * Begins a round.
     *
     * @param parameters where the round begins: the flat vector, copied if it is needed
     * @param newShift   added to each gradient, as long as the flat vector; null for nothing
     */
    public void beginRound(INDArray parameters, float[] newShift) {
        if (terms.proximalMu() > 0) {
            anchor = parameters.dup();
            drift = drift == null ? parameters.dup() : drift;
        }
        shift = newShift == null ? null : Nd4j.createFromArray(newShift);
    }

    /** Whether gradients are left as they are. */
    public boolean isNone() {
        return terms.equals(Terms.NONE) && shift == null;
    }

    /**
     * Corrects a gradient in place.
     *
     * @param parameters the flat vector of the network
     * @param gradient   sum over the mini-batch, in the same order
     * @param batchSize  examples of the mini-batch
     */
    public void correct(INDArray parameters, INDArray gradient, int batchSize) {
        // The sum is divided later, and the terms with it.
        double scale = isAveraged ? batchSize : 1;
        if (terms.clippingNorm() < Double.POSITIVE_INFINITY) {
            clip(gradient, scale * terms.clippingNorm());
        }
        if (terms.proximalMu() > 0) {
            // The difference first: μ w − μ w_g would lose its last bits.
            parameters.subi(anchor, drift);
            add(scale * terms.proximalMu(), drift, gradient);
        }
        if (shift != null) {
            add(scale, shift, gradient);
        }
    }

    private void clip(INDArray gradient, double greatestNorm) {
        List<INDArray> parts = trained.stream().map(range -> range.of(gradient)).toList();
        double norm = Math.sqrt(parts.stream()
                .mapToDouble(part -> part.norm2Number().doubleValue())
                .map(partNorm -> partNorm * partNorm)
                .sum());
        if (norm > greatestNorm) {
            parts.forEach(part -> part.muli(greatestNorm / norm));
        }
    }

    private void add(double factor, INDArray term, INDArray gradient) {
        for (FlatRange range : shared) {
            Nd4j.getBlasWrapper().axpy(Double.valueOf(factor), range.of(term), range.of(gradient));
        }
    }
}
