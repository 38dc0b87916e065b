package dev.tributary.federation;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The picture of this module: who may know whom. */
@AnalyzeClasses(packages = "dev.tributary.federation", importOptions = ImportOption.DoNotIncludeTests.class)
class FederationArchitectureTest {

    @ArchTest
    static final ArchRule settingsKnowNoKafka = noClasses()
            .that()
            .resideInAPackage("dev.tributary.federation.settings..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.apache..",
                    "dev.tributary.log..",
                    "dev.tributary.federation.provisioning..",
                    "dev.tributary.federation.footprint..",
                    "dev.tributary.federation.comparison..",
                    "dev.tributary.federation.rendering..",
                    "dev.tributary.federation.access..");

    @ArchTest
    static final ArchRule readingKnowsNoSettings = noClasses()
            .that()
            .resideInAPackage("dev.tributary.federation.settings.reading..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.tributary.federation.settings", "dev.tributary.federation.settings.evaluation..");

    @ArchTest
    static final ArchRule federationKnowsNoProcess = noClasses()
            .that()
            .resideInAPackage("dev.tributary.federation..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.tributary.client..",
                    "dev.tributary.aggregator..",
                    "dev.tributary.operator..",
                    "org.apache.kafka.streams..");

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("dev.tributary.federation.(*)..").should().beFreeOfCycles();
}
