package dev.tributary.client.data.table;

import dev.tributary.client.data.table.TableFile.Row;
import dev.tributary.schemas.FederationException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads a table as examples.
 *
 * @param target  the column to be foretold
 * @param columns columns to learn from, in the order of the model's inputs; none for all but the target, as numbers; copied
 * @param missing how rows that lack a value are taken
 */
public record TableReader(TableTarget target, List<TableColumn> columns, MissingCells missing) {

    /** Copies the columns. */
    public TableReader {
        columns = List.copyOf(columns);
    }

    /**
     * Reads a file.
     *
     * @param file CSV as RFC 4180 has it, UTF-8, plain or gzipped
     * @return its rows in their order, not scaled; values that lack are NaN, which happens with {@link MissingCells#MEAN}
     *     alone
     * @throws FederationException with file, line, bound and value, if the file is no such table, lacks a column, has a
     *     cell of another kind, or no row is left
     */
    public TableRows read(Path file) {
        TableFile table = TableFile.read(file);
        List<TableColumn> inputs = columns.isEmpty() ? allButTarget(table) : columns;
        int targetPlace = table.place(target.name());
        int[] places =
                inputs.stream().mapToInt(column -> table.place(column.name())).toArray();
        requireInputs(file, inputs);
        List<float[]> values = new ArrayList<>();
        List<Boolean> labels = new ArrayList<>();
        for (Row row : table.rows()) {
            Optional<float[]> features = features(file, row, inputs, places);
            Optional<Boolean> label = label(file, row, targetPlace);
            if (features.isPresent() && label.isPresent()) {
                values.add(features.get());
                labels.add(label.get());
            }
        }
        if (values.isEmpty()) {
            throw new FederationException(file + " must hold at least 1 row without a missing value, was 0 of "
                    + table.rows().size());
        }
        boolean[] yes = new boolean[labels.size()];
        for (int i = 0; i < yes.length; i++) {
            yes[i] = labels.get(i);
        }
        return new TableRows(names(inputs), values.toArray(float[][]::new), yes);
    }

    private List<TableColumn> allButTarget(TableFile table) {
        return table.names().stream()
                .filter(name -> !name.equals(target.name()))
                .map(name -> new TableColumn(name, List.of()))
                .toList();
    }

    private void requireInputs(Path file, List<TableColumn> inputs) {
        if (inputs.isEmpty()) {
            throw new FederationException(
                    file + " must have a column beside the target, was " + target.name() + " alone");
        }
        for (TableColumn column : inputs) {
            if (column.name().equals(target.name())) {
                throw new FederationException("columns to learn from must not be the target, was " + column.name());
            }
        }
    }

    private static List<String> names(List<TableColumn> inputs) {
        List<String> names = new ArrayList<>();
        for (TableColumn column : inputs) {
            if (column.categories().isEmpty()) {
                names.add(column.name());
            }
            column.categories().forEach(category -> names.add(column.name() + "=" + category));
        }
        return names;
    }

    /** The features of a row, or empty if it is to be dropped. */
    private Optional<float[]> features(Path file, Row row, List<TableColumn> inputs, int[] places) {
        float[] features =
                new float[inputs.stream().mapToInt(TableColumn::width).sum()];
        int next = 0;
        for (int c = 0; c < places.length; c++) {
            TableColumn column = inputs.get(c);
            String cell = row.cells().get(places[c]);
            int end = next + column.width();
            if (MissingCells.isMissing(cell)) {
                if (missing == MissingCells.DROP) {
                    return Optional.empty();
                }
                requireThere(missing == MissingCells.MEAN, file, row, column.name(), cell);
                Arrays.fill(features, next, end, Float.NaN);
            } else if (column.categories().isEmpty()) {
                features[next] = number(file, row, column.name(), cell);
            } else {
                for (int k = 0; k < column.width(); k++) {
                    features[next + k] = Cells.isSame(column.categories().get(k), cell) ? 1 : 0;
                }
            }
            next = end;
        }
        return Optional.of(features);
    }

    /** The label of a row, or empty if it is to be dropped. */
    private Optional<Boolean> label(Path file, Row row, int place) {
        String cell = row.cells().get(place);
        if (MissingCells.isMissing(cell)) {
            requireThere(missing == MissingCells.DROP, file, row, target.name(), cell);
            return Optional.empty();
        }
        return Optional.of(target.isPositive(cell)
                .orElseThrow(() -> new FederationException(where(file, row, target.name())
                        + " must be 0 or 1, was " + Cells.shown(cell)
                        + "; say which value means yes with --target " + target.name() + ":VALUE")));
    }

    private static void requireThere(boolean mayBeMissing, Path file, Row row, String name, String cell) {
        if (!mayBeMissing) {
            throw new FederationException(where(file, row, name) + " must have a value, was " + Cells.shown(cell)
                    + "; leave such rows out with --missing drop");
        }
    }

    private static float number(Path file, Row row, String name, String cell) {
        return Cells.number(cell)
                .map(Double::floatValue)
                .orElseThrow(() -> new FederationException(
                        where(file, row, name) + " must be a number, was " + Cells.shown(cell)));
    }

    private static String where(Path file, Row row, String name) {
        return file + " line " + row.line() + ": column " + name;
    }
}
