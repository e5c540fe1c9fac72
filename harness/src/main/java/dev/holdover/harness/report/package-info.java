/** What came of a run, for people and for programs. */
@NullMarked
package dev.holdover.harness.report;

import org.jspecify.annotations.NullMarked;
