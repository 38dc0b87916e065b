package dev.tributary.arithmetic;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The picture of this module: who may know whom. */
@AnalyzeClasses(packages = "dev.tributary.arithmetic", importOptions = ImportOption.DoNotIncludeTests.class)
class ArithmeticArchitectureTest {

    @ArchTest
    static final ArchRule arithmeticIsPlainJava = classes()
            .that()
            .resideInAPackage("dev.tributary.arithmetic..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "dev.tributary.arithmetic..");
}
