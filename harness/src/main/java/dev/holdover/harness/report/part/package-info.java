/** What a report of a run consists of: one file each. */
@org.jspecify.annotations.NullMarked
package dev.holdover.harness.report.part;
