package dev.tributary.maskhelper;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The picture of this module: that it never works together with the aggregator is a rule of the code. */
@AnalyzeClasses(packages = "dev.tributary.maskhelper", importOptions = ImportOption.DoNotIncludeTests.class)
class MaskHelperArchitectureTest {

    @ArchTest
    static final ArchRule helperNeverSeesTheAggregatorOrAClient = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.tributary.aggregator..", "dev.tributary.client..", "dev.tributary.operator..");

    @ArchTest
    static final ArchRule ledgerIsPure = noClasses()
            .that()
            .resideInAPackage("dev.tributary.maskhelper.ledger..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.apache.kafka..",
                    "org.slf4j..",
                    "java.io..",
                    "java.nio.file..",
                    "dev.tributary.masking..",
                    "dev.tributary.maskhelper.topology..",
                    "dev.tributary.maskhelper.epoch..");

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("dev.tributary.maskhelper.(*)..").should().beFreeOfCycles();
}
