package dev.tributary.federation.rendering;

import java.util.List;
import java.util.Locale;

/** A shell script of Kafka's own tools, put together line by line. */
public final class KafkaScript {

    private static final String HEADER =
            """
            #!/bin/sh
            # %s
            # Run it where Kafka's tools are on the PATH, with BOOTSTRAP_SERVER=host:port and, if the cluster wants
            # credentials, CLIENT_PROPERTIES=client.properties.
            set -eu
            connect="--bootstrap-server ${BOOTSTRAP_SERVER:?must be host:port of a broker}"
            connect="$connect --command-config ${CLIENT_PROPERTIES:-/dev/null}"
            """;

    private final StringBuilder text = new StringBuilder();

    /**
     * @param purpose purpose of the script, one line
     */
    public KafkaScript(String purpose) {
        text.append(String.format(Locale.ROOT, HEADER, purpose));
    }

    /**
     * Adds a comment after an empty line.
     *
     * @param comment one line
     * @return this
     */
    public KafkaScript comment(String comment) {
        text.append("\n# ").append(comment).append('\n');
        return this;
    }

    /**
     * Adds a line as it is.
     *
     * @param line shell code
     * @return this
     */
    public KafkaScript line(String line) {
        text.append(line).append('\n');
        return this;
    }

    /**
     * Adds a call of a tool, each option with its values on a line of its own.
     *
     * @param indentation before the tool's name
     * @param tool        such as {@code kafka-topics.sh}
     * @param options     each an option with its values, quoted where the shell needs it
     * @return this
     */
    public KafkaScript call(String indentation, String tool, List<String> options) {
        String separator = " \\\n" + indentation + "  ";
        return line(indentation + tool + " $connect " + String.join(separator, options));
    }

    /**
     * Quotes a value for the shell.
     *
     * @param value any text
     * @return one word for the shell
     */
    public static String quote(String value) {
        return value.matches("[A-Za-z0-9_./:=,@+-]+") ? value : "'" + value.replace("'", "'\\''") + "'";
    }

    /**
     * Gives the script.
     *
     * @return the text, with a line feed at its end
     */
    public String render() {
        return text.toString();
    }
}
