package dev.tributary.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.aggregation.registry.Strategies;
import dev.tributary.aggregator.command.AggregatorMain;
import dev.tributary.aggregator.rejection.RejectionReason;
import dev.tributary.client.command.ClientMain;
import dev.tributary.console.command.ConsoleMain;
import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.leaktest.command.LeakTestMain;
import dev.tributary.maskhelper.command.MaskHelperMain;
import dev.tributary.operator.command.TributaryCommand;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.avro.CloseReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * {@code docs/operations.md} and {@code docs/commands.md} have an entry for everything that the code offers or says, and none
 * for anything else.
 */
class OperationsPageTest {

    private static final Path TOP = DocsTest.findTop();

    /** Pages for operators, split by the reader's task. */
    private static final List<String> PAGES = List.of("operations.md", "commands.md", "sizing.md", "recovery.md");

    private static final String PAGE =
            PAGES.stream().map(OperationsPageTest::page).collect(Collectors.joining("\n"));

    /** Every command has these; the page says so once. */
    private static final Set<String> EVERYWHERE = Set.of("--help", "--version", "--verbose");

    private static final String NO_SUCH_KEY = "no-such-key: 1";
    private static final Pattern KNOWN_KEYS = Pattern.compile("must be a known setting; known here: \\[(.*)]");
    private static final Pattern METRIC = Pattern.compile("\"(tributary\\.[a-z.]+)\"");
    private static final Pattern CLIENT_METRIC = Pattern.compile("(?:counter\\(\\s*counts,\\s*|name\\()\"([a-z.]+)\"");
    private static final Pattern LOG_TEXT = Pattern.compile("\"[^\"\\n]*=\\{}[^\"\\n]*\"");
    private static final Pattern LOG_KEY = Pattern.compile("([A-Za-z]+)=\\{}");

    private static String page(String name) {
        return read(TOP.resolve("docs").resolve(name));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String section(String heading) {
        Matcher found = Pattern.compile("(?ms)^(#+) " + Pattern.quote(heading) + "$(.*?)(?=^#{1,3} |\\z)")
                .matcher(PAGE);
        assertThat(found.find()).as("heading '%s' in one of %s", heading, PAGES).isTrue();
        return found.group(2);
    }

    /** First cells of the rows of a section's tables: what stands there between backticks. */
    private static List<String> entries(String section) {
        return section.lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.substring(0, line.indexOf(" |", 2)))
                .flatMap(cell -> Pattern.compile("`([^`]+)`").matcher(cell).results())
                .map(match -> match.group(1))
                .toList();
    }

    @Test
    void shouldListExactlyTheKeysWhenFederationYamlIsRead() {
        Set<String> keys = new TreeSet<>();
        collectKeys("", keys);
        // Some keys of a strategy or a schedule are known only with it.
        for (String strategy : Strategies.STANDARD.names()) {
            for (String schedule : List.of("constant", "exponential", "cosine")) {
                String given = "flTrust".equals(strategy) ? ", referenceClient: somebody, " : ", ";
                known(refusal("strategy: {name: " + strategy + ", schedule: " + schedule + given + NO_SUCH_KEY + "}"))
                        .orElseThrow()
                        .forEach(key -> keys.add("strategy." + key));
            }
        }

        assertThat(keys).contains("federation", "round.goal", "model.keepVersions", "strategy.scheduleFloor");
        assertThat(entries(section("Settings: federation.yaml"))).containsExactlyInAnyOrderElementsOf(keys);
    }

    /** Asks the reader itself: it names the keys that it knows when it refuses one that it does not. */
    private static void collectKeys(String section, Set<String> keys) {
        for (String key : knownIn(section).orElseThrow()) {
            String path = section.isEmpty() ? key : section + "." + key;
            if (knownIn(path).isPresent()) {
                collectKeys(path, keys);
            } else {
                keys.add(path);
            }
        }
    }

    private static Optional<List<String>> knownIn(String section) {
        if (section.isEmpty()) {
            return known(refusal(NO_SUCH_KEY));
        }
        int depth = section.split("\\.", -1).length;
        return known(refusal(section.replace(".", ": {") + ": {" + NO_SUCH_KEY + "}".repeat(depth)));
    }

    private static String refusal(String yaml) {
        // Enough for the strategies that need many clients.
        String round = yaml.startsWith("round") ? "" : "round: {goal: 1000, quorum: 500}\n";
        String federation = yaml.startsWith("federation") ? "" : "federation: f\n";
        String privacy = yaml.startsWith("privacy") ? "" : "privacy: {masking: off}\n";
        try {
            FederationSettings.parse(
                    federation + privacy + round + yaml.replace("privacy: {", "privacy: {masking: off, "));
        } catch (FederationException e) {
            return e.getMessage();
        }
        throw new AssertionError("an unknown key must be refused in " + yaml);
    }

    private static Optional<List<String>> known(String refusal) {
        Matcher known = KNOWN_KEYS.matcher(refusal);
        return known.find() ? Optional.of(List.of(known.group(1).split(", ", -1))) : Optional.empty();
    }

