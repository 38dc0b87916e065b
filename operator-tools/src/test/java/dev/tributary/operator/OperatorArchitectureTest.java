package dev.tributary.operator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The picture of this module: who may know whom. */
@AnalyzeClasses(packages = "dev.tributary.operator", importOptions = ImportOption.DoNotIncludeTests.class)
class OperatorArchitectureTest {

    @ArchTest
    static final ArchRule operatorToolsRunWithoutAggregatorAndClient = noClasses()
            .that()
            .resideInAPackage("dev.tributary.operator..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.tributary.aggregator..",
                    "dev.tributary.client..",
                    "org.apache.kafka.streams..",
                    "org.nd4j..",
                    "org.deeplearning4j..");

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("dev.tributary.operator.(*)..").should().beFreeOfCycles();
}
