/** A run, and a campaign, as one HTML file each that needs nothing else. */
@NullMarked
package dev.holdover.harness.report.page;

import org.jspecify.annotations.NullMarked;
