package dev.tributary.schemas;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The picture of this module's packages: who may know whom. */
@AnalyzeClasses(packages = "dev.tributary.schemas", importOptions = ImportOption.DoNotIncludeTests.class)
class SchemasArchitectureTest {

    private static final String ROOT = "dev.tributary.schemas";
    private static final String JAVA = "java..";
    private static final String CRYPTOGRAPHY = "javax.crypto..";

    /** The generated records: they know Avro and one another. */
    private static final String RECORDS = ROOT + ".avro";

    private static final String AVRO = "org.apache.avro..";
    private static final String LOGGING = "org.slf4j..";

    private static final DescribedPredicate<JavaClass> OURS =
            resideInAPackage(ROOT + "..").and(not(resideInAPackage(RECORDS)));

    @ArchTest
    static final ArchRule rootKnowsNothing = packageMayKnow(ROOT, ROOT, JAVA);

    @ArchTest
    static final ArchRule layoutKnowsNothing = packageMayKnow(ROOT + ".layout", ROOT + ".layout", JAVA);

    @ArchTest
    static final ArchRule topicKnowsNothingButTheExceptionOfUsers =
            packageMayKnow(ROOT + ".topic", ROOT + ".topic", ROOT, JAVA);

    @ArchTest
    static final ArchRule payloadKnowsTheRecordsAndNoKafka =
            packageMayKnow(ROOT + ".payload", ROOT + ".payload", ROOT, RECORDS, JAVA, CRYPTOGRAPHY);

    @ArchTest
    static final ArchRule codecKnowsPayloadAndTheRecords =
            packageMayKnow(ROOT + ".codec", ROOT + ".codec", ROOT + ".payload", ROOT, RECORDS, JAVA);

    @ArchTest
    static final ArchRule cohortKnowsTheDigest =
            packageMayKnow(ROOT + ".cohort", ROOT + ".cohort", ROOT + ".payload", JAVA);

    @ArchTest
    static final ArchRule maskedKnowsTheRecordsAndTheDigest =
            packageMayKnow(ROOT + ".masked", ROOT + ".masked", ROOT + ".payload", RECORDS, JAVA);

    @ArchTest
    static final ArchRule framingKnowsAvroOnly =
            packageMayKnow(ROOT + ".framing", ROOT + ".framing", RECORDS, AVRO, JAVA);

    @ArchTest
    static final ArchRule globalModelKnowsTheRest = packageMayKnow(
            ROOT + ".globalmodel",
            ROOT + ".globalmodel",
            ROOT + ".layout",
            ROOT + ".payload",
            ROOT + ".codec",
            ROOT + ".framing",
            ROOT + ".topic",
            ROOT,
            RECORDS,
            AVRO,
            LOGGING,
            JAVA);

    @ArchTest
    static final ArchRule recordsKnowAvroOnly = packageMayKnow(RECORDS, RECORDS, AVRO, JAVA);

    @ArchTest
    static final ArchRule everyPackageIsInThePicture = classes()
            .that()
            .resideInAPackage(ROOT + "..")
            .should()
            .resideInAnyPackage(
                    ROOT,
                    ROOT + ".layout",
                    ROOT + ".topic",
                    ROOT + ".payload",
                    ROOT + ".codec",
                    ROOT + ".framing",
                    ROOT + ".globalmodel",
                    ROOT + ".cohort",
                    ROOT + ".masked",
                    RECORDS)
            .because("a new package is added to this picture first");

    @ArchTest
    static final ArchRule noCycles = slices().matching(ROOT + ".(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule packagesAreNamedAfterFeatures = noClasses()
            .should()
            .resideInAnyPackage(
                    "..util..",
                    "..utils..",
                    "..common..",
                    "..helper..",
                    "..impl..",
                    "..model..",
                    "..dto..",
                    "..service..",
                    "..manager..");

    @ArchTest
    static final ArchRule noClientAndNoAggregator = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.tributary.client..", "dev.tributary.aggregator..", "org.nd4j..");

    @ArchTest
    static final ArchRule namesSayWhatATypeIs = noClasses()
            .that(OURS)
            .should()
            .haveSimpleNameEndingWith("Impl")
            .orShould()
            .haveSimpleNameStartingWith("Abstract");

    @ArchTest
    static final ArchRule usersSeeOneKindOfException = classes()
            .that(OURS)
            .and()
            .areAssignableTo(RuntimeException.class)
            .should()
            .be(FederationException.class);

    @ArchTest
    static void everyPackageSaysWhatItOwns(JavaClasses classes) {
        assertThat(classes.stream().filter(OURS).map(JavaClass::getPackage).distinct())
                .allSatisfy(owner -> assertThat(SchemasArchitectureTest.class.getResource(
                                "/" + owner.getName().replace('.', '/') + "/package-info.class"))
                        .as("package-info of %s", owner.getName())
                        .isNotNull());
    }

    private static ArchRule packageMayKnow(String owner, String... known) {
        return classes()
                .that()
                .resideInAPackage(owner)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(known).or(primitiveArrays()))
                .because("of the picture that package-info draws");
    }

    /** Arrays of primitives have no package. */
    private static DescribedPredicate<JavaClass> primitiveArrays() {
        return DescribedPredicate.describe("are primitive or arrays of them", type -> type.getBaseComponentType()
                .isPrimitive());
    }
}
