package dev.tributary.client.data.table;

import dev.tributary.schemas.FederationException;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * The cells of a CSV file (RFC 4180) with the names of its columns.
 *
 * <p>The first row is a header if a cell of it is neither a number nor missing; otherwise columns are named by their place,
 * counted from 1. Blank lines are passed over, and so are blanks around a cell.
 */
final class TableFile {

    private final Path file;
    private final List<String> names;
    private final List<Row> rows;

    private TableFile(Path file, List<String> names, List<Row> rows) {
        this.file = file;
        this.names = names;
        this.rows = rows;
    }

    /**
     * A row.
     *
     * @param line  line of the file that it begins on, counted from 1
     * @param cells as many as there are columns
     */
    record Row(long line, List<String> cells) {}

    /**
     * Reads a file.
     *
     * @throws FederationException if it is no CSV, a row has more or fewer cells than the first, two columns have one
     *     name, or there is no row beside the header
     */
    static TableFile read(Path file) {
        List<Row> all = rows(file, TableText.read(file));
        List<String> first = all.get(0).cells();
        boolean hasHeader = first.stream()
                .anyMatch(cell ->
                        !MissingCells.isMissing(cell) && Cells.number(cell).isEmpty());
        List<String> names = hasHeader
                ? first
                : IntStream.rangeClosed(1, first.size())
                        .mapToObj(String::valueOf)
                        .toList();
        requireDistinct(file, names);
        List<Row> rows = hasHeader ? all.subList(1, all.size()) : all;
        if (rows.isEmpty()) {
            throw new FederationException(file + " must hold at least 1 row beside its header, was 0");
        }
        for (Row row : rows) {
            if (row.cells().size() != names.size()) {
                throw new FederationException(file + " line " + row.line() + " must have " + names.size()
                        + " cells as the first row has, was " + row.cells().size());
            }
        }
        return new TableFile(file, names, rows);
    }

    private static List<Row> rows(Path file, String text) {
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setIgnoreEmptyLines(true)
                .setIgnoreSurroundingSpaces(true)
                .get();
        List<Row> rows = new ArrayList<>();
        Lines lines = new Lines(text);
        try (CSVParser parser = CSVParser.parse(new StringReader(text), format)) {
            for (CSVRecord row : parser) {
                List<String> cells = row.stream().map(String::strip).toList();
                rows.add(new Row(lines.at(row.getCharacterPosition()), cells));
            }
        } catch (IOException | UncheckedIOException | IllegalStateException e) {
            long line = rows.isEmpty() ? 1 : rows.get(rows.size() - 1).line() + 1;
            throw new FederationException(
                    file + " from line " + line + " on must be CSV as RFC 4180 has it, was not: " + reason(e), e);
        }
        if (rows.isEmpty()) {
            throw new FederationException(file + " must hold at least 1 row, was empty");
        }
        return rows;
    }

    private static String reason(Exception e) {
        Throwable root = e.getCause() == null ? e : e.getCause();
        return String.valueOf(root.getMessage()).lines().findFirst().orElse("");
    }

    private static void requireDistinct(Path file, List<String> names) {
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!seen.add(name)) {
                throw new FederationException(
                        file + " line 1 must name each column once, was " + Cells.shown(name) + " twice");
            }
        }
    }

    /** Returns the names of the columns in their order. */
    List<String> names() {
        return names;
    }

    /** Returns the rows in their order, at least one. */
    List<Row> rows() {
        return rows;
    }

    /**
     * Finds a column.
     *
     * @return its place, counted from 0
     * @throws FederationException if there is none of that name
     */
    int place(String name) {
        int place = names.indexOf(name);
        if (place < 0) {
            throw new FederationException(
                    file + " must have a column " + Cells.shown(name) + ", was " + String.join(",", names));
        }
        return place;
    }

    /** Counts lines once over the text, for places that grow. */
    private static final class Lines {

        private final String text;
        private int at;
        private long line = 1;

        Lines(String text) {
            this.text = text;
        }

        /** The line of the first character at or after a place that begins a row. */
        long at(long position) {
            for (; at < position && at < text.length(); at++) {
                line += text.charAt(at) == '\n' ? 1 : 0;
            }
            int first = at;
            long found = line;
            for (; first < text.length() && Character.isWhitespace(text.charAt(first)); first++) {
                found += text.charAt(first) == '\n' ? 1 : 0;
            }
            return found;
        }
    }
}
