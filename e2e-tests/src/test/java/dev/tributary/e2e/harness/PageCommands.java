package dev.tributary.e2e.harness;

import dev.tributary.aggregator.command.AggregatorMain;
import dev.tributary.client.command.ClientMain;
import dev.tributary.demo.command.BrokerMain;
import dev.tributary.operator.command.TributaryCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The commands of pages of docs as they stand there: indented by four, {@code ./tributary} first. Each runs in a process of
 * its own, in one folder, so that the page's names of files mean the same to all of them.
 */
public final class PageCommands {

    private static final String LAUNCHER = "    ./tributary ";

    /** The launcher's choice for each first word. */
    private static final Map<String, Class<?>> MAINS = Map.of(
            "broker", BrokerMain.class,
            "aggregator", AggregatorMain.class,
            "model", ClientMain.class,
            "topics", TributaryCommand.class,
            "rounds", TributaryCommand.class);

    private final List<String> lines;
    private final Path directory;
    private final Map<String, String> replacements;

    /**
     * @param pages        the pages, of one reader
     * @param directory    in which commands run
     * @param replacements texts of the page, such as an address, by that which stands in their place here
     */
    public PageCommands(List<Path> pages, Path directory, Map<String, String> replacements) throws IOException {
        List<String> all = new ArrayList<>();
        for (Path page : pages) {
            all.addAll(Files.readAllLines(page));
        }
        this.lines = all;
        this.directory = Files.createDirectories(directory);
        this.replacements = replacements;
    }

    /**
     * Starts the command that begins with these words.
     *
     * @param words the first words after {@code ./tributary}
     * @param more  words that the page leaves to its reader
     * @return the process; its output goes to files in the folder
     * @throws AssertionError if the page does not have exactly one such command
     */
    public ChildJvm start(String words, String... more) {
        List<String> command = new ArrayList<>(words(LAUNCHER + words));
        command.remove(0);
        command.addAll(List.of(more));
        Class<?> main = MAINS.get(command.get(0));
        if (main == BrokerMain.class) {
            command.remove(0);
        }
        return ChildJvm.startIn(directory, directory.resolve(words.replace(' ', '-')), main, command);
    }

    /**
     * Gives the words of a line.
     *
     * @param beginning the line's beginning, its indentation too
     * @return words that are separated by blanks, with the replacements
     * @throws AssertionError if the page does not have exactly one such line
     */
    public List<String> words(String beginning) {
        List<String> found =
                lines.stream().filter(line -> line.startsWith(beginning)).toList();
        if (found.size() != 1) {
            throw new AssertionError("page must have one line '" + beginning + "', had " + found);
        }
        return Arrays.asList(replaced(found.get(0)).strip().split(" ", -1));
    }

    /**
     * Gives the indented lines from the first one with this beginning to the next line that is not indented.
     *
     * @param beginning the first line's beginning, without its indentation
     * @return the lines, with the replacements, without their indentation
     */
    public String block(String beginning) {
        StringBuilder block = new StringBuilder();
        for (String line : lines) {
            boolean isIndented = line.startsWith("    ");
            if (isIndented && (block.length() > 0 || line.startsWith("    " + beginning))) {
                block.append(replaced(line.substring(4))).append('\n');
            } else if (block.length() > 0) {
                return block.toString();
            }
        }
        throw new AssertionError("page must have lines that begin with '" + beginning + "', had none");
    }

    private String replaced(String text) {
        String replaced = text;
        for (Map.Entry<String, String> replacement : replacements.entrySet()) {
            replaced = replaced.replace(replacement.getKey(), replacement.getValue());
        }
        return replaced;
    }
}
