package dev.tributary.aggregator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass.Predicates;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The import picture of the aggregator (house style 3.1), as the package-info files tell it. */
@AnalyzeClasses(packages = "dev.tributary.aggregator", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String AGGREGATOR = "dev.tributary.aggregator.";

    @ArchTest
    static final ArchRule applicationAloneSeesTheTopology = noClasses()
            .that()
            .resideOutsideOfPackages(AGGREGATOR + "topology..", AGGREGATOR + "application..")
            .should()
            .dependOnClassesThat(Predicates.resideInAPackage(AGGREGATOR + "topology..")
                    // Names of stores are what names of changelogs are made of.
                    .and(com.tngtech.archunit.base.DescribedPredicate.not(Predicates.simpleName("StoreNames"))));

    @ArchTest
    static final ArchRule commandsAreSeenByNobody = noClasses()
            .that()
            .resideOutsideOfPackage(AGGREGATOR + "command..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(AGGREGATOR + "command..");

    @ArchTest
    static final ArchRule applicationIsSeenByCommandsOnly = noClasses()
            .that()
            .resideOutsideOfPackages(AGGREGATOR + "command..", AGGREGATOR + "application..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(AGGREGATOR + "application..");

    private static final String[] STAGE_1 = {
        AGGREGATOR + "intake..", AGGREGATOR + "admission..", AGGREGATOR + "recorded..", AGGREGATOR + "updates.."
    };

    @ArchTest
    static final ArchRule stagesKnowEachOtherByTheirRecordsOnly = noClasses()
            .that()
            .resideInAnyPackage(STAGE_1)
            .or()
            .resideInAPackage(AGGREGATOR + "combining..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(AGGREGATOR + "round..", AGGREGATOR + "publication..");

    @ArchTest
    static final ArchRule roundKnowsNothingOfAdmission = noClasses()
            .that()
            .resideInAnyPackage(AGGREGATOR + "round..", AGGREGATOR + "publication..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(STAGE_1);

    /** An update passes intake, admission and combining once, in that order; their task alone sees all three. */
    @ArchTest
    static final ArchRule admissionKnowsNeitherIntakeNorCombining = noClasses()
            .that()
            .resideInAPackage(AGGREGATOR + "admission..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(AGGREGATOR + "intake..", AGGREGATOR + "combining..", AGGREGATOR + "updates..");

    @ArchTest
    static final ArchRule intakeKnowsNothingOfCombining = noClasses()
            .that()
            .resideInAPackage(AGGREGATOR + "intake..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(AGGREGATOR + "combining..", AGGREGATOR + "updates..");

    @ArchTest
    static final ArchRule combiningKnowsNothingOfIntake = noClasses()
            .that()
            .resideInAPackage(AGGREGATOR + "combining..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(AGGREGATOR + "intake..", AGGREGATOR + "updates..");

    @ArchTest
    static final ArchRule machineOfTheRoundIsPure = noClasses()
            .that()
            .resideInAPackage(AGGREGATOR + "round.machine..")
            .should()
            .dependOnClassesThat(
                    Predicates.resideInAnyPackage("org.apache.kafka..", "org.slf4j..", "dev.tributary.log..")
                            .or(Predicates.assignableTo(java.time.Clock.class)));

    @ArchTest
    static final ArchRule operationsKnowNoRecordsAndNoKafka = noClasses()
            .that()
            .resideInAPackage(AGGREGATOR + "operations..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache..", "dev.tributary.schemas.avro..");

    @ArchTest
    static final ArchRule aggregatorKnowsNothingOfClientsAndDemo = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.tributary.client..",
                    "dev.tributary.operator..",
                    "dev.tributary.demo..",
                    "org.nd4j..",
                    "org.deeplearning4j..");

    /** Whatever else were random could not be told from noise, and would not be accounted for. */
    @ArchTest
    static final ArchRule releaseAloneDrawsRandomNumbers = noClasses()
            .that()
            .resideOutsideOfPackage(AGGREGATOR + "release..")
            .should()
            .dependOnClassesThat(Predicates.assignableTo(java.util.random.RandomGenerator.class)
                    .or(Predicates.resideInAnyPackage("java.util.random..", "dev.tributary.privacy.noise..")));

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching(AGGREGATOR + "(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule packagesAreNamedAfterFeatures = noClasses()
            .should()
            .resideInAnyPackage(
                    "..util..",
                    "..utils..",
                    "..common..",
                    "..helper..",
                    "..impl..",
                    AGGREGATOR + "model..",
                    "..dto..",
                    "..service..",
                    "..manager..");
}
