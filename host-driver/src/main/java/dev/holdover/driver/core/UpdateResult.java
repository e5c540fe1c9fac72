package dev.holdover.driver.core;

import dev.holdover.model.contract.ImageFault;
import dev.holdover.model.contract.UpdateError;

/** How an update of the card's firmware ended. In every case the card goes on with the firmware that it runs. */
public sealed interface UpdateResult {
    /**
     * The image is in the flash, checked and pending: the next reset of the processor boots it on trial.
     *
     * @param slot where it lies
     */
    record Activated(int slot) implements UpdateResult {}

    /**
     * The card refused it, or gave it up.
     *
     * @param error why
     * @param fault with {@link UpdateError#IMAGE}, what is wrong with the image
     */
    record Refused(UpdateError error, ImageFault fault) implements UpdateResult {}

    /**
     * The gate was shut, the card reset or the link lost in the middle: the other slot holds no valid image. The update
     * may be begun again when the driver is up.
     *
     * @param programmedBytes how far it had come
     */
    record Interrupted(int programmedBytes) implements UpdateResult {}
}
