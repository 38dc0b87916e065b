package dev.tributary.aggregation;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The picture of this module: who may know whom. */
@AnalyzeClasses(packages = "dev.tributary.aggregation", importOptions = ImportOption.DoNotIncludeTests.class)
class AggregationArchitectureTest {

    @ArchTest
    static final ArchRule aggregationIsPlainJavaAndArithmetic = classes()
            .that()
            .resideInAPackage("dev.tributary.aggregation..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "dev.tributary.arithmetic..", "dev.tributary.aggregation..");
}
