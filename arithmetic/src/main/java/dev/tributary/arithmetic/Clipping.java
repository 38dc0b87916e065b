package dev.tributary.arithmetic;

/**
 * Clipping of a delta to a norm: {@code Δ·min(1, C / ‖Δ‖)} keeps its direction and bounds how far one client moves the
 * model (Sun et al. 2019, "Can You Really Backdoor Federated Learning?", norm thresholding,
 * <a href="https://arxiv.org/abs/1911.07963">arXiv:1911.07963</a>).
 */
public final class Clipping {

    private Clipping() {}

    /**
     * Says whether clipping changes a delta.
     *
     * @param l2Norm       ‖Δ‖
     * @param clippingNorm C; 0 clips nothing
     * @return whether the norm is beyond the bound
     */
    public static boolean shortens(double l2Norm, double clippingNorm) {
        return clippingNorm > 0 && l2Norm > clippingNorm;
    }

    /**
     * Clips a delta whose norm is not known yet.
     *
     * @param delta        changed in place
     * @param clippingNorm C; 0 clips nothing
     */
    public static void clip(float[] delta, double clippingNorm) {
        if (clippingNorm > 0) {
            double norm = L2Norm.of(delta);
            if (shortens(norm, clippingNorm)) {
                scale(delta, norm, clippingNorm);
            }
        }
    }

    /**
     * Computes the factor.
     *
     * @param l2Norm       ‖Δ‖, finite, 0 or more
     * @param clippingNorm C, above 0; infinite clips nothing
     * @return above 0 and at most 1; exactly 1 if the norm is within the bound
     */
    public static double scaleFor(double l2Norm, double clippingNorm) {
        return l2Norm <= clippingNorm ? 1 : clippingNorm / l2Norm;
    }

    /**
     * Clips a delta.
     *
     * @param delta        changed in place
     * @param l2Norm       ‖Δ‖, finite, 0 or more
     * @param clippingNorm C, above 0
     */
    public static void scale(float[] delta, double l2Norm, double clippingNorm) {
        double scale = scaleFor(l2Norm, clippingNorm);
        for (int i = 0; i < delta.length; i++) {
            delta[i] = (float) (delta[i] * scale);
        }
    }
}
