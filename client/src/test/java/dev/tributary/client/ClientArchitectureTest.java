package dev.tributary.client;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The picture of this module: who may know whom. */
@AnalyzeClasses(packages = "dev.tributary.client", importOptions = ImportOption.DoNotIncludeTests.class)
class ClientArchitectureTest {

    @ArchTest
    static final ArchRule clientKnowsNoEngine = noClasses()
            .that()
            .resideInAPackage("dev.tributary.client..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.nd4j..", "org.deeplearning4j..", "org.bytedeco..", "ai.djl..");

    @ArchTest
    static final ArchRule clientKnowsNoLogBinding = noClasses()
            .that()
            .resideInAPackage("dev.tributary.client..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("ch.qos.logback..", "org.apache.logging..", "java.util.logging..");

    @ArchTest
    static final ArchRule clientKnowsNoOtherProcess = noClasses()
            .that()
            .resideInAPackage("dev.tributary.client..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.tributary.aggregator..",
                    "dev.tributary.operator..",
                    "dev.tributary.maskhelper..",
                    "dev.tributary.federation.access..",
                    "dev.tributary.federation.comparison..",
                    "dev.tributary.federation.footprint..",
                    "dev.tributary.federation.provisioning..",
                    "dev.tributary.federation.rendering..",
                    "org.apache.kafka.streams..");

    @ArchTest
    static final ArchRule stateKnowsNothingOfWhatIsKept = noClasses()
            .that()
            .resideInAPackage("dev.tributary.client.state..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.apache..",
                    "dev.tributary.client.training..",
                    "dev.tributary.client.update..",
                    "dev.tributary.client.round..");

    @ArchTest
    static final ArchRule trainingKnowsNoKafkaAndNoRounds = noClasses()
            .that()
            .resideInAPackage("dev.tributary.client.training..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache..", "dev.tributary.client.update..", "dev.tributary.client.round..");

    @ArchTest
    static final ArchRule linkKnowsNoRounds = noClasses()
            .that()
            .resideInAPackage("dev.tributary.client.link..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.tributary.client.round..", "dev.tributary.client.training..");

    @ArchTest
    static final ArchRule updateKnowsNoRounds = noClasses()
            .that()
            .resideInAPackage("dev.tributary.client.update..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.tributary.client.round..");

    @ArchTest
    static final ArchRule maskingKnowsNoRounds = noClasses()
            .that()
            .resideInAPackage("dev.tributary.client.masking..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.tributary.client.round..", "dev.tributary.client.state..");

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("dev.tributary.client.(*)..").should().beFreeOfCycles();
}
