package dev.tributary.client;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The import picture of the client, as the package-info files tell it. */
@AnalyzeClasses(packages = "dev.tributary.client", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String DL4J = "dev.tributary.client.dl4j..";
    private static final String DATA = "dev.tributary.client.data..";
    private static final String UPDATE = "dev.tributary.client.update..";
    private static final String ROUND = "dev.tributary.client.round..";
    private static final String OPERATIONS = "dev.tributary.client.operations..";
    private static final String COMMAND = "dev.tributary.client.command..";
    private static final String RAWFILE = "dev.tributary.client.rawfile..";

    @ArchTest
    static final ArchRule dl4jAloneImportsNd4jAndDl4j = noClasses()
            .that()
            .resideOutsideOfPackage(DL4J)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.nd4j..", "org.deeplearning4j..", "org.bytedeco..");

    @ArchTest
    static final ArchRule clientKnowsNothingOfTheAggregatorOrTheDemo = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.tributary.aggregator..", "dev.tributary.demo..", "org.apache.kafka.streams..");

    @ArchTest
    static final ArchRule dataIsPlainJava = noClasses()
            .that()
            .resideInAPackage(DATA)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache..", DL4J, UPDATE, ROUND, OPERATIONS, COMMAND);

    @ArchTest
    static final ArchRule dl4jKnowsNothingOfKafkaAndRounds = noClasses()
            .that()
            .resideInAPackage(DL4J)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..", "org.apache.avro..", UPDATE, ROUND, OPERATIONS, COMMAND);

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
    static final ArchRule packagesHaveNoCycles =
            slices().matching("dev.tributary.client.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule everyClassHasAFeaturePackage = classes()
            .should()
            .resideInAnyPackage(DL4J, DATA, OPERATIONS, COMMAND, RAWFILE)
            // Those of the client library have their own picture there.
            .orShould()
            .resideInAnyPackage(UPDATE, ROUND, "dev.tributary.client.training..", "dev.tributary.client.state..");
}
