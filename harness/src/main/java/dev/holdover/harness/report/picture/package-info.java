/** A run's timeline as a picture: SVG and PNG, from one layout. */
@NullMarked
package dev.holdover.harness.report.picture;

import org.jspecify.annotations.NullMarked;
