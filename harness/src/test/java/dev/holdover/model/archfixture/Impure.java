package dev.holdover.model.archfixture;

import java.io.File;
import java.io.FileInputStream;
import java.lang.ref.WeakReference;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One nested class for each thing the core may not do; the name's first word tells which rule must catch it. */
public final class Impure {
    private Impure() {}

    record DependsOnThread(Thread thread) {}

    record DependsOnThreadLocal(ThreadLocal<String> local) {}

    record DependsOnConcurrent(TimeUnit unit) {}

    record DependsOnThreadLocalRandom(ThreadLocalRandom random) {}

    record DependsOnRandom(Random random) {}

    record DependsOnClock(Clock clock) {}

    record DependsOnFile(File file) {}

    record DependsOnFileStream(FileInputStream stream) {}

    record DependsOnPath(Path path) {}

    record DependsOnNet(InetAddress address) {}

    record DependsOnReflection(Method method) {}

    record DependsOnReference(WeakReference<String> reference) {}

    static final class DependsOnHashMap {
        final Map<String, String> map = new HashMap<>();
    }

    static final class DependsOnHashSet {
        final Set<String> set = new HashSet<>();
    }

    static final class DependsOnThreadArray {
        final Thread[][] threads = {};
    }

    static final class CallsNanoTime {
        final LongSupplier clock = System::nanoTime;
    }

    static final class CallsCurrentTimeMillis {
        final long now = System.currentTimeMillis();
    }

    static final class CallsIdentityHashCode {
        final int hash = System.identityHashCode(this);
    }

    static final class CallsInstantNow {
        final Instant now = Instant.now();
    }

    static final class CallsRandomUuid {
        final UUID id = UUID.randomUUID();
    }

    static final class CallsMathRandom {
        final double random = Math.random();
    }

    static final class CallsSetOf {
        final Set<String> set = Set.of("a", "b");
    }

    static final class CallsMapOf {
        final Map<String, String> map = Map.of("a", "b");
    }

    static final class CallsToSet {
        final Set<String> set = Stream.of("a", "b").collect(Collectors.toSet());
    }

    static final class CallsParallel {
        final long count = Stream.of("a", "b").parallel().count();
    }

    static final class CallsObjectHashCode {
        final int hash = new Object().hashCode();
    }

    static final class CallsInheritedHashCode {
        final int hash = new CallsMathRandom().hashCode();
    }

    static final class CallsEnumHashCode {
        final int hash = Pure.Kind.ONE.hashCode();
    }

    static final class StaticVariable {
        static int count;
    }

    static final class StaticMutableClass {
        static final ArrayList<String> LIST = new ArrayList<>();
    }

    static final class StaticMutableInterface {
        static final List<String> LIST = new ArrayList<>();
    }
}
