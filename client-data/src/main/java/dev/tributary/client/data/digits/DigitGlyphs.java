package dev.tributary.client.data.digits;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * How people write the digits: for each of them some variants, each a few pen strokes.
 *
 * <p>A stroke is a list of points {@code x,y} in hundredths of a box that is one high and one wide, x to the right and
 * y downwards, through which the pen runs smoothly; a point that is given twice is a corner.
 */
final class DigitGlyphs {

    private static final Pattern STROKE_SEPARATOR = Pattern.compile("\\|");
    private static final Pattern POINT_SEPARATOR = Pattern.compile("[ ,]");

    private static final List<List<Glyph>> VARIANTS = List.of(
            glyphs(
                    "52,4 28,13 17,42 20,74 38,96 62,94 81,70 82,38 70,11 48,4",
                    "64,10 42,4 24,22 18,54 26,84 48,97 70,84 80,52 74,20 54,6 40,12",
                    "50,4 33,20 28,52 34,84 50,97 66,84 72,50 66,18 50,4"),
            glyphs(
                    "52,3 51,30 50,65 49,97",
                    "30,28 42,16 54,3 54,3 53,50 52,97",
                    "28,26 52,4 52,4 51,50 50,95|30,96 50,95 72,96"),
            glyphs(
                    "19,26 32,7 56,3 74,18 70,42 46,70 18,95 18,95 50,92 83,95",
                    "20,22 38,5 63,6 74,25 62,52 36,80 20,94 14,86 26,78 52,90 86,90",
                    "24,16 48,4 72,14 76,36 56,64 22,94 22,94 52,96 80,86"),
            glyphs(
                    "21,15 44,3 70,10 72,30 44,46 44,46 74,54 82,76 62,95 34,96 15,84",
                    "20,7 48,6 76,5 76,5 46,42 46,42 74,52 80,76 58,96 18,87",
                    "24,12 52,4 72,18 62,38 42,46 66,52 78,72 62,92 36,97 16,88"),
            glyphs(
                    "66,3 42,32 15,64 15,64 50,64 86,62|64,30 63,60 62,97",
                    "28,5 26,34 20,58 20,58 50,59 82,55|68,8 66,50 61,98",
                    "24,8 22,36 34,52 60,50 70,42|72,6 68,50 64,97",
                    "68,97 68,50 68,4 68,4 40,34 14,66 14,66 50,67 84,66"),
            glyphs(
                    "36,7 31,42 31,42 56,38 78,56 75,84 50,97 18,88|35,8 56,7 78,6",
                    "80,5 36,6 36,6 29,45 29,45 54,38 79,55 76,81 52,97 16,89",
                    "74,8 52,6 38,8 38,8 28,34 36,44 62,46 76,64 66,90 40,97 20,90"),
            glyphs(
                    "68,4 42,22 24,52 24,79 44,97 68,90 77,70 62,54 40,58 25,76",
                    "54,3 36,28 24,60 30,88 52,97 74,84 72,62 52,54 32,66 28,80",
                    "76,12 58,3 34,20 22,56 30,90 56,96 76,78 68,58 44,54 26,68"),
            glyphs(
                    "17,9 50,8 82,7 82,7 60,46 44,97",
                    "18,24 20,9 20,9 50,8 81,8 81,8 58,48 45,97",
                    "19,10 50,9 80,7 80,7 58,50 42,97|34,54 54,51 74,50",
                    "16,12 40,6 62,12 82,8 82,8 66,34 54,64 50,97"),
            glyphs(
                    "72,17 50,4 28,14 32,34 52,48 74,66 71,89 48,97 26,87 28,64 50,46 70,32 72,15",
                    "50,46 30,34 32,12 50,4 68,12 70,34 50,46 26,60 24,85 50,97 76,85 74,60 50,46",
                    "70,10 46,4 30,20 46,42 70,62 74,84 50,97 28,84 36,62 62,38 72,12"),
            glyphs(
                    "73,24 54,5 28,15 24,38 42,52 64,43 73,22 73,22 70,60 60,97",
                    "74,22 52,4 28,16 26,40 46,52 68,40 74,20 76,58 64,90 34,95",
                    "70,14 44,6 24,26 34,50 58,48 72,18 72,18 71,58 70,97"));

    private DigitGlyphs() {}

    /**
     * Returns the ways to write a digit.
     *
     * @param digit 0 to 9
     */
    static List<Glyph> of(int digit) {
        return VARIANTS.get(digit);
    }

    private static List<Glyph> glyphs(String... variants) {
        return Arrays.stream(variants).map(DigitGlyphs::parse).toList();
    }

    private static Glyph parse(String text) {
        return new Glyph(STROKE_SEPARATOR
                .splitAsStream(text)
                .map(stroke -> POINT_SEPARATOR
                        .splitAsStream(stroke)
                        .mapToDouble(number -> Integer.parseInt(number) / 100.0)
                        .toArray())
                .toList());
    }

    /** One way to write a digit: strokes as {@code x, y, x, y, …}, in the order of the pen. */
    static final class Glyph {

        private final List<double[]> strokes;

        private Glyph(List<double[]> strokes) {
            this.strokes = strokes;
        }

        /** Returns the strokes; the arrays are shared and must not be changed. */
        List<double[]> strokes() {
            return strokes;
        }
    }
}
