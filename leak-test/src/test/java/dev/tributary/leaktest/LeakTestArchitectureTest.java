package dev.tributary.leaktest;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The picture of this module: an attacker knows leaks, not rounds. */
@AnalyzeClasses(packages = "dev.tributary.leaktest", importOptions = ImportOption.DoNotIncludeTests.class)
class LeakTestArchitectureTest {

    @ArchTest
    static final ArchRule attackersSeeNeitherRoundsNorReports = noClasses()
            .that()
            .resideInAPackage("..leaktest.attacks..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..leaktest.rounds..", "..leaktest.trial..", "..leaktest.report..");

    @ArchTest
    static final ArchRule usersDependOnNothingHere = noClasses()
            .that()
            .resideInAPackage("..leaktest.users..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..leaktest.network..", "..leaktest.artefacts..", "..leaktest.rounds..");

    @ArchTest
    static final ArchRule leaksAreMadeWithoutTheAttacker = noClasses()
            .that()
            .resideInAnyPackage("..leaktest.artefacts..", "..leaktest.rounds..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..leaktest.attacks..", "dev.tributary.privacy.attack..");

    @ArchTest
    static final ArchRule noLogAndNoEngine = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.apache.kafka..",
                    "org.deeplearning4j..",
                    "org.nd4j..",
                    "dev.tributary.aggregator..",
                    "dev.tributary.maskhelper..");

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("dev.tributary.leaktest.(*)..").should().beFreeOfCycles();
}
