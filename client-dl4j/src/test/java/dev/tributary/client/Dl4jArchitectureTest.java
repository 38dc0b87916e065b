package dev.tributary.client;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The picture of this module: an engine behind the library's trainer, without a command line or a log binding. */
@AnalyzeClasses(packages = "dev.tributary.client.dl4j", importOptions = ImportOption.DoNotIncludeTests.class)
class Dl4jArchitectureTest {

    @ArchTest
    static final ArchRule engineKnowsNothingOfKafkaAndRounds = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.apache.kafka..",
                    "org.apache.avro..",
                    "dev.tributary.log..",
                    "dev.tributary.client.update..",
                    "dev.tributary.client.link..",
                    "dev.tributary.client.round..",
                    "dev.tributary.client.watch..");

    @ArchTest
    static final ArchRule engineIsALibrary = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "picocli..",
                    "ch.qos.logback..",
                    "io.micrometer..",
                    "dev.tributary.client.command..",
                    "dev.tributary.client.operations..",
                    "dev.tributary.aggregator..",
                    "dev.tributary.demo..");

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("dev.tributary.client.dl4j.(*)..").should().beFreeOfCycles();
}
