package dev.tributary.console.http;

import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Fields;

/** Numbers in the query of a request. */
final class Query {

    private final Fields fields;

    private Query(Fields fields) {
        this.fields = fields;
    }

    static Query of(Request request) {
        return new Query(Request.extractQueryParameters(request));
    }

    String text(String name) {
        String value = fields.getValue(name);
        return value == null ? "" : value;
    }

    /**
     * Reads a number.
     *
     * @param fallback value if the query has none of the name
     * @throws BadRequestException if it is no whole number of the range
     */
    long number(String name, long fallback, long least, long most) {
        String given = text(name);
        if (given.isEmpty()) {
            return fallback;
        }
        long value = given.matches("\\d{1,18}") ? Long.parseLong(given) : -1;
        if (value < least || value > most) {
            throw new BadRequestException(
                    name + " must be a whole number from " + least + " to " + most + ", was '" + given + "'");
        }
        return value;
    }
}