    @Test
    void shouldListExactlyTheReasonsWhenUpdatesAreRefused() {
        assertThat(entries(section("Rejections")))
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(RejectionReason.values()).map(Enum::name).toList());
    }

    @Test
    void shouldNameEachReasonWhenARoundCloses() {
        assertThat(Arrays.stream(CloseReason.values())
                        .filter(reason -> reason != CloseReason.UNKNOWN && reason != CloseReason.INITIAL)
                        .map(Enum::name))
                .allSatisfy(reason -> assertThat(section("Aggregator")).contains(reason));
    }

    static Stream<CommandSpec> commands() throws ClassNotFoundException {
        // Not public; picocli makes instances of them all the same.
        Class<?> demo = Class.forName("dev.tributary.demo.command.DemoCommand");
        Class<?> compare = Class.forName("dev.tributary.demo.command.CompareCommand");
        Class<?> broker = Class.forName("dev.tributary.demo.command.BrokerCommand");
        return Stream.of(
                        TributaryCommand.commandLine(),
                        AggregatorMain.commandLine(),
                        MaskHelperMain.commandLine(),
                        ConsoleMain.commandLine(),
                        new CommandLine(new ClientMain()),
                        new CommandLine(demo),
                        new CommandLine(compare),
                        new CommandLine(broker),
                        LeakTestMain.commandLine())
                .flatMap(OperationsPageTest::leaves)
                .map(CommandLine::getCommandSpec);
    }

    private static Stream<CommandLine> leaves(CommandLine command) {
        return command.getSubcommands().isEmpty()
                ? Stream.of(command)
                : command.getSubcommands().values().stream().flatMap(OperationsPageTest::leaves);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void shouldListOptionsAndExitCodesWhenACommandIsOffered(CommandSpec command) {
        String text = section("`" + command.qualifiedName() + "`");
        List<String> options = command.options().stream()
                .map(option -> option.longestName())
                .filter(name -> !EVERYWHERE.contains(name))
                .toList();
        List<String> shown = Pattern.compile("`(--[a-z-]+)`")
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .distinct()
                .toList();

        assertThat(shown).as("options of %s", command.qualifiedName()).containsAll(options);
        assertThat(options).as("options of %s", command.qualifiedName()).containsAll(shown);
        Set<String> codes = new TreeSet<>(Set.of("0", "1", "2"));
        codes.addAll(command.usageMessage().exitCodeList().keySet());
        assertThat(text).contains("Exit codes");
        assertThat(codes).allSatisfy(code -> assertThat(text).contains("`" + code + "`"));
    }

    @Test
    void shouldListExactlyTheMetricsWhenTheirNamesStandInTheCode() throws IOException {
        List<String> names = new ArrayList<>();
        for (Path source : sources()) {
            String text = read(source);
            if (text.contains("io.micrometer.core")) {
                boolean isClients = source.toString().contains("client-app")
                        || source.toString().contains("/client/");
                (isClients ? CLIENT_METRIC : METRIC)
                        .matcher(text)
                        .results()
                        .map(match -> (isClients ? "tributary.client." : "") + match.group(1))
                        .forEach(names::add);
            }
        }

        assertThat(names)
                .contains("tributary.model.version", "tributary.client.retries", "tributary.client.state")
                .allSatisfy(name ->
                        assertThat(entries(PAGE)).as("entry of %s", name).anyMatch(entry -> isMetric(entry, name)));
        assertThat(entries(PAGE).stream().filter(entry -> entry.startsWith("tributary_")))
                .allSatisfy(entry -> assertThat(names).as("name of %s", entry).anyMatch(name -> isMetric(entry, name)));
    }

    /** Says whether Prometheus' name of a metric comes from Micrometer's. */
    private static boolean isMetric(String entry, String name) {
        return entry.matches(name.replace('.', '_') + "(_total|_seconds|_bytes)?");
    }

    @Test
    void shouldListExactlyTheKeysWhenLinesAreLogged() throws IOException {
        Set<String> keys = sources().stream()
                .flatMap(source -> LOG_TEXT.matcher(read(source)).results())
                .flatMap(text -> LOG_KEY.matcher(text.group()).results())
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        List<String> listed = entries(section("Log")).stream()
                .filter(entry -> entry.matches("[A-Za-z]+"))
                .toList();

        assertThat(keys).contains("round", "clientId");
        assertThat(listed).containsExactlyInAnyOrderElementsOf(keys);
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(TOP)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> file.toString().contains("src/main/java"))
                    .filter(file -> !TOP.relativize(file).startsWith("target"))
                    .toList();
        }
    }

    static Stream<String> docs() throws IOException {
        try (Stream<Path> pages = Files.list(TOP.resolve("docs"))) {
            return pages
                    .map(page -> page.getFileName().toString())
                    .filter(name -> name.endsWith(".md"))
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("docs")
    void shouldLeadSomewhereWhenAPageLinksToAHeading(String page) {
        List<String> missing = Pattern.compile("]\\(([a-z-]*(?:\\.md)?)#([a-z0-9-]+)\\)")
                .matcher(page(page))
                .results()
                .filter(link ->
                        !anchors(link.group(1).isEmpty() ? page : link.group(1)).contains(link.group(2)))
                .map(MatchResult::group)
                .toList();

        assertThat(missing).isEmpty();
    }

    private static List<String> anchors(String page) {
        return page(page)
                .lines()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT))
                .map(line -> line.replaceAll("[^a-z0-9 -]", "").replace(' ', '-'))
                .toList();
    }
}
