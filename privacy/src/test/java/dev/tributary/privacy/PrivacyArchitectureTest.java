package dev.tributary.privacy;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The picture of this module: who may know whom. */
@AnalyzeClasses(packages = "dev.tributary.privacy", importOptions = ImportOption.DoNotIncludeTests.class)
class PrivacyArchitectureTest {

    @ArchTest
    static final ArchRule privacyIsPlainJava = classes()
            .that()
            .resideInAPackage("dev.tributary.privacy..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "javax.crypto..", "dev.tributary.arithmetic..", "dev.tributary.privacy..");

    @ArchTest
    static final ArchRule wordsKnowNothingElse = classes()
            .that()
            .resideInAPackage("dev.tributary.privacy.words..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "dev.tributary.privacy.words..");

    @ArchTest
    static final ArchRule packagesKnowOneAnotherOneWay =
            slices().matching("dev.tributary.privacy.(*)..").should().beFreeOfCycles();
}
