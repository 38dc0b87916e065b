package dev.tributary.arithmetic;

/**
 * A delta with its length.
 *
 * @param values as long as the model
 * @param norm   their L2 norm; not finite exactly if one of them is not
 */
public record MeasuredDelta(FloatVector values, double norm) {

    /**
     * Measures a delta that is there as an array.
     *
     * @param values any values; shared, not to be changed any more
     * @return the delta
     */
    public static MeasuredDelta of(float[] values) {
        return new MeasuredDelta(FloatVector.of(values), L2Norm.of(values));
    }

    /**
     * Clips the delta ({@link Clipping}).
     *
     * @param clippingNorm greatest norm; 0 clips nothing
     * @return the values themselves if they are not longer, else a copy that is as long as the bound
     */
    public FloatVector clippedTo(double clippingNorm) {
        if (!Clipping.shortens(norm, clippingNorm)) {
            return values;
        }
        float[] clipped = values.toArray();
        Clipping.scale(clipped, norm, clippingNorm);
        return FloatVector.of(clipped);
    }
}
