package dev.holdover.driver.core;

import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.ImageFault;
import dev.holdover.model.contract.Register;
import dev.holdover.model.contract.UpdateError;
import dev.holdover.model.contract.UpdateState;
import dev.holdover.model.layout.Words;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The card's firmware, and its update in the slot that does not run. Nothing here waits: {@link DriverCore#poll} and
 * {@code onInterrupt} carry an update on, a block of 256 bytes at a time, beside everything else.
 *
 * <pre>
 * START -> READY -> BLOCK for each 256 bytes -> VERIFY -> ACTIVATE -> told as Activated
 * </pre>
 *
 * The firmware that runs is not touched; {@link DriverCore#resetCard} then boots the new one on trial. It confirms
 * itself when it works, or the card falls back by itself; {@link DriverListener#firmwareBooted} tells either.
 */
public final class CardFirmware {
    private static final int BLOCK = 256;
    private static final int MOST_ATTEMPTS = 5;

    private enum Phase {
        NONE,
        STARTING,
        SENDING,
        VERIFYING,
        ACTIVATING
    }

    private final CardRegisters card;
    private final DriverListener listener;
    private final CRC32C crc = new CRC32C();
    private byte[] image = {};
    private Phase phase = Phase.NONE;
    private int programmed;
    private int attempts;

    CardFirmware(CardRegisters card, DriverListener listener) {
        this.card = card;
        this.listener = listener;
    }

    /** What is in the slots and what runs. Reads as nothing at all while the card is absent. */
    public FirmwareHealth health() {
        return FirmwareHealth.read(card::read);
    }

    /** Whether an update is under way. */
    public boolean updating() {
        return phase != Phase.NONE;
    }

    /** Bytes of the image that are in the flash. */
    public int programmedBytes() {
        return programmed;
    }

    /**
     * Begins an update with the remaining bytes of {@code source}, which are copied; its position stays.
     *
     * @return false if one is under way
     */
    boolean begin(ByteBuffer source) {
        if (updating()) {
            return false;
        }
        image = new byte[source.remaining()];
        source.duplicate().get(image);
        programmed = 0;
        phase = Phase.STARTING;
        card.write(Register.FW_LENGTH, image.length);
        order(Field.FW_START);
        return true;
    }

    /** Gives up the update that is under way; it ends as Refused, with the error ABORTED. */
    public void abort() {
        if (updating()) {
            order(Field.FW_ABORT);
        }
    }

    private void order(Field what) {
        attempts = 0;
        card.write(Register.FW_CMD, what.mask());
    }

    /** The card can't be reached as it was: the update is over. */
    void interrupted() {
        if (updating()) {
            end(new UpdateResult.Interrupted(programmed));
        }
    }

    private void end(UpdateResult result) {
        phase = Phase.NONE;
        image = new byte[0];
        listener.firmwareUpdated(result);
    }

    /** Looks how far the card has come, and gives the next order. */
    void step() {
        if (!updating()) {
            return;
        }
        long waiting = card.read(Register.FW_CMD);
        long status = card.read(Register.FW_STATUS);
        if (waiting != 0 || status == CardRegisters.ALL_ONES) {
            return;
        }
        UpdateState state = UpdateState.of(Field.FW_STATE.get(status));
        UpdateError error = UpdateError.of(Field.FW_ERROR.get(status));
        if (error != UpdateError.NONE && (error != UpdateError.BLOCK || ++attempts > MOST_ATTEMPTS)) {
            end(new UpdateResult.Refused(error, ImageFault.of(Field.FW_FAULT.get(status))));
            return;
        }
        switch (state) {
            case READY -> ready();
            case VERIFIED -> {
                if (phase == Phase.VERIFYING) {
                    phase = Phase.ACTIVATING;
                    order(Field.FW_ACTIVATE);
                }
            }
            case ACTIVATED -> end(new UpdateResult.Activated((int) Field.FW_NEXT.get(card.read(Register.FW_SLOTS))));
            case IDLE -> interrupted();
            case ERASING, PROGRAMMING, VERIFYING, ACTIVATING -> {
                // It goes on.
            }
        }
    }

    private void ready() {
        int now = (int) card.read(Register.FW_PROGRESS);
        if (now > programmed && now <= image.length) {
            programmed = now;
            attempts = 0;
            listener.firmwareProgress(programmed, image.length);
        }
        if (programmed == image.length) {
            phase = Phase.VERIFYING;
            order(Field.FW_VERIFY);
        } else {
            phase = Phase.SENDING;
            send(Math.min(BLOCK, image.length - programmed));
        }
    }

    private void send(int length) {
        byte[] block = new byte[BLOCK];
        System.arraycopy(image, programmed, block, 0, length);
        for (int word = 0; word * Long.BYTES < length; word++) {
            card.write(Register.FW_DATA, word, Words.getLong(block, word * Long.BYTES));
        }
        card.write(Register.FW_OFFSET, programmed);
        card.write(Register.FW_BLOCK_CRC, Words.crc32c(crc, block, 0, length));
        card.write(Register.FW_CMD, Field.FW_BLOCK.mask());
    }
}
