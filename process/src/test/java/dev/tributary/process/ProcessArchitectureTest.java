package dev.tributary.process;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The picture of this module: who may know whom. */
@AnalyzeClasses(packages = "dev.tributary.process", importOptions = ImportOption.DoNotIncludeTests.class)
class ProcessArchitectureTest {

    @ArchTest
    static final ArchRule processKnowsNoWorkOfAnyProcess = noClasses()
            .that()
            .resideInAPackage("dev.tributary.process..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.tributary.client..",
                    "dev.tributary.aggregator..",
                    "dev.tributary.operator..",
                    "dev.tributary.federation..",
                    "org.apache.kafka..");

    @ArchTest
    static final ArchRule httpKnowsNoCommandLine = noClasses()
            .that()
            .resideInAPackage("dev.tributary.process.http..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("picocli..", "dev.tributary.process.command..");
}
