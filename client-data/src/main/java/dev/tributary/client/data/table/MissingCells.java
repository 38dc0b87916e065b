package dev.tributary.client.data.table;

import dev.tributary.schemas.FederationException;
import java.util.Locale;
import java.util.Set;

/** Ways to take a row that lacks a value: a cell that is empty, {@code ?} or {@code NA}. */
public enum MissingCells {

    /** Leaves the row out. */
    DROP,

    /** Takes the mean of the column over the rows that are trained on. A row without a target is refused all the same. */
    MEAN,

    /** Refuses the whole table, and says where the cell is. */
    REFUSE;

    private static final Set<String> MARKS = Set.of("", "?", "NA");

    /**
     * Reads a choice.
     *
     * @param option name of the option, for the message
     * @param text   as people type it
     * @throws FederationException if there is no such choice
     */
    public static MissingCells parse(String option, String text) {
        for (MissingCells choice : values()) {
            if (choice.name().toLowerCase(Locale.ROOT).equals(text)) {
                return choice;
            }
        }
        throw new FederationException(option + " must be drop, mean or refuse, was " + text);
    }

    /** Whether a cell, without the blanks around it, stands for no value. */
    static boolean isMissing(String cell) {
        return MARKS.contains(cell);
    }
}
