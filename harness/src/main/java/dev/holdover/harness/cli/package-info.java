/** The command. */
@NullMarked
package dev.holdover.harness.cli;

import org.jspecify.annotations.NullMarked;
