package dev.tributary.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Sizes that keep the code readable, for the sources of all modules. */
class HouseRulesTest {

    private static final int FEWEST_FILES = 3;
    private static final int MOST_FILES = 15;
    private static final int MOST_LINES = 300;
    private static final int MOST_COLLABORATORS = 8;

    private static final Path TOP = DocsTest.findTop();
    private static final String SOURCES = "/src/main/java/";

    /** Beginnings of the sentence with which a package-info gives the reason for another size. */
    private static final List<String> REASONS = List.of("Few files:", "Many files:");

    /** Javadoc that describes a thing by a clause ("what the round had") where it could name it. */
    private static final Pattern WHAT_CLAUSE = Pattern.compile(
            "/\\*\\*\\s+(?:\\* )?(?:What|(?:Says|Tells|Gives) what)\\b|@(?:return|param +\\w+) +what\\b");

    private static Stream<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(TOP)) {
            return files
                    .filter(file ->
                            file.toString().contains(SOURCES) && file.toString().endsWith(".java"))
                    // Projects of strangers, as small as can be.
                    .filter(file -> !file.startsWith(TOP.resolve("examples")))
                    .toList()
                    .stream();
        }
    }

    private static String packageOf(Path source) {
        String path = source.getParent().toString();
        return path.substring(path.indexOf(SOURCES) + SOURCES.length()).replace('/', '.');
    }

    @Test
    void shouldHoldAHandfulOfFilesInEachPackageUnlessItSaysWhyNot() throws IOException {
        Map<String, List<Path>> packages = sources().collect(Collectors.groupingBy(HouseRulesTest::packageOf));
        Map<String, Integer> others = new TreeMap<>();
        for (Map.Entry<String, List<Path>> files : packages.entrySet()) {
            int size = files.getValue().size();
            if ((size < FEWEST_FILES || size > MOST_FILES) && !givesAReason(files.getValue())) {
                others.put(files.getKey(), size);
            }
        }
        assertThat(packages).hasSizeGreaterThan(40);
        assertThat(others).as("files of packages").isEmpty();
    }

    private static boolean givesAReason(List<Path> files) throws IOException {
        for (Path file : files) {
            if (file.endsWith("package-info.java")) {
                String text = Files.readString(file);
                return REASONS.stream().anyMatch(text::contains);
            }
        }
        return false;
    }

    @Test
    void shouldSayInEachPackageWhatItOwns() throws IOException {
        Map<String, List<Path>> packages = sources().collect(Collectors.groupingBy(HouseRulesTest::packageOf));
        assertThat(packages).allSatisfy((name, files) -> assertThat(files)
                .as("package-info of %s", name)
                .anySatisfy(file -> assertThat(file.getFileName()).hasToString("package-info.java")));
    }

    @Test
    void shouldKeepEachMainClassShort() throws IOException {
        Map<String, Long> tooLong = new TreeMap<>();
        for (Path source : sources().toList()) {
            try (Stream<String> lines = Files.lines(source)) {
                long count = lines.count();
                String name = source.getFileName().toString();
                if (count > MOST_LINES) {
                    tooLong.put(name, count);
                }
            }
        }
        assertThat(tooLong).as("lines of main classes").isEmpty();
    }

    @Test
    void shouldNameThingsInJavadoc() throws IOException {
        List<String> clauses = new ArrayList<>();
        for (Path source : sources().toList()) {
            WHAT_CLAUSE
                    .matcher(Files.readString(source))
                    .results()
                    .map(clause -> source.getFileName() + ": " + clause.group().strip())
                    .forEach(clauses::add);
        }
        assertThat(clauses).as("clauses with what").isEmpty();
    }

    @Test
    void shouldHandFewCollaboratorsToEachClass() throws IOException {
        Map<String, Long> tooMany = new TreeMap<>();
        int seen = 0;
        for (Path source : sources().toList()) {
            String name = source.getFileName().toString().replace(".java", "");
            for (Class<?> type : typesOf(packageOf(source) + "." + name)) {
                seen++;
                for (Constructor<?> constructor : type.getDeclaredConstructors()) {
                    long collaborators = Arrays.stream(constructor.getParameterTypes())
                            .filter(HouseRulesTest::isCollaborator)
                            .count();
                    if (collaborators > MOST_COLLABORATORS) {
                        tooMany.put(type.getName(), collaborators);
                    }
                }
            }
        }
        assertThat(seen).isGreaterThan(400);
        assertThat(tooMany).as("collaborators handed to constructors").isEmpty();
    }

    /** A class and those nested in it; none if its module is not on this one's class path, or it is a package-info. */
    private static List<Class<?>> typesOf(String name) {
        try {
            Class<?> type = Class.forName(name, false, HouseRulesTest.class.getClassLoader());
            return Stream.concat(Stream.<Class<?>>of(type), Arrays.stream(type.getDeclaredClasses()))
                    .toList();
        } catch (ClassNotFoundException e) {
            return List.of();
        }
    }

    /** Whatever does something when it is called; numbers, texts, times, collections, records and enums are data. */
    private static boolean isCollaborator(Class<?> type) {
        boolean isOfJava = type.getName().startsWith("java.")
                && !type.getName().startsWith("java.util.function.")
                && !type.getName().startsWith("java.util.concurrent.");
        return !type.isPrimitive() && !type.isArray() && !type.isEnum() && !type.isRecord() && !isOfJava;
    }
}
