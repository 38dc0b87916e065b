package dev.tributary.client.data.table;

import java.util.Optional;
import java.util.regex.Pattern;

/** Cells as values: numbers in decimal form, in no locale's. */
final class Cells {

    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");
    private static final int LONGEST_NUMBER = 64;
    private static final int LONGEST_SHOWN = 40;

    private Cells() {}

    /** Reads a number that a float can hold; empty if the cell is none. */
    static Optional<Double> number(String cell) {
        if (cell.length() > LONGEST_NUMBER || !NUMBER.matcher(cell).matches()) {
            return Optional.empty();
        }
        double value = Double.parseDouble(cell);
        return Float.isFinite((float) value) ? Optional.of(value) : Optional.empty();
    }

    /** Whether two cells hold the same text, or the same number written in two ways. */
    static boolean isSame(String one, String other) {
        if (one.equals(other)) {
            return true;
        }
        Optional<Double> number = number(one);
        return number.isPresent() && number.equals(number(other));
    }

    /** A cell as a message shows it: in quotes, on one line, not too long. */
    static String shown(String cell) {
        String line = cell.replaceAll("\\p{Cntrl}", " ");
        return "'" + (line.length() > LONGEST_SHOWN ? line.substring(0, LONGEST_SHOWN) + "…" : line) + "'";
    }
}
