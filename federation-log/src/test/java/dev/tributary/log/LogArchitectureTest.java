package dev.tributary.log;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The picture of this module: who may know whom. */
@AnalyzeClasses(packages = "dev.tributary.log", importOptions = ImportOption.DoNotIncludeTests.class)
class LogArchitectureTest {

    @ArchTest
    static final ArchRule logKnowsNoProcess = noClasses()
            .that()
            .resideInAPackage("dev.tributary.log..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.tributary.client..",
                    "dev.tributary.aggregator..",
                    "dev.tributary.operator..",
                    "dev.tributary.federation..",
                    "org.apache.kafka.streams..");

    @ArchTest
    static final ArchRule onlyOnePlaceMakesConsumers = noClasses()
            .that()
            .resideOutsideOfPackage("dev.tributary.log.reading..")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("org.apache.kafka.clients.consumer.KafkaConsumer");

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("dev.tributary.log.(*)..").should().beFreeOfCycles();
}
