package dev.tributary.client.update;

import dev.tributary.arithmetic.Finiteness;
import dev.tributary.schemas.codec.PayloadCodec;
import dev.tributary.schemas.layout.ParameterLayout;
import dev.tributary.schemas.payload.PayloadException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the residual of an encoded delta and adds it to the next one, so that nothing is lost for good:
 *
 * <pre>
 *   p = Δ + e          the delta and the residual so far
 *   send C(p)          p in the encoding
 *   e' = p − C(p)      the new residual
 * </pre>
 *
 * <p>Stich et al. 2018, <a href="https://arxiv.org/abs/1809.07599">arXiv:1809.07599</a>, Algorithm 1; Karimireddy et al.
 * 2019, <a href="https://arxiv.org/abs/1901.09847">arXiv:1901.09847</a>, Algorithm 2 (EF-SGD). Here Δ is the delta of a
 * whole local training in place of one step.
 *
 * <p>The new residual replaces the old one when every record of the update is acknowledged, and not before: an update
 * that was given up leaves the residual as it was. An update that the aggregator refuses later is lost with what it
 * carried, as it would be in any encoding. If the process dies between the last acknowledgement and the replacement,
 * the old residual, which is already in the update, is added once more.
 *
 * <p>Not thread-safe.
 */
public final class ErrorFeedback {

    private static final Logger LOG = LoggerFactory.getLogger(ErrorFeedback.class);

    private final Optional<ResidualFile> file;
    private boolean isLoaded;
    private String fingerprint = "";
    private float[] residual = new float[0];

    private ErrorFeedback(Optional<ResidualFile> file) {
        this.file = file;
    }

    /**
     * Begins without a residual, and forgets it with the process.
     *
     * @return a residual in memory
     */
    public static ErrorFeedback inMemory() {
        return new ErrorFeedback(Optional.empty());
    }

    /**
     * Begins with the residual in a file, if there is one of the right layout, and keeps it there.
     *
     * @param file where it is kept
     * @return a residual that outlives the process
     */
    public static ErrorFeedback keptIn(ResidualFile file) {
        return new ErrorFeedback(Optional.of(file));
    }

    /** The delta plus the residual, in an array of its own. */
    float[] compensate(ParameterLayout layout, float[] delta) {
        prepare(layout);
        float[] sum = delta.clone();
        for (int i = 0; i < residual.length; i++) {
            sum[i] += residual[i];
        }
        if (Finiteness.firstNonFinite(sum).isEmpty()) {
            return sum;
        }
        LOG.warn("residual of error feedback is dropped: with it the delta would not be finite");
        residual = new float[0];
        return delta.clone();
    }

    /**
     * Computes the residual of a payload.
     *
     * @param compensated the vector that was written; overwritten
     * @return makes it the residual
     */
    Runnable leftOver(ParameterLayout layout, float[] compensated, PayloadCodec codec, ByteBuffer payload) {
        float[] sent = new float[compensated.length];
        try {
            codec.decode(payload, sent);
        } catch (PayloadException e) {
            throw new IllegalStateException("a codec must read what it wrote", e);
        }
        for (int i = 0; i < sent.length; i++) {
            compensated[i] -= sent[i];
        }
        return () -> replace(layout, compensated);
    }

    private void replace(ParameterLayout layout, float[] values) {
        fingerprint = layout.fingerprint();
        residual = values;
        file.ifPresent(kept -> kept.write(layout, values));
    }

    private void prepare(ParameterLayout layout) {
        if (!isLoaded) {
            isLoaded = true;
            fingerprint = layout.fingerprint();
            residual = file.flatMap(kept -> kept.read(layout)).orElse(residual);
        } else if (!fingerprint.equals(layout.fingerprint())) {
            LOG.info("residual of error feedback is dropped: the model has another layout now");
            fingerprint = layout.fingerprint();
            residual = new float[0];
        }
    }
}
