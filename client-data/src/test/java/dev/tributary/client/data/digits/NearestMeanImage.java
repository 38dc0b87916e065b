package dev.tributary.client.data.digits;

import dev.tributary.client.data.LabelledImages;

/** The simplest classifier: the class whose mean image is nearest. Tells how hard a data set is. */
final class NearestMeanImage {

    private final double[][] means;

    private NearestMeanImage(double[][] means) {
        this.means = means;
    }

    static NearestMeanImage of(LabelledImages train) {
        int[] counts = train.labelCounts();
        double[][] means = new double[train.classCount()][train.pixelsPerImage()];
        float[] image = new float[train.pixelsPerImage()];
        for (int i = 0; i < train.size(); i++) {
            train.copyPixels(i, image, 0);
            for (int p = 0; p < image.length; p++) {
                means[train.label(i)][p] += image[p] / counts[train.label(i)];
            }
        }
        return new NearestMeanImage(means);
    }

    double accuracy(LabelledImages test) {
        float[] image = new float[test.pixelsPerImage()];
        int right = 0;
        for (int i = 0; i < test.size(); i++) {
            test.copyPixels(i, image, 0);
            right += nearest(image) == test.label(i) ? 1 : 0;
        }
        return (double) right / test.size();
    }

    private int nearest(float[] image) {
        int best = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int label = 0; label < means.length; label++) {
            double distance = 0;
            for (int p = 0; p < image.length; p++) {
                distance += (image[p] - means[label][p]) * (image[p] - means[label][p]);
            }
            if (distance < least) {
                least = distance;
                best = label;
            }
        }
        return best;
    }
}
