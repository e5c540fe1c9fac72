package dev.holdover.harness;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** What the pure core may not touch: whatever makes the same seed give another history, or waits for the real world. */
final class Purity {

    private static final Set<String> IMPURE_TYPES = Set.of(
            "java.lang.Thread",
            "java.lang.ThreadGroup",
            "java.lang.ThreadLocal",
            "java.lang.Runtime",
            "java.lang.Process",
            "java.lang.ProcessBuilder",
            "java.lang.ProcessHandle",
            "java.io.RandomAccessFile",
            "java.security.SecureRandom",
            "java.time.Clock",
            "java.time.InstantSource",
            "java.util.HashMap",
            "java.util.HashSet",
            "java.util.Hashtable",
            "java.util.IdentityHashMap",
            "java.util.WeakHashMap",
            "java.util.Random",
            "java.util.SplittableRandom",
            "java.util.Timer");

    private static final Set<String> IMPURE_PACKAGES = Set.of(
            "java.lang.ref",
            "java.lang.reflect",
            "java.net",
            "java.nio.channels",
            "java.nio.file",
            "java.util.concurrent",
            "java.util.random");

    /** Type and method; the type is the one that is named at the call, or the one that declares the method. */
    private static final Set<String> IMPURE_CALLS = Set.of(
            "java.lang.Math.random",
            "java.lang.StrictMath.random",
            "java.lang.System.currentTimeMillis",
            "java.lang.System.exit",
            "java.lang.System.getProperty",
            "java.lang.System.getenv",
            "java.lang.System.identityHashCode",
            "java.lang.System.nanoTime",
            "java.util.Collection.parallelStream",
            "java.util.Map.copyOf",
            "java.util.Map.of",
            "java.util.Map.ofEntries",
            "java.util.Set.copyOf",
            "java.util.Set.of",
            "java.util.UUID.randomUUID",
            "java.util.stream.BaseStream.parallel",
            "java.util.stream.Collectors.groupingBy",
            "java.util.stream.Collectors.toMap",
            "java.util.stream.Collectors.toSet",
            "java.util.stream.Collectors.toUnmodifiableMap",
            "java.util.stream.Collectors.toUnmodifiableSet");

    private static final Set<String> DEVICE_INTERFACES = Set.of(
            "dev.holdover.driver.access.DeviceAccess",
            "dev.holdover.driver.access.DmaBuffer",
            "dev.holdover.driver.access.Region");

    private Purity() {}

    /** Model, firmware without its live runtime, and the driver's core. */
    static DescribedPredicate<JavaClass> core() {
        return predicate(
                "are of the pure core",
                c -> (within(c, "dev.holdover.model")
                        || within(c, "dev.holdover.firmware") && !within(c, "dev.holdover.firmware.runtime")
                        || within(c, "dev.holdover.driver.core")));
    }

    /** The core is handed the interfaces of its device; what implements or uses them it doesn't know. */
    static DescribedPredicate<JavaClass> driverOutsideCore() {
        return predicate(
                "are driver outside its core, but the device's interfaces",
                c -> within(c, "dev.holdover.driver")
                        && !within(c, "dev.holdover.driver.core")
                        && !DEVICE_INTERFACES.contains(c.getName()));
    }

    static DescribedPredicate<JavaClass> impureType() {
        return predicate("are impure", c -> {
            JavaClass type = c.getBaseComponentType();
            return IMPURE_TYPES.contains(type.getName())
                    || type.getName().startsWith("java.io.File")
                    || IMPURE_PACKAGES.stream().anyMatch(p -> within(type, p));
        });
    }

    static ArchCondition<JavaClass> callNothingImpure() {
        return forEachAccess("call nothing impure", access -> {
            AccessTarget target = access.getTarget();
            String owner = target.getOwner().getName();
            if (target.getName().equals("now") && owner.startsWith("java.time.")) {
                return true;
            }
            if (target instanceof AccessTarget.CodeUnitAccessTarget method
                    && target.getName().equals("hashCode")
                    && method.getRawParameterTypes().isEmpty()) {
                return isIdentityHash(method);
            }
            return IMPURE_CALLS.contains(owner + "." + target.getName())
                    || target.resolveMember()
                            .map(JavaMember::getOwner)
                            .filter(o -> IMPURE_CALLS.contains(o.getName() + "." + target.getName()))
                            .isPresent();
        });
    }

    /** Object's own hashCode is the identity's, and an enum constant's is too; super calls in overrides included. */
    private static boolean isIdentityHash(AccessTarget.CodeUnitAccessTarget method) {
        return method.resolveMember()
                .map(JavaMember::getOwner)
                .filter(o -> o.isEquivalentTo(Object.class) || o.isEquivalentTo(Enum.class))
                .isPresent();
    }

    static ArchCondition<JavaClass> neitherExitNorPrint() {
        return forEachAccess("neither exit nor print", access -> {
            String target = access.getTarget().getOwner().getName() + "."
                    + access.getTarget().getName();
            return target.equals("java.lang.System.exit")
                    || target.equals("java.lang.System.out")
                    || target.equals("java.lang.Runtime.exit")
                    || target.equals("java.lang.Runtime.halt");
        });
    }

    static ArchCondition<JavaClass> haveNoStaticState() {
        return new ArchCondition<>("have no static state") {
            @Override
            public void check(JavaClass c, ConditionEvents events) {
                for (JavaField field : c.getFields()) {
                    Set<JavaModifier> modifiers = field.getModifiers();
                    if (!modifiers.contains(JavaModifier.STATIC) || modifiers.contains(JavaModifier.SYNTHETIC)) {
                        continue;
                    }
                    if (!modifiers.contains(JavaModifier.FINAL)) {
                        events.add(SimpleConditionEvent.violated(c, field.getFullName() + " is static and not final"));
                    } else if (isMutableCollection(field)) {
                        events.add(SimpleConditionEvent.violated(c, field.getFullName() + " is a mutable static"));
                    }
                }
            }
        };
    }

    /**
     * A collection counts as immutable when its declared type is an interface and the class's initializer either builds
     * none of the mutable kind or seals what it has built ({@code copyOf}, {@code unmodifiable…}).
     */
    private static boolean isMutableCollection(JavaField field) {
        if (!isCollection(field.getRawType())) {
            return false;
        }
        if (!field.getRawType().isInterface()) {
            return true;
        }
        return field.getOwner()
                .getStaticInitializer()
                .map(init -> init.getConstructorCallsFromSelf().stream()
                                .anyMatch(call -> isCollection(call.getTargetOwner()))
                        && init.getMethodCallsFromSelf().stream()
                                .noneMatch(call -> call.getName().equals("copyOf")
                                        || call.getName().startsWith("unmodifiable")))
                .orElse(false);
    }

    private static boolean isCollection(JavaClass type) {
        return type.isAssignableTo(Collection.class) || type.isAssignableTo(Map.class);
    }

    private static ArchCondition<JavaClass> forEachAccess(String description, Predicate<JavaAccess<?>> forbidden) {
        return new ArchCondition<>(description) {
            @Override
            public void check(JavaClass c, ConditionEvents events) {
                c.getAccessesFromSelf().stream()
                        .filter(forbidden)
                        .forEach(a -> events.add(SimpleConditionEvent.violated(a, a.getDescription())));
            }
        };
    }

    private static DescribedPredicate<JavaClass> predicate(String description, Predicate<JavaClass> test) {
        return DescribedPredicate.describe(description, test);
    }

    private static boolean within(JavaClass c, String packageName) {
        return c.getPackageName().equals(packageName) || c.getPackageName().startsWith(packageName + ".");
    }
}
