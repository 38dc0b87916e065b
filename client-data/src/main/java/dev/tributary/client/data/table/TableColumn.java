package dev.tributary.client.data.table;

import dev.tributary.schemas.FederationException;
import java.util.List;

/**
 * A column to learn from: numbers as they are, or categories.
 *
 * @param name       its name in the header, or its place counted from 1 where a file has none
 * @param categories values that become a feature each, 1 in the rows that have this value and 0 in the others; none for
 *                   a column of numbers; copied. A value that is not listed is 0 in all of them
 */
public record TableColumn(String name, List<String> categories) {

    /** Copies the categories. */
    public TableColumn {
        categories = List.copyOf(categories);
    }

    /**
     * Reads a column.
     *
     * @param option name of the option, for the message
     * @param text   {@code NAME}, or {@code NAME:VALUE/VALUE…} for categories
     * @throws FederationException if it has another form
     */
    public static TableColumn parse(String option, String text) {
        int colon = text.indexOf(':');
        String name = colon < 0 ? text : text.substring(0, colon);
        List<String> categories =
                colon < 0 ? List.of() : List.of(text.substring(colon + 1).split("/", -1));
        if (name.isBlank() || categories.stream().anyMatch(String::isBlank)) {
            throw new FederationException(
                    option + " must be NAME or NAME:VALUE/VALUE…, with commas between, was " + text);
        }
        return new TableColumn(name.strip(), categories);
    }

    /** Returns how many features it becomes. */
    int width() {
        return Math.max(1, categories.size());
    }
}
