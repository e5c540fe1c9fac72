/** A run as packets: pcapng, as Wireshark reads it, with dissectors in Lua. */
@org.jspecify.annotations.NullMarked
package dev.holdover.harness.report.capture;
