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

    private static final String TRAINING = "dev.tributary.client.training..";
    private static final String DATA = "dev.tributary.client.data..";
    private static final String UPDATE = "dev.tributary.client.update..";
    private static final String STATE = "dev.tributary.client.state..";
    private static final String ROUND = "dev.tributary.client.round..";
    private static final String OPERATIONS = "dev.tributary.client.operations..";
    private static final String COMMAND = "dev.tributary.client.command..";
    private static final String RAWFILE = "dev.tributary.client.rawfile..";

    @ArchTest
    static final ArchRule trainingAloneImportsNd4jAndDl4j = noClasses()
            .that()
            .resideOutsideOfPackage(TRAINING)
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
            .resideInAnyPackage("org.apache..", TRAINING, UPDATE, ROUND, OPERATIONS, COMMAND);

    @ArchTest
    static final ArchRule stateKnowsNothingOfWhatIsKept = noClasses()
            .that()
            .resideInAPackage(STATE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache..", TRAINING, DATA, UPDATE, ROUND, OPERATIONS, COMMAND);

    @ArchTest
    static final ArchRule trainingKnowsNothingOfKafkaAndRounds = noClasses()
            .that()
            .resideInAPackage(TRAINING)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..", "org.apache.avro..", UPDATE, ROUND, OPERATIONS, COMMAND);

    @ArchTest
    static final ArchRule updateKnowsNothingOfDataAndRounds = noClasses()
            .that()
            .resideInAPackage(UPDATE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(DATA, ROUND, OPERATIONS, COMMAND);

    @ArchTest
    static final ArchRule roundKnowsNothingOfDataOperationsAndCommands = noClasses()
            .that()
            .resideInAPackage(ROUND)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(DATA, OPERATIONS, COMMAND);

    @ArchTest
    static final ArchRule operationsKnowsRoundAlone = noClasses()
            .that()
            .resideInAPackage(OPERATIONS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(TRAINING, DATA, UPDATE, COMMAND, "org.apache..");

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
    static final ArchRule everyClassHasAFeaturePackage =
            classes().should().resideInAnyPackage(TRAINING, DATA, UPDATE, STATE, ROUND, OPERATIONS, COMMAND, RAWFILE);
}
