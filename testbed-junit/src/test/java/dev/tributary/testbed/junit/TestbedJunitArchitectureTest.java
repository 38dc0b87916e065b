package dev.tributary.testbed.junit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The picture of this module: who may know whom. */
@AnalyzeClasses(packages = "dev.tributary.testbed.junit", importOptions = ImportOption.DoNotIncludeTests.class)
class TestbedJunitArchitectureTest {

    @ArchTest
    static final ArchRule oneClassAloneKnowsTestcontainers = noClasses()
            .that()
            .doNotHaveSimpleName("ContainerBroker")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.testcontainers..");

    @ArchTest
    static final ArchRule extensionKnowsNoClientAndNoDemonstration = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.tributary.client..", "dev.tributary.demo..", "dev.tributary.operator..");
}
