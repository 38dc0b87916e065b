package dev.tributary.client.command.options;

import dev.tributary.client.data.ExampleSplit;
import dev.tributary.client.data.table.ColumnScaling;
import dev.tributary.client.data.table.MissingCells;
import dev.tributary.client.data.table.TableColumn;
import dev.tributary.client.data.table.TableReader;
import dev.tributary.client.data.table.TableRows;
import dev.tributary.client.data.table.TableTarget;
import dev.tributary.schemas.FederationException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** A table as the examples of a client. */
final class TableOptions {

    private static final String OWN = "own";
    private static final String NONE = "none";

    @Option(
            names = "--table",
            scope = ScopeType.INHERIT,
            paramLabel = "FILE.csv",
            description = {
                "Instead of --data: the rows of this CSV file, plain or gzipped. For models of model init",
                "--architecture logistic or dense:UNITS, which say yes or no."
            })
    private Path file;

    @Option(
            names = "--target",
            scope = ScopeType.INHERIT,
            paramLabel = "COLUMN[:[!]VALUE]",
            description = {
                "With --table: the column to be foretold. Yes is VALUE, or with ! whatever is not VALUE;",
                "without one the column holds 0 and 1."
            })
    private String target;

    @Option(
            names = "--columns",
            scope = ScopeType.INHERIT,
            split = ",",
            paramLabel = "COLUMN[:VALUE/VALUE…]",
            description = {
                "With --table: columns of numbers to learn from, in the order that all clients share; with values, one",
                "input for each. Where a file has no header a column is its place, from 1. Default: all but the target."
            })
    private List<String> columns;

    @Option(
            names = "--missing",
            scope = ScopeType.INHERIT,
            paramLabel = "WAY",
            description = {
                "With --table: rows with a cell that is empty, ? or NA: drop, mean (of the column, over the rows trained",
                "on) or refuse. Default: refuse."
            })
    private String missing;

    @Option(
            names = "--scaling",
            scope = ScopeType.INHERIT,
            paramLabel = "WAY",
            description = {
                "With --table: own subtracts each column's mean and divides by its standard deviation over this client's",
                "training rows; none takes the numbers as they are. Default: own."
            })
    private String scaling;

    /** Whether a table is asked for. */
    boolean isGiven() {
        return file != null;
    }

    /**
     * Refuses options that say how a table is read where none is.
     *
     * @throws FederationException naming the first of them
     */
    void requireAbsent() {
        String given = target != null
                ? "--target"
                : columns != null ? "--columns" : missing != null ? "--missing" : scaling != null ? "--scaling" : null;
        if (given != null) {
            throw new FederationException(given + " must be given with --table alone, was without");
        }
    }

    /**
     * Reads the rows; those that lack values have NaN there.
     *
     * @throws FederationException if an option or the file is not as it must be
     */
    TableRows load() {
        if (target == null) {
            throw new FederationException("--target must be given with --table, was not");
        }
        requireScaling();
        List<TableColumn> inputs = columns == null
                ? List.of()
                : columns.stream()
                        .map(column -> TableColumn.parse("--columns", column))
                        .toList();
        MissingCells way = missing == null ? MissingCells.REFUSE : MissingCells.parse("--missing", missing);
        return new TableReader(TableTarget.parse("--target", target), inputs, way).read(file);
    }

    private void requireScaling() {
        if (scaling != null && !scaling.equals(OWN) && !scaling.equals(NONE)) {
            throw new FederationException("--scaling must be own or none, was " + scaling);
        }
    }

    /** Brings both parts of what {@link #load} gave to one scale, that of the rows to train on. */
    ExampleSplit scaled(ExampleSplit split) {
        TableRows train = (TableRows) split.train();
        ColumnScaling measured =
                NONE.equals(scaling) ? ColumnScaling.fillingIn(train) : ColumnScaling.standardising(train);
        return new ExampleSplit(measured.apply(train), measured.apply((TableRows) split.test()));
    }
}
