package dev.holdover.harness;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import dev.holdover.driver.core.archfixture.DriverKnowsFirmware;
import dev.holdover.driver.core.archfixture.KnowsAccess;
import dev.holdover.firmware.archfixture.FirmwareKnowsDriver;
import dev.holdover.firmware.archfixture.KnowsRuntime;
import dev.holdover.harness.archfixture.Exits;
import dev.holdover.model.archcyclea.A;
import dev.holdover.model.archcycleb.B;
import dev.holdover.model.archfixture.Impure;
import dev.holdover.model.archfixture.KnowsPicocli;
import dev.holdover.model.archfixture.Pure;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The arrows between packages and the purity of the core. Maven already keeps the modules apart. Each rule is run
 * twice: against the product, which must keep it, and against a fixture that breaks it, which must be caught.
 */
class ArchitectureTest {

    private static final JavaClasses PRODUCT = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.holdover");

    private static final ArchRule MODEL_KNOWS_THE_JDK_ONLY = classes()
            .that()
            .resideInAPackage("dev.holdover.model..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("dev.holdover.model..", "java..", "org.jspecify.annotations..")
            .allowEmptyShould(true);

    private static final ArchRule FIRMWARE_AND_DRIVER_ARE_STRANGERS = noClasses()
            .that()
            .resideInAPackage("dev.holdover.firmware..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.holdover.driver..", "dev.holdover.harness..")
            .allowEmptyShould(true);

    private static final ArchRule DRIVER_AND_FIRMWARE_ARE_STRANGERS = noClasses()
            .that()
            .resideInAPackage("dev.holdover.driver..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.holdover.firmware..", "dev.holdover.harness..")
            .allowEmptyShould(true);

    private static final ArchRule SERVICES_DO_NOT_KNOW_THEIR_RUNTIME = noClasses()
            .that()
            .resideInAPackage("dev.holdover.firmware..")
            .and()
            .resideOutsideOfPackage("dev.holdover.firmware.runtime..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.holdover.firmware.runtime..")
            .allowEmptyShould(true);

    private static final ArchRule DRIVER_CORE_DOES_NOT_KNOW_ITS_ACCESS = noClasses()
            .that()
            .resideInAPackage("dev.holdover.driver.core..")
            .should()
            .dependOnClassesThat(Purity.driverOutsideCore())
            .allowEmptyShould(true);

    private static final ArchRule ROOMS_ARE_FREE_OF_CYCLES = slices().matching("dev.holdover.(*).(*)..")
            .should()
            .beFreeOfCycles()
            .allowEmptyShould(true);

    private static final ArchRule ONLY_THE_COMMAND_EXITS_AND_PRINTS = classes()
            .that()
            .resideInAPackage("dev.holdover.harness..")
            .and()
            .resideOutsideOfPackages("dev.holdover.harness.cli..", "dev.holdover.harness.bench..")
            .should(Purity.neitherExitNorPrint())
            .allowEmptyShould(true);

    private static final ArchRule CORE_DEPENDS_ON_NOTHING_IMPURE = noClasses()
            .that(Purity.core())
            .should()
            .dependOnClassesThat(Purity.impureType())
            .allowEmptyShould(true);

    private static final ArchRule CORE_CALLS_NOTHING_IMPURE =
            classes().that(Purity.core()).should(Purity.callNothingImpure()).allowEmptyShould(true);

    private static final ArchRule CORE_HAS_NO_STATIC_STATE =
            classes().that(Purity.core()).should(Purity.haveNoStaticState()).allowEmptyShould(true);

    private static final ArchRule CORE_IS_PURE = CompositeArchRule.of(CORE_DEPENDS_ON_NOTHING_IMPURE)
            .and(CORE_CALLS_NOTHING_IMPURE)
            .and(CORE_HAS_NO_STATIC_STATE);

    @Test
    void modelKnowsTheJdkOnly() {
        MODEL_KNOWS_THE_JDK_ONLY.check(PRODUCT);
        assertCaught(MODEL_KNOWS_THE_JDK_ONLY, KnowsPicocli.class);
    }

    @Test
    void firmwareAndDriverDoNotKnowEachOther() {
        FIRMWARE_AND_DRIVER_ARE_STRANGERS.check(PRODUCT);
        DRIVER_AND_FIRMWARE_ARE_STRANGERS.check(PRODUCT);
        assertCaught(FIRMWARE_AND_DRIVER_ARE_STRANGERS, FirmwareKnowsDriver.class);
        assertCaught(DRIVER_AND_FIRMWARE_ARE_STRANGERS, DriverKnowsFirmware.class);
    }

    @Test
    void servicesKnowNeitherRuntimeNorAccess() {
        SERVICES_DO_NOT_KNOW_THEIR_RUNTIME.check(PRODUCT);
        DRIVER_CORE_DOES_NOT_KNOW_ITS_ACCESS.check(PRODUCT);
        assertCaught(SERVICES_DO_NOT_KNOW_THEIR_RUNTIME, KnowsRuntime.class);
        assertCaught(DRIVER_CORE_DOES_NOT_KNOW_ITS_ACCESS, KnowsAccess.class);
    }

    @Test
    void arrowsBetweenRoomsRunOneWay() {
        ROOMS_ARE_FREE_OF_CYCLES.check(PRODUCT);
        assertCaught(ROOMS_ARE_FREE_OF_CYCLES, A.class, B.class);
    }

    @Test
    void onlyTheCommandExitsAndPrints() {
        ONLY_THE_COMMAND_EXITS_AND_PRINTS.check(PRODUCT);
        for (Class<?> fixture : Exits.class.getDeclaredClasses()) {
            assertCaught(ONLY_THE_COMMAND_EXITS_AND_PRINTS, fixture);
        }
    }

    @Test
    void coreIsPure() {
        CORE_DEPENDS_ON_NOTHING_IMPURE.check(PRODUCT);
        CORE_CALLS_NOTHING_IMPURE.check(PRODUCT);
        CORE_HAS_NO_STATIC_STATE.check(PRODUCT);
    }

    /** The rules must leave ordinary deterministic code alone: enums, records, lambdas, sorted maps, constants. */
    @Test
    void pureCodePasses() {
        JavaClasses pure = new ClassFileImporter()
                .importClasses(Stream.concat(Stream.of(Pure.class), Arrays.stream(Pure.class.getDeclaredClasses()))
                        .toArray(Class<?>[]::new));
        CORE_IS_PURE.check(pure);
        MODEL_KNOWS_THE_JDK_ONLY.check(pure);
    }

    @TestFactory
    Stream<DynamicTest> everyImpurityIsCaught() {
        Class<?>[] fixtures = Impure.class.getDeclaredClasses();
        assertTrue(fixtures.length > 15, "the fixtures are gone");
        return Arrays.stream(fixtures)
                .map(fixture -> DynamicTest.dynamicTest(
                        fixture.getSimpleName(),
                        () -> assertCaught(
                                fixture.getSimpleName().startsWith("Depends")
                                        ? CORE_DEPENDS_ON_NOTHING_IMPURE
                                        : fixture.getSimpleName().startsWith("Calls")
                                                ? CORE_CALLS_NOTHING_IMPURE
                                                : CORE_HAS_NO_STATIC_STATE,
                                fixture)));
    }

    private static void assertCaught(ArchRule rule, Class<?>... fixture) {
        JavaClasses classes = new ClassFileImporter().importClasses(fixture);
        assertThrows(AssertionError.class, () -> rule.check(classes), () -> "not caught by: " + rule.getDescription());
    }
}
