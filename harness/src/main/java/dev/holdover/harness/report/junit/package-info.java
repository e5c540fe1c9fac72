/** Runs as JUnit XML, as build servers read it. */
@org.jspecify.annotations.NullMarked
package dev.holdover.harness.report.junit;
