package dev.tributary.docs;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The picture of the whole house: rules that cross modules. Each module's own picture stands in its own test. */
@AnalyzeClasses(packages = "dev.tributary", importOptions = ImportOption.DoNotIncludeTests.class)
class HousePictureTest {

    @ArchTest
    static final ArchRule pureModulesAreFreeOfKafkaAvroAndLogging = noClasses()
            .that()
            .resideInAnyPackage(
                    "dev.tributary.arithmetic..",
                    "dev.tributary.aggregation..",
                    "dev.tributary.privacy..",
                    "dev.tributary.schemas.layout..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.apache.kafka..", "org.apache.avro..", "org.slf4j..", "dev.tributary.schemas.avro..");

    @ArchTest
    static final ArchRule onlyOperatorsSendCommands = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "dev.tributary.log.control..",
                    "dev.tributary.operator..",
                    // tributary model publish and rollback need the network's format, so they stand beside the engine.
                    "dev.tributary.client.command..")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("dev.tributary.log.control.CommandSender");

    @ArchTest
    static final ArchRule helperNeverSeesTheAggregator = noClasses()
            .that()
            .resideInAPackage("dev.tributary.maskhelper..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.tributary.aggregator..")
            .because("who removes masks must not be who adds what they hide")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule aggregatorNeverSeesTheHelper = noClasses()
            .that()
            .resideInAPackage("dev.tributary.aggregator..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.tributary.maskhelper..");

    @ArchTest
    static final ArchRule enginesStandBesideTheClientLibraryOnly = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "dev.tributary.client.dl4j..",
                    "dev.tributary.client.command..",
                    "dev.tributary.client.data..",
                    "dev.tributary.demo..",
                    "dev.tributary.benchmarks..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.nd4j..", "org.deeplearning4j..", "ai.djl..");

    @ArchTest
    static final ArchRule onlyOnePlaceReadsTheLogAsidesTheTopology = noClasses()
            .that()
            .resideOutsideOfPackage("dev.tributary.log.reading..")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("org.apache.kafka.clients.consumer.KafkaConsumer");
}
