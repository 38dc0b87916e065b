package dev.tributary.demo.comparison;

import dev.tributary.schemas.FederationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of a Markdown page between {@link #BEGIN} and {@link #END}. Each experiment has a place of its own in it, so
 * that one can be written anew and the others stay.
 */
public final class ResultPage {

    /** The line above the results. */
    public static final String BEGIN = "<!-- begin: written by tributary compare -->\n";

    /** The line below the results. */
    public static final String END = "<!-- end: written by tributary compare -->";

    private static final Pattern PLACE =
            Pattern.compile("<!-- (strategies|encodings|attackers|modes) -->\n(.*?)(?=<!-- |\\z)", Pattern.DOTALL);

    private final Path file;

    private ResultPage(Path file) {
        this.file = file;
    }

    /**
     * Opens a page.
     *
     * @param file with both lines in it
     * @return the page
     * @throws FederationException if it cannot be read or lacks them
     */
    public static ResultPage open(Path file) {
        ResultPage page = new ResultPage(file);
        page.read();
        return page;
    }

    private String read() {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw new FederationException("--table must be a readable Markdown file, was " + file + ": " + e, e);
        }
        if (!text.contains(BEGIN) || text.indexOf(END) < text.indexOf(BEGIN)) {
            throw new FederationException("--table must be a file with the lines '" + BEGIN.strip() + "' and '" + END
                    + "', was " + file + " without; put them where the tables belong");
        }
        return text;
    }

    /**
     * Writes an experiment's results in their place.
     *
     * @param experiment whose place
     * @param markdown   ends with a line end
     * @throws FederationException if the file cannot be written
     */
    public void write(Experiment experiment, String markdown) {
        String text = read();
        int from = text.indexOf(BEGIN) + BEGIN.length();
        int to = text.indexOf(END);
        Map<Experiment, String> places = new EnumMap<>(Experiment.class);
        Matcher matcher = PLACE.matcher(text.substring(from, to));
        while (matcher.find()) {
            places.put(Experiment.named(matcher.group(1)), matcher.group(2).strip() + "\n");
        }
        places.put(experiment, markdown.strip() + "\n");
        StringBuilder written = new StringBuilder(text.substring(0, from));
        places.forEach((place, content) ->
                written.append("\n<!-- " + place.word() + " -->\n\n").append(content));
        OutputFile.write(
                "--table", file, written.append('\n').append(text.substring(to)).toString());
    }
}
