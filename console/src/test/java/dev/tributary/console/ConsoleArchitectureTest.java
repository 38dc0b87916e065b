package dev.tributary.console;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The picture of this module: that it changes nothing is a rule of the code. */
@AnalyzeClasses(packages = "dev.tributary.console", importOptions = ImportOption.DoNotIncludeTests.class)
class ConsoleArchitectureTest {

    @ArchTest
    static final ArchRule writesNothing = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.apache.kafka.clients.producer..",
                    "org.apache.kafka.clients.admin..",
                    "dev.tributary.log.control..",
                    "dev.tributary.operator.command..",
                    "dev.tributary.aggregator..",
                    "dev.tributary.client..");

    @ArchTest
    static final ArchRule historyKnowsNeitherKafkaNorHttp = noClasses()
            .that()
            .resideInAnyPackage("dev.tributary.console.history..", "dev.tributary.console.words..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..", "org.eclipse.jetty..", "dev.tributary.console.http..");

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("dev.tributary.console.(*)..").should().beFreeOfCycles();
}
