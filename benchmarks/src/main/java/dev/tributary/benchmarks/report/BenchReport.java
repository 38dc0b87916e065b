package dev.tributary.benchmarks.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.WholeFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Figures by name, in the order in which they were added. Not thread-safe. */
public final class BenchReport {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final String title;
    private final Map<String, Object> figures = new LinkedHashMap<>();

    /**
     * @param title name of the measurement, in one line
     */
    public BenchReport(String title) {
        this.title = title;
    }

    /**
     * Adds a figure.
     *
     * @param name  name of the field in the JSON, with its unit
     * @param value a number, a text, a map or a list of such
     * @return this
     */
    public BenchReport add(String name, Object value) {
        figures.put(name, value instanceof Double number ? rounded(number) : value);
        return this;
    }

    /**
     * Gives the figures.
     *
     * @return figures by name, a copy
     */
    public Map<String, Object> figures() {
        return new LinkedHashMap<>(figures);
    }

    /** Four significant digits: what is beyond them is noise. Numbers that have no decimals stay as they are. */
    private static double rounded(double value) {
        if (value == 0 || !Double.isFinite(value) || Math.abs(value) >= 10_000) {
            return Math.rint(value);
        }
        double scale = Math.pow(10, 3 - Math.floor(Math.log10(Math.abs(value))));
        return Math.rint(value * scale) / scale;
    }

    /**
     * Shows the figures.
     *
     * @return lines for a terminal, each ended
     */
    public String toTable() {
        int width = figures.keySet().stream().mapToInt(String::length).max().orElse(0);
        StringBuilder table = new StringBuilder(title).append(System.lineSeparator());
        figures.forEach((name, value) -> {
            if (value instanceof Collection<?> rows) {
                rows.forEach(row -> appendRow(table, name, width, row));
            } else {
                appendRow(table, name, width, value);
            }
        });
        return table.toString();
    }

    private static void appendRow(StringBuilder table, String name, int width, Object value) {
        table.append("  ")
                .append(String.format(Locale.ROOT, "%-" + Math.max(1, width) + "s", name))
                .append("  ")
                .append(shown(name, value))
                .append(System.lineSeparator());
    }

    private static String shown(String name, Object value) {
        boolean isWhole = value instanceof Long || value instanceof Integer;
        if (isWhole && name.toLowerCase(Locale.ROOT).contains("bytes")) {
            double bytes = ((Number) value).doubleValue();
            return String.format(Locale.ROOT, "%,d (%.1f MiB)", ((Number) value).longValue(), bytes / (1 << 20));
        }
        return isWhole ? String.format(Locale.ROOT, "%,d", ((Number) value).longValue()) : String.valueOf(value);
    }

    /**
     * Writes the figures as one JSON object.
     *
     * @param file is replaced if it exists
     * @throws FederationException if it cannot be written
     */
    public void writeJson(Path file) {
        try {
            WholeFile.write(file, JSON.writeValueAsString(figures) + System.lineSeparator());
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("figures must be writable as JSON", e);
        } catch (IOException e) {
            throw new FederationException("--json must be a writable file, was " + file + ": " + e, e);
        }
    }
}
