package dev.tributary.process.command;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.io.PrintWriter;
import picocli.CommandLine.Option;

/** Whether a command prints for people or for programs. */
public final class OutputOption {

    private static final ObjectMapper JSON =
            new ObjectMapper().registerModule(new SimpleModule().addSerializer(Double.class, new FiniteOrNull()));

    /** Line feeds on every platform. */
    private static final ObjectWriter INDENTED = JSON.writer(new DefaultPrettyPrinter()
            .withObjectIndenter(new DefaultIndenter("  ", "\n"))
            .withArrayIndenter(new DefaultIndenter("  ", "\n")));

    /** Forms of output. */
    public enum Form {
        /** For people. */
        TEXT,
        /** For programs. */
        JSON
    }

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORM",
            defaultValue = "text",
            description = "text or json. Default: ${DEFAULT-VALUE}")
    private Form form;

    public boolean isJson() {
        return form == Form.JSON;
    }

    /**
     * Prints a value as indented JSON and flushes.
     *
     * @param out   where to
     * @param value maps in the order in which their keys are to stand, lists, texts, numbers; one that is not finite becomes
     *              null
     */
    public void print(PrintWriter out, Object value) {
        print(out, value, INDENTED);
    }

    /** Prints a value as JSON in one line, for streams of values, and flushes. */
    public void printLine(PrintWriter out, Object value) {
        print(out, value, JSON.writer());
    }

    /**
     * Writes a value as JSON in one line, as {@link #printLine} does.
     *
     * @param value as for {@link #print(PrintWriter, Object)}
     * @return the JSON, without an end of line
     */
    public static String json(Object value) {
        return text(value, JSON.writer());
    }

    private static void print(PrintWriter out, Object value, ObjectWriter writer) {
        out.print(text(value, writer) + "\n");
        out.flush();
    }

    private static String text(Object value, ObjectWriter writer) {
        try {
            return writer.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of texts and numbers is always JSON", e);
        }
    }

    /** JSON has neither NaN nor infinities. */
    private static final class FiniteOrNull extends JsonSerializer<Double> {

        @Override
        public void serialize(Double value, JsonGenerator json, SerializerProvider provider) throws IOException {
            if (Double.isFinite(value)) {
                json.writeNumber(value);
            } else {
                json.writeNull();
            }
        }
    }
}
