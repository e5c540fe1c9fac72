package dev.holdover.model.card;

import dev.holdover.model.contract.DaughterType;
import dev.holdover.model.disk.DiskPort;
import dev.holdover.model.ether.NicPort;
import java.util.Optional;

/** What sits in a daughter slot (claim 8). */
public interface DaughterCard {
    DaughterType type();

    /** Whether it answers on its slot's bus. */
    boolean answers();

    /** Its slot's power comes or goes. */
    void power(boolean on);

    /** What it draws while its slot has power, in milliwatts. */
    long drawMw();

    /** What its driver has under way is dropped: the driver is gone, or has changed. */
    void reset();

    /** The network controller that it is, if it is one. */
    default Optional<NicPort> nic() {
        return Optional.empty();
    }

    /** The disk that it is, if it is one. */
    default Optional<DiskPort> disk() {
        return Optional.empty();
    }
}
