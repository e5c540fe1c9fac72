/** A run as it can be drawn: lanes, spans, marks, figures over time, and the last events one by one. */
@NullMarked
package dev.holdover.harness.report.history;

import org.jspecify.annotations.NullMarked;
