package dev.tributary.client;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The import picture of the command line, as the package-info files tell it. */
@AnalyzeClasses(
        packages = {"dev.tributary.client.command", "dev.tributary.client.operations", "dev.tributary.client.rawfile"},
        importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String DL4J = "dev.tributary.client.dl4j..";
    private static final String DATA = "dev.tributary.client.data..";
    private static final String UPDATE = "dev.tributary.client.update..";
    private static final String OPERATIONS = "dev.tributary.client.operations..";
    private static final String COMMAND = "dev.tributary.client.command..";

    @ArchTest
    static final ArchRule commandLineKnowsTheEngineByItsModuleAlone = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.nd4j..", "org.deeplearning4j..", "org.bytedeco..");

    @ArchTest
    static final ArchRule clientKnowsNothingOfTheAggregatorOrTheDemo = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.tributary.aggregator..", "dev.tributary.demo..", "org.apache.kafka.streams..");

    @ArchTest
    static final ArchRule operationsKnowsRoundAlone = noClasses()
            .that()
            .resideInAPackage(OPERATIONS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(DL4J, DATA, UPDATE, COMMAND, "org.apache..");

    @ArchTest
    static final ArchRule operationsAloneServesHttpAndMetrics = noClasses()
            .that()
            .resideOutsideOfPackage(OPERATIONS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.sun.net.httpserver..", "io.micrometer..");

    @ArchTest
    static final ArchRule commandAloneImportsPicocli = noClasses()
            .that()
            .resideOutsideOfPackage(COMMAND)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("picocli..");

    @ArchTest
    static final ArchRule commandGroupsHaveNoCycles =
            slices().matching("dev.tributary.client.command.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("dev.tributary.client.(*)..").should().beFreeOfCycles();
}
