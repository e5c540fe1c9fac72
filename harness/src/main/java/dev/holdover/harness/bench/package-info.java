/** How fast worlds run. */
@NullMarked
package dev.holdover.harness.bench;

import org.jspecify.annotations.NullMarked;
