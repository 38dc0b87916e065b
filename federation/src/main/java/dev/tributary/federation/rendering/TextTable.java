package dev.tributary.federation.rendering;

import java.util.ArrayList;
import java.util.List;

/** A table of text whose columns are as wide as they need to be. */
public final class TextTable {

    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();

    /**
     * @param header names of the columns
     */
    public TextTable(String... header) {
        rows.add(List.of(header));
    }

    /**
     * Adds a row.
     *
     * @param cells as many as there are columns
     * @return this
     */
    public TextTable row(String... cells) {
        if (cells.length != rows.get(0).size()) {
            throw new IllegalArgumentException("cells must be " + rows.get(0).size() + ", was " + cells.length);
        }
        rows.add(List.of(cells));
        return this;
    }

    /**
     * Prints the table.
     *
     * @return header and rows, a line feed at the end of each, no blanks before it
     */
    public String render() {
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                line.append(row.get(column))
                        .append(" ".repeat(width(column) - row.get(column).length()))
                        .append(GAP);
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }
}
