package dev.tributary.console.words;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Meaning of each reason of a rejection, and the operator's remedy, in the words of {@code docs/operations.md}: a test
 * holds the two together.
 */
public final class ReasonTexts {

    private static final String RESOURCE = "/dev/tributary/console/words/reasons.txt";
    private static final Text UNKNOWN =
            new Text("this release of the console does not know the reason", "look it up in the aggregator's release");
    private static final Map<String, Text> TEXTS = read();

    private ReasonTexts() {}

    /**
     * The texts of one reason.
     *
     * @param meaning  its meaning
     * @param operator the operator's remedy
     */
    public record Text(String meaning, String operator) {

        /**
         * Shows them to programs.
         *
         * @return members in a fixed order
         */
        public Map<String, Object> json() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("meaning", meaning);
            json.put("operator", operator);
            return json;
        }
    }

    /**
     * Explains a reason.
     *
     * @param reason as it stands on the log
     * @return its texts; for a reason that is not known, that it is not
     */
    public static Text of(String reason) {
        return TEXTS.getOrDefault(reason, UNKNOWN);
    }

    /**
     * Lists the reasons that have texts.
     *
     * @return their names
     */
    public static Set<String> reasons() {
        return TEXTS.keySet();
    }

    private static Map<String, Text> read() {
        try (InputStream file = ReasonTexts.class.getResourceAsStream(RESOURCE);
                BufferedReader lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
            Map<String, Text> texts = new LinkedHashMap<>();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] cells = line.split(" \\| ", -1);
                texts.put(cells[0], new Text(cells[1], cells[2]));
            }
            return Map.copyOf(texts);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
