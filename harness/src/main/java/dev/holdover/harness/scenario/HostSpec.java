package dev.holdover.harness.scenario;

/**
 * A computer.
 *
 * @param name its name, unique in the scenario
 * @param workload what it does
 * @param bootTimeNs from power or reset until its driver runs
 * @param processStartNs from the start of a process until it serves
 */
public record HostSpec(String name, WorkloadSpec workload, long bootTimeNs, Range processStartNs) {
    /** The same host, which works longer or shorter. */
    HostSpec until(long untilNs) {
        WorkloadSpec changed = new WorkloadSpec(
                workload.pattern(), workload.everyNs(), workload.sizeBytes(), workload.fromNs(), untilNs);
        return new HostSpec(name, changed, bootTimeNs, processStartNs);
    }
}
