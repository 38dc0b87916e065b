package dev.tributary.leaktest.attacks;

import dev.tributary.leaktest.network.DigitNetwork;
import dev.tributary.privacy.attack.ModelMatching;
import java.util.List;

/**
 * Gradient inversion in closed form: the gradient of a first layer by its weights is that by its bias times the input, so that one
 * row by its bias is the picture itself (Phong et al. 2018, section 3, <a
 * href="https://eprint.iacr.org/2017/715">eprint 2017/715</a>). The attacker takes the row whose bias moved most.
 *
 * @param pictures the pictures found, one a user
 * @param hits     pictures that are more like their user's own than any other's
 * @param likeness mean cosine of a picture with the user's own
 */
public record DigitInversion(List<float[]> pictures, int hits, double likeness) {

    /**
     * Attacks.
     *
     * @param leaks     one vector a user, each from one picture; not changed
     * @param originals the pictures; not changed
     * @return the pictures found
     */
    public static DigitInversion attack(List<float[]> leaks, List<float[]> originals) {
        List<float[]> pictures = leaks.stream().map(DigitInversion::invert).toList();
        double[][] cosines = ModelMatching.cosines(originals, pictures);
        double sum = 0;
        for (int i = 0; i < cosines.length; i++) {
            sum += cosines[i][i];
        }
        return new DigitInversion(
                pictures, ModelMatching.hits(ModelMatching.match(cosines)), sum / Math.max(1, cosines.length));
    }

    private static float[] invert(float[] leak) {
        int best = 0;
        for (int unit = 1; unit < DigitNetwork.HIDDEN; unit++) {
            if (Math.abs(bias(leak, unit)) > Math.abs(bias(leak, best))) {
                best = unit;
            }
        }
        float[] picture = new float[DigitNetwork.PIXELS];
        for (int i = 0; i < picture.length; i++) {
            float pixel = leak[best * DigitNetwork.PIXELS + i] / bias(leak, best);
            picture[i] = Float.isFinite(pixel) ? Math.max(0, Math.min(1, pixel)) : 0;
        }
        return picture;
    }

    private static float bias(float[] leak, int unit) {
        return leak[DigitNetwork.HIDDEN * DigitNetwork.PIXELS + unit];
    }

    /** Figures alone. */
    @Override
    public String toString() {
        return "DigitInversion[" + hits + " of " + pictures.size() + "]";
    }
}
