package dev.tributary.aggregator.admission;

import dev.tributary.arithmetic.Clipping;
import dev.tributary.arithmetic.FloatVector;

/**
 * The values of an update.
 *
 * @param values as long as the model
 * @param norm   their L2 norm; not finite exactly if one of them is not
 */
record MeasuredDelta(FloatVector values, double norm) {

    /** The values, made shorter if they are longer than that; 0 clips nothing. */
    FloatVector clippedTo(double clippingNorm) {
        if (clippingNorm <= 0 || norm <= clippingNorm) {
            return values;
        }
        float[] clipped = values.toArray();
        Clipping.scale(clipped, norm, clippingNorm);
        return FloatVector.of(clipped);
    }
}
