package dev.holdover.driver.core;

import dev.holdover.model.contract.Role;

/**
 * One personality's image as the card of this host holds it.
 *
 * @param window the window that it is reached by, from zero; window 0 is this host's own personality, the others
 *     are those of the hosts that this card stands in for
 * @param personality its number in the cluster
 * @param role what this card is to it
 * @param epoch the epoch that this card knows of; a write of an earlier one is refused
 * @param owned whether this host may read and write it now
 * @param copies in how many cards' NVRAM the writes were that were completed last, as {@link
 *     DriverListener#durability} tells it; zero: none was yet
 * @param bytes size of the image
 */
public record Volume(int window, int personality, Role role, long epoch, boolean owned, int copies, long bytes) {
    /** Whether this host has it in another's place. */
    public boolean takenOver() {
        return owned && window > 0;
    }
}
