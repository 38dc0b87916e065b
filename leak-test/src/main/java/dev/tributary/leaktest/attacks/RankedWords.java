package dev.tributary.leaktest.attacks;

import dev.tributary.leaktest.network.WordShape;
import dev.tributary.privacy.attack.MembershipRoc;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Words of all users by how far their rows moved, as a share of the row of the same user that moved most. */
final class RankedWords {

    private static final int POINTS = 200;

    private final WordShape shape;
    private final List<Ranked> all = new ArrayList<>();
    private double areas;
    private int users;

    /** One word of one user. */
    private record Ranked(double moved, boolean isTyped) {}

    RankedWords(WordShape shape) {
        this.shape = shape;
    }

    /** Adds a user: the rows of its artefact, and the words that it typed. */
    void add(float[] rows, Set<Integer> typed) {
        double[] norms = norms(rows);
        double largest = 0;
        for (double norm : norms) {
            largest = Math.max(largest, norm);
        }
        List<Double> hits = new ArrayList<>();
        List<Double> others = new ArrayList<>();
        for (int word = 1; word < norms.length; word++) {
            boolean isTyped = typed.contains(word);
            all.add(new Ranked(norms[word] / largest, isTyped));
            (isTyped ? hits : others).add(norms[word]);
        }
        areas += new MembershipRoc(array(hits), array(others)).area();
        users++;
    }

    private double[] norms(float[] rows) {
        double[] squares = new double[shape.words()];
        for (int i = 0; i < rows.length; i++) {
            squares[i / shape.width()] += (double) rows[i] * rows[i];
        }
        for (int i = 0; i < squares.length; i++) {
            squares[i] = Math.sqrt(squares[i]);
        }
        return squares;
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** Area under the curve of true over false positives, of the mean user. */
    double area() {
        return areas / users;
    }

    /** Precision over recall. */
    List<CurvePoint> curve() {
        all.sort(Comparator.comparingDouble(Ranked::moved).reversed());
        long truth = all.stream().filter(Ranked::isTyped).count();
        List<CurvePoint> curve = new ArrayList<>();
        long correct = 0;
        long next = 1;
        for (int i = 0; i < all.size(); i++) {
            correct += all.get(i).isTyped() ? 1 : 0;
            if (correct * POINTS >= next * truth) {
                curve.add(new CurvePoint((double) correct / truth, correct / (i + 1.0)));
                next = correct * POINTS / truth + 1;
            }
        }
        return curve;
    }
}
