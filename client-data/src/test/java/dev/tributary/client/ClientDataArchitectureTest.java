package dev.tributary.client;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The picture of this module: plain Java and a reader of CSV, and nothing of other modules but the root of our exceptions. */
@AnalyzeClasses(packages = "dev.tributary.client.data", importOptions = ImportOption.DoNotIncludeTests.class)
class ClientDataArchitectureTest {

    @ArchTest
    static final ArchRule dataIsPlainJava = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..", "dev.tributary.schemas", "dev.tributary.client.data..", "org.apache.commons.csv..");

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("dev.tributary.client.(**)").should().beFreeOfCycles();
}
