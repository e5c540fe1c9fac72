/** A run as signals over time: Value Change Dump, as GTKWave and simulators read it. */
@org.jspecify.annotations.NullMarked
package dev.holdover.harness.report.wave;
