/** The operator's command line on the UART: what he may type, and what he is told. */
@org.jspecify.annotations.NullMarked
package dev.holdover.firmware.console;
