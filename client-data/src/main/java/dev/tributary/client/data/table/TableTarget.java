package dev.tributary.client.data.table;

import dev.tributary.schemas.FederationException;
import java.util.Optional;

/**
 * The column that is to be foretold, yes or no.
 *
 * @param name       its name in the header, or its place counted from 1 where a file has none
 * @param value      the value that decides; without one the column holds 0 and 1
 * @param isNegated  whether every other value than that means yes
 */
public record TableTarget(String name, Optional<String> value, boolean isNegated) {

    /**
     * Reads a target.
     *
     * @param option name of the option, for the message
     * @param text   {@code NAME}, {@code NAME:VALUE} (yes where the cell is VALUE) or {@code NAME:!VALUE} (where not)
     * @throws FederationException if it has another form
     */
    public static TableTarget parse(String option, String text) {
        int colon = text.indexOf(':');
        String name = (colon < 0 ? text : text.substring(0, colon)).strip();
        String value = colon < 0 ? null : text.substring(colon + 1).strip();
        boolean isNegated = value != null && value.startsWith("!");
        String bare = isNegated ? value.substring(1) : value;
        if (name.isEmpty() || bare != null && bare.isEmpty()) {
            throw new FederationException(option + " must be NAME, NAME:VALUE or NAME:!VALUE, was " + text);
        }
        return new TableTarget(name, Optional.ofNullable(bare), isNegated);
    }

    /** Says whether a cell means yes; empty if it is neither. */
    Optional<Boolean> isPositive(String cell) {
        if (value.isPresent()) {
            return Optional.of(isSame(value.get(), cell) != isNegated);
        }
        Optional<Double> number = Cells.number(cell);
        return number.filter(n -> n == 0 || n == 1).map(n -> n == 1);
    }

    /** Same text, or the same number written otherwise: 0 is 0.0. */
    private static boolean isSame(String wanted, String cell) {
        return Cells.isSame(wanted, cell);
    }
}
