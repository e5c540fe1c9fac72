package dev.holdover.firmware.hal;

import dev.holdover.model.contract.Register;
import dev.holdover.model.layout.NvramAccess;

/** The hardware as the firmware reaches it. Nothing else gets in or out. */
public interface Hal {
    /** The present, in nanoseconds of a clock that never goes back. */
    long nowNs();

    /** Asks for {@code timer} at {@code atNs}; an earlier deadline of the same timer is forgotten. */
    void arm(Timer timer, int slot, long atNs);

    /** Forgets the deadline of {@code timer}. */
    void disarm(Timer timer, int slot);

    /** Reads element {@code n} of a register. */
    long read(Register register, int n);

    /** Writes element {@code n} of a register. */
    void write(Register register, int n, long value);

    /**
     * The NVRAM, behind the host's gate. A read of a word that can't be corrected is a machine check: it
     * throws {@link dev.holdover.model.layout.UncorrectableError}, and firmware that lets it pass begins
     * anew, with RESET_CAUSE.MACHINE_CHECK set and the address in ERR_ADDR_LOG.
     */
    NvramAccess nvram();

    /** The disks in the daughter slots that the processor drives. */
    default Disks disks() {
        return Disks.NONE;
    }

    /** Own ports of the card: LAN A is port 0, LAN B port 1. */
    int PORTS = 2;

    /** The card's port to the disk array, if there is one: it carries no traffic between cards. */
    int STORAGE_PORT = 2;

    /** Instead of a card's number: an Ethernet frame to every station of the LAN that is no card. */
    int EVERYBODY = 0;

    /** Sends a frame from one of the card's own ports to the same port of another card, or to {@link #EVERYBODY}. */
    void transmit(int port, int toCard, byte[] frame, int at, int length);

    /**
     * How often this processor has booted, this time included: counted in its flash, so that not even
     * the loss of the NVRAM makes it fall.
     */
    long boots();

    /** Sixty-four bits that nobody can guess. */
    long entropy();

    /** Notes what happened, for whoever reads the history. */
    void journal(Notice notice, int slot, long a, long b);

    default long read(Register register) {
        return read(register, 0);
    }

    default void write(Register register, long value) {
        write(register, 0, value);
    }
}
