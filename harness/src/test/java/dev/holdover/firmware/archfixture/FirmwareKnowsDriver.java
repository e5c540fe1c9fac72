package dev.holdover.firmware.archfixture;

import dev.holdover.driver.core.archfixture.DriverKnowsFirmware;

/** Breaks the wall between firmware and driver. */
public record FirmwareKnowsDriver(DriverKnowsFirmware other) {}
