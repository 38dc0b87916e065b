package dev.tributary.testbed;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The picture of this module: who may know whom. */
@AnalyzeClasses(packages = "dev.tributary.testbed", importOptions = ImportOption.DoNotIncludeTests.class)
class TestbedArchitectureTest {

    @ArchTest
    static final ArchRule testbedKnowsNoDemonstration = noClasses()
            .that()
            .resideInAPackage("dev.tributary.testbed..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.tributary.demo..", "dev.tributary.benchmarks..");
}
