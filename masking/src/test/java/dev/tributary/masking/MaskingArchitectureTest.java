package dev.tributary.masking;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The picture of this module: who may know whom. */
@AnalyzeClasses(packages = "dev.tributary.masking", importOptions = ImportOption.DoNotIncludeTests.class)
class MaskingArchitectureTest {

    @ArchTest
    static final ArchRule maskingKnowsNoLogAndNoProcess = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..", "dev.tributary.log..", "dev.tributary.aggregator..");

    @ArchTest
    static final ArchRule onlySealKnowsHpke = noClasses()
            .that()
            .resideOutsideOfPackage("dev.tributary.masking.seal..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.google.crypto.tink.hybrid..");

    @ArchTest
    static final ArchRule maskKnowsNoKeys = classes()
            .that()
            .resideInAPackage("dev.tributary.masking.mask..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "javax.crypto..",
                    "org.conscrypt..",
                    "org.slf4j..",
                    "dev.tributary.masking.mask..",
                    "dev.tributary.privacy.words..",
                    "dev.tributary.schemas..");

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("dev.tributary.masking.(*)..").should().beFreeOfCycles();
}
