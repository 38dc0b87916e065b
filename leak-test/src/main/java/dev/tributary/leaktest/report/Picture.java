package dev.tributary.leaktest.report;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.Locale;
import javax.imageio.ImageIO;

/** Grey pictures as {@code img} elements that carry their own bytes. */
final class Picture {

    private Picture() {}

    /**
     * Makes an element.
     *
     * @param pixels brightness of each pixel, 0 black to 1 white, row by row
     * @param side   pixels of a row, and rows
     * @param name   text in its place
     */
    static String element(float[] pixels, int side, String name) {
        BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < side * side; i++) {
            int grey = Math.round(255 * Math.max(0, Math.min(1, pixels[i])));
            image.getRaster().setSample(i % side, i / side, 0, grey);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("a picture must be writable to memory", e);
        }
        return String.format(
                Locale.ROOT,
                "<img alt=\"%s\" src=\"data:image/png;base64,%s\">",
                name,
                Base64.getEncoder().encodeToString(bytes.toByteArray()));
    }

    /** A matrix of cosines: white 1, black 0 and below. */
    static String matrix(double[][] cosines, String name) {
        int side = cosines.length;
        float[] pixels = new float[side * side];
        for (int row = 0; row < side; row++) {
            for (int column = 0; column < side; column++) {
                pixels[row * side + column] = (float) cosines[row][column];
            }
        }
        return element(pixels, side, name);
    }
}
