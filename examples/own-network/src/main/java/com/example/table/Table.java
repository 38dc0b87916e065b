package com.example.table;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.zip.CRC32;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Rows of a CSV file with a heading, whose last column is the label, 0 or 1, and whose other columns are numbers or empty.
 *
 * @param rows in the file's order
 */
record Table(List<Row> rows) {

    /**
     * A row.
     *
     * @param text     as in the file
     * @param features what the network sees
     * @param label    0 or 1
     */
    record Row(String text, float[] features, int label) {}

    /**
     * Reads a file.
     *
     * @throws IllegalArgumentException if a row does not fit; names it
     */
    static Table read(Path file, Scaling scaling) throws IOException {
        List<String> lines = Files.readAllLines(file);
        List<Row> rows = new ArrayList<>();
        for (int i = 1; i < lines.size(); i++) {
            rows.add(row(lines.get(i), scaling, file + " line " + (i + 1)));
        }
        return new Table(rows);
    }

    private static Row row(String line, Scaling scaling, String where) {
        String[] fields = line.split(",", -1);
        if (fields.length != scaling.columns() + 1) {
            throw new IllegalArgumentException(
                    where + " must have " + (scaling.columns() + 1) + " fields, had " + fields.length);
        }
        try {
            float[] features = scaling.features(fields);
            for (float feature : features) {
                // One NaN among thousands of rows makes the whole update NaN, and no client sends such an update.
                if (!Float.isFinite(feature)) {
                    throw new NumberFormatException("was " + line);
                }
            }
            return new Row(line, features, Integer.parseInt(fields[scaling.columns()].strip()));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(where + " must have finite numbers or empty fields: " + e.getMessage(), e);
        }
    }

    // tag::held[]
    /** The rows that are held back for testing: about one in five, by their content. */
    Table heldBack() {
        return where(Table::isHeldBack);
    }

    /** The others. */
    Table forTraining() {
        return where(row -> !isHeldBack(row));
    }

    /** A row stays on its side when rows are added, removed or sorted: no row is trained on and tested on later. */
    private static boolean isHeldBack(Row row) {
        CRC32 crc = new CRC32();
        crc.update(row.text().getBytes(StandardCharsets.UTF_8));
        return crc.getValue() % 5 == 0;
    }
    // end::held[]

    private Table where(Predicate<Row> condition) {
        return new Table(rows.stream().filter(condition).toList());
    }

    /** Rows as DL4J takes them: labels as one column a class. */
    static DataSet dataSet(List<Row> rows) {
        float[][] features = new float[rows.size()][];
        float[][] labels = new float[rows.size()][2];
        for (int i = 0; i < rows.size(); i++) {
            features[i] = rows.get(i).features();
            labels[i][rows.get(i).label()] = 1;
        }
        return new DataSet(Nd4j.createFromArray(features), Nd4j.createFromArray(labels));
    }
}
