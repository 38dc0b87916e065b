package dev.tributary.build;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitCallTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.DateFormat;
import java.text.DecimalFormat;
import java.text.MessageFormat;
import java.text.NumberFormat;
import java.text.SimpleDateFormat;
import java.time.format.DateTimeFormatter;
import java.util.Formatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * No number or word that the product writes depends on the machine's locale: a key with Arabic digits is another key.
 * Whatever formats, or changes case, is told {@link Locale#ROOT}.
 */
class LocaleTest {

    /** Methods, {@code <init>} for constructors, that take the machine's locale unless one is among their parameters. */
    private static final Map<Class<?>, Set<String>> TAKE_A_LOCALE = Map.of(
            String.class, Set.of("format", "formatted", "toLowerCase", "toUpperCase"),
            PrintStream.class, Set.of("format", "printf"),
            PrintWriter.class, Set.of("format", "printf"),
            Formatter.class, Set.of("<init>"),
            DecimalFormat.class, Set.of("<init>"),
            SimpleDateFormat.class, Set.of("<init>"),
            MessageFormat.class, Set.of("<init>", "format"),
            NumberFormat.class, Set.of("getInstance", "getNumberInstance", "getPercentInstance", "getIntegerInstance"),
            DateFormat.class, Set.of("getInstance", "getDateInstance", "getTimeInstance", "getDateTimeInstance"),
            DateTimeFormatter.class, Set.of("ofPattern"));

    /** Give a locale, or stand for one. */
    private static final Set<String> LOCALES =
            Set.of("java.util.Locale", "java.text.DecimalFormatSymbols", "java.text.DateFormatSymbols");

    private static final ArchRule NOTHING_DEPENDS_ON_THE_MACHINES_LOCALE = noClasses()
            .should()
            .accessTargetWhere(describe("takes the machine's locale", LocaleTest::takesTheMachinesLocale))
            .because("numbers and words must be the same on every machine; give Locale.ROOT");

    private static boolean takesTheMachinesLocale(JavaAccess<?> access) {
        return access instanceof JavaCall<?> call && takesTheMachinesLocale(call.getTarget());
    }

    private static boolean takesTheMachinesLocale(CodeUnitCallTarget target) {
        return TAKE_A_LOCALE.entrySet().stream()
                        .filter(entry -> target.getOwner().isEquivalentTo(entry.getKey()))
                        .anyMatch(entry -> entry.getValue().contains(target.getName()))
                && target.getRawParameterTypes().stream().noneMatch(LocaleTest::isLocale)
                && !isOfMessageFormatsInstance(target);
    }

    private static boolean isLocale(JavaClass parameter) {
        return LOCALES.contains(parameter.getName());
    }

    /** MessageFormat.format(Object) uses what its constructor was told. */
    private static boolean isOfMessageFormatsInstance(CodeUnitCallTarget target) {
        return target.getOwner().isEquivalentTo(MessageFormat.class)
                && target.getName().equals("format")
                && target.getRawParameterTypes().size() != 2;
    }

    private static JavaClasses productCode() throws IOException {
        try (Stream<Path> modules = Files.list(Path.of(".."))) {
            List<Path> classes = modules.map(module -> module.resolve("target/classes"))
                    .filter(Files::isDirectory)
                    .toList();
            return new ClassFileImporter().importPaths(classes);
        }
    }

    @Test
    void shouldNameALocaleWhenTextIsFormatted() throws IOException {
        // Given
        JavaClasses product = productCode();
        assertThat(product.contain("dev.tributary.aggregator.command.AggregatorMain"))
                .isTrue();

        // Then
        NOTHING_DEPENDS_ON_THE_MACHINES_LOCALE.check(product);
    }

    @ParameterizedTest
    @ValueSource(classes = {Formats.class, Formatted.class, LowersCase.class, Prints.class, Decimal.class})
    void shouldFindFaultWhenNoLocaleIsNamed(Class<?> careless) {
        assertThat(NOTHING_DEPENDS_ON_THE_MACHINES_LOCALE
                        .evaluate(new ClassFileImporter().importClasses(careless))
                        .hasViolation())
                .isTrue();
    }

    @Test
    void shouldFindNoFaultWhenALocaleIsNamed() {
        NOTHING_DEPENDS_ON_THE_MACHINES_LOCALE.check(new ClassFileImporter().importClasses(Careful.class));
    }

    /** As ServerStateStore once made its keys. */
    static final class Formats {
        static String key(int part) {
            return String.format("%06d", part);
        }
    }

    static final class Formatted {
        static String yaml(int goal) {
            return "goal: %d".formatted(goal);
        }
    }

    static final class LowersCase {
        static String name(Enum<?> constant) {
            return constant.name().toLowerCase();
        }
    }

    static final class Prints {
        static void show(PrintStream out, int version) {
            out.printf("%d%n", version);
        }
    }

    static final class Decimal {
        static String share(double share) {
            return new DecimalFormat("0.00").format(share);
        }
    }

    static final class Careful {
        static String key(int part) {
            return String.format(Locale.ROOT, "%06d", part).toLowerCase(Locale.ROOT);
        }
    }
}
