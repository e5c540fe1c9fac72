package dev.holdover.harness.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdover.harness.scenario.Vocabulary.Target;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code hosts}, in the short form (names) or the long one, and each host's workload. */
final class HostsReader {
    private final Section root;
    private final Components components;
    private final long durationNs;

    HostsReader(Section root, Components components, long durationNs) {
        this.root = root;
        this.components = components;
        this.durationNs = durationNs;
    }

    List<HostSpec> read() {
        List<HostSpec> hosts = new ArrayList<>();
        JsonNode list = root.get("hosts");
        if (list.isArray()) {
            Section section = root.child("hosts");
            for (int i = 0; i < list.size(); i++) {
                String name = list.get(i).asText();
                Section item = section.child(String.valueOf(i));
                components.declare(name, Target.HOST, item);
                hosts.add(host(name, item, hosts.isEmpty()));
            }
            return hosts;
        }
        for (Section entry : root.entries("hosts")) {
            components.declare(entry.name(), Target.HOST, entry);
            hosts.add(host(entry.name(), entry, hosts.isEmpty()));
        }
        return hosts;
    }

    private HostSpec host(String name, Section entry, boolean first) {
        long bootTimeNs = entry.quantity("boot-time", Unit.DURATION, Defaults.BOOT_TIME_NS);
        WorkloadSpec.Pattern otherwise = first || entry.has("workload") ? Defaults.FIRST_HOST : Defaults.OTHER_HOSTS;
        return new HostSpec(
                name,
                workload(entry, otherwise),
                bootTimeNs,
                entry.range("process-start", Unit.DURATION, Defaults.PROCESS_START_NS));
    }

    private WorkloadSpec workload(Section host, WorkloadSpec.Pattern otherwise) {
        if (host.get("workload").isTextual()) {
            return new WorkloadSpec(
                    host.word("workload", otherwise), Defaults.EVERY_NS, Defaults.SIZE_BYTES, 0, durationNs);
        }
        Section section = host.child("workload");
        Range everyNs = section.range("every", Unit.DURATION, Defaults.EVERY_NS);
        if (everyNs.lo() == 0) {
            section.problem("every", "'every' is zero, which never lets time pass; write at least 1ns");
        }
        Range sizeBytes = section.range("size", Unit.SIZE, Defaults.SIZE_BYTES);
        for (long bound : new long[] {sizeBytes.lo(), sizeBytes.hi()}) {
            if (bound == 0 || bound % Defaults.WRITE_UNIT_BYTES != 0) {
                section.problem(
                        "size",
                        "write size " + Quantity.exact(Unit.SIZE, bound) + " is not a multiple of 512B; write "
                                + near(bound, Defaults.WRITE_UNIT_BYTES));
                break;
            }
        }
        long fromNs = section.quantity("from", Unit.DURATION, 0);
        long untilNs = section.quantity("until", Unit.DURATION, Math.max(fromNs, durationNs));
        if (fromNs > untilNs) {
            section.problem(
                    "until",
                    "the workload ends at " + Quantity.exact(Unit.DURATION, untilNs)
                            + ", before it begins; write more than " + Quantity.exact(Unit.DURATION, fromNs));
        }
        return new WorkloadSpec(section.word("pattern", otherwise), everyNs, sizeBytes, fromNs, untilNs);
    }

    /** The multiples on both sides of a size that is none: "4KiB or 8KiB". */
    static String near(long bytes, long unitBytes) {
        long below = bytes / unitBytes * unitBytes;
        String above = Quantity.exact(Unit.SIZE, below + unitBytes);
        return below == 0 ? above : Quantity.exact(Unit.SIZE, below) + " or " + above;
    }
}
