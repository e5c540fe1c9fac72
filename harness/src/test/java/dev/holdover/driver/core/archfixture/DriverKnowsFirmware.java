package dev.holdover.driver.core.archfixture;

import dev.holdover.firmware.archfixture.FirmwareKnowsDriver;

/** Breaks the wall between firmware and driver. */
public record DriverKnowsFirmware(FirmwareKnowsDriver other) {}
