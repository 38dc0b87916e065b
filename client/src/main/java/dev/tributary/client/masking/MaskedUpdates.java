package dev.tributary.client.masking;

import dev.tributary.arithmetic.L2Norm;
import dev.tributary.client.link.Persistence;
import dev.tributary.client.link.StopSignal;
import dev.tributary.client.training.LocalUpdate;
import dev.tributary.client.update.OutgoingUpdate;
import dev.tributary.client.update.UpdateEncoder;
import dev.tributary.client.update.UpdateMaker;
import dev.tributary.federation.settings.SummedWords;
import dev.tributary.privacy.quantisation.ExtraKind;
import dev.tributary.privacy.quantisation.ExtraValues;
import dev.tributary.privacy.quantisation.QuantisedUpdate;
import dev.tributary.privacy.quantisation.TruncationError;
import dev.tributary.privacy.quantisation.UpdateWords;
import dev.tributary.schemas.avro.MaskPurpose;
import dev.tributary.schemas.layout.ParameterLayout;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes updates of which nobody reads anything: clipped, quantised, masked, with the seed sealed to the mask helper. Waits
 * for the mask helper's key before anything is made. Belongs to the client's thread.
 */
final class MaskedUpdates implements UpdateMaker {

    private static final Logger LOG = LoggerFactory.getLogger(MaskedUpdates.class);

    /** From here on truncation takes a tenth of the delta, or more. */
    private static final double LARGE_ERROR = 0.1;

    private final SummedWords words;
    private final VectorMasker masker;
    private final HelperKeyWatch helperKeys;
    private final Persistence persistence;
    private final StopSignal stop;
    private boolean hasToldOfTruncation;

    MaskedUpdates(
            SummedWords words,
            VectorMasker masker,
            HelperKeyWatch helperKeys,
            Persistence persistence,
            StopSignal stop) {
        this.words = words;
        this.masker = masker;
        this.helperKeys = helperKeys;
        this.persistence = persistence;
        this.stop = stop;
    }

    @Override
    public Optional<OutgoingUpdate> make(long baseVersion, ParameterLayout layout, LocalUpdate update) {
        UpdateEncoder.requireFit(update.delta(), L2Norm.of(update.delta()), layout);
        words.settings().privacy().requireLayout(layout);
        return helperKeys
                .await(persistence, stop)
                .map(key -> masker.mask(MaskPurpose.UPDATE, baseVersion, layout, quantised(update), key));
    }

    private QuantisedUpdate quantised(LocalUpdate update) {
        float[] delta = update.delta();
        tellTruncation(update);
        QuantisedUpdate numbers = words.updateQuantiser(delta.length).quantise(delta, values(update));
        if (numbers.isClipped()) {
            LOG.info(
                    "delta clipped: norm above privacy.clippingNorm {}",
                    words.settings().privacy().clippingNorm());
        }
        return numbers;
    }

    private static ExtraValues values(LocalUpdate update) {
        return new ExtraValues(
                update.exampleCount(),
                update.metrics().getOrDefault(LocalUpdate.LOSS, Double.NaN),
                update.metrics().getOrDefault(LocalUpdate.ACCURACY, Double.NaN));
    }

    /** Said once, with the error that these settings cause for this delta. */
    private void tellTruncation(LocalUpdate update) {
        double norm = L2Norm.of(update.delta());
        if (hasToldOfTruncation || norm == 0) {
            return;
        }
        hasToldOfTruncation = true;
        UpdateWords shape = words.ofUpdate(update.delta().length);
        double cap = words.settings().admission().exampleCountCap();
        double share = shape.indexOf(ExtraKind.EXAMPLES) < 0 ? 1 : Math.min(1, update.exampleCount() / cap);
        double error = Math.min(1, TruncationError.of(shape, norm) / share);
        if (error >= LARGE_ERROR) {
            LOG.warn(
                    "truncation to whole numbers takes up to {} of this delta; raise privacy.bound, or lower"
                            + " privacy.clippingNorm or admission.exampleCountCap",
                    error);
        } else {
            LOG.info("truncation to whole numbers takes at most {} of this delta", error);
        }
    }
}
