package dev.holdover.harness.world;

import dev.holdover.driver.core.BlockOutcome;
import dev.holdover.driver.core.DiskOutcome;
import dev.holdover.driver.core.DriverState;
import dev.holdover.driver.core.FirmwareHealth;
import dev.holdover.driver.core.NvHealth;
import dev.holdover.driver.core.Outcome;
import dev.holdover.driver.core.ResetCause;
import dev.holdover.driver.core.UpdateResult;
import dev.holdover.firmware.hal.Notice;
import dev.holdover.model.card.ProcessorState;
import dev.holdover.model.contract.EnergyLevel;
import dev.holdover.model.contract.Side;
import dev.holdover.model.disk.DiskOpcode;
import dev.holdover.model.disk.DiskStatus;
import dev.holdover.model.flash.BootRom;
import java.util.Set;

/** Told of everything that a run can show. It changes nothing and draws nothing. */
public interface Witness extends Probe {
    /** A gate or window of {@code card} moved; {@code windows}: a bit for each that its host reaches. */
    default void gates(CardNode card, boolean cardGateShut, boolean hostGateShut, int windows) {}

    /** Bytes were stored in the card's NVRAM. */
    default void stored(CardNode card, Side by, long offset, int length) {}

    /** The firmware noted something. */
    default void notice(CardNode card, Notice notice, int slot, long a, long b) {}

    /** A line came out of the card's console. */
    default void said(CardNode card, String line) {}

    default void processor(CardNode card, ProcessorState state) {}

    /** The boot ROM of a card has chosen what its processor runs. */
    default void booted(CardNode card, BootRom choice) {}

    default void rails(CardNode card, boolean main, boolean battery) {}

    /** A card's PCIe link to its host was trained, or went down. */
    default void pcieLink(CardNode card, boolean up) {}

    /** Power domains of a card lost or got their power, by its main rail's voltage; both have a bit for each. */
    default void domains(CardNode card, int lost, int got) {}

    default void watchdog(CardNode card, int stage) {}

    default void nvramLost(CardNode card) {}

    /** A word of the card's NVRAM was corrected. */
    default void corrected(CardNode card, long address) {}

    /** A word of the card's NVRAM was read, or patrolled, that can't be corrected. */
    default void uncorrectable(CardNode card, long address) {}

    /** {@code stored} takes the place of an uncorrectable word that reads as {@code found} without correction. */
    default void poisonOverwritten(CardNode card, long address, long found, long stored) {}

    /** A host's driver heard what its card can promise with the energy that it has. */
    default void energyTold(Host host, CardNode card, EnergyLevel level) {}

    /** A host's driver was told that an operation of the NV block has ended, or that it was armed or disarmed. */
    default void nvTold(Host host, CardNode card, NvHealth health) {}

    /** A host's driver was told that it can't have what it read; {@code window} is -1 outside the image. */
    default void poisonedRead(Host host, int window, long offset) {}

    /** A message of the card reached its host. */
    default void message(CardNode card) {}

    /** A frame that the wire damaged or repeated is about to be delivered. */
    default void beforeBadFrame(CardNode card) {}

    /** It was delivered. */
    default void afterBadFrame(CardNode card) {}

    default void driverState(Host host, CardNode card, DriverState from, DriverState to) {}

    /** A driver found errors in AER_STATUS. */
    default void busErrors(Host host, CardNode card, long errors) {}

    /** A driver was told why its card's processor was reset. */
    default void cardReset(Host host, CardNode card, Set<ResetCause> causes) {}

    /** A driver was told that its card's firmware did not come up, so often in a row. */
    default void bootFails(Host host, CardNode card, long times) {}

    /** A driver was told how the update of its card's firmware ended. */
    default void firmwareUpdated(Host host, CardNode card, UpdateResult result) {}

    /** A driver was told that its card's boot ROM did not simply boot the confirmed slot. */
    default void firmwareBooted(Host host, CardNode card, FirmwareHealth health) {}

    /** A host owns a window from now on. */
    default void owns(Host host, CardNode card, int window, int personality, long epoch) {}

    default void lost(Host host, CardNode card, int window, int personality, long epoch) {}

    /** Writes to a window that end as durable from now on are in this many cards. */
    default void durability(Host host, CardNode card, int window, int copies) {}

    /** A window was leased until a time of the card's own clock; {@link Long#MAX_VALUE}: for ever. */
    default void lease(CardNode card, int window, long untilNs) {}

    default void hostState(Host host, HostState state) {}

    /** A wire or a LAN's switch was cut, or works again. */
    default void networkState(Network network, boolean up) {}

    /** A LAN's switch fell in two; {@code count} of its members are apart from the rest, zero: it is whole again. */
    default void networkSplit(Network network, int count) {}

    /** A cable or the port at its end was cut in one direction or both, or works again. */
    default void plugState(Plug plug, boolean works) {}

    /** An address was armed or withdrawn; {@code armed}: a bit for each slot whose address is armed. */
    default void addresses(CardNode card, int armed) {}

    /** A station's ARP cache changed. */
    default void addressLearned(Station station, int personality, long mac) {}

    /** A station's request was served, for the first time in this epoch. */
    default void requestServed(Station station, int personality, long epoch) {}

    // What happens at a disk array.

    /** A command of a host waits in the array; tags count up for each host. */
    default void diskQueued(StorageArray array, int personality, long tag, boolean flush, boolean write) {}

    /** It waits no more: it is done, or aborted. */
    default void diskEnded(StorageArray array, int personality, long tag, boolean done) {}

    /** A sector was written under the key of an epoch; {@code through}: to the medium, else to the cache. */
    default void diskWritten(
            StorageArray array, int personality, long epoch, int sector, long writeId, boolean through) {}

    /** A flush was executed. */
    default void diskFlushed(StorageArray array, int personality) {}

    /** A volume is kept for an epoch from now on; {@code aborted}: writes of older ones that were under way. */
    default void volumeReserved(StorageArray array, int personality, long epoch, int aborted) {}

    /** The array's power is gone, with its volatile cache; or it is back. */
    default void arrayPower(StorageArray array, boolean on) {}

    /** A host's program read a sector; {@code writeId}: the write that it came from, negative: damaged. */
    default void volumeRead(Host host, int personality, int sector, long writeId) {}

    /** What a host's program was told about its volume. */
    default void volumeAnswered(Host host, int personality, long epoch, StoragePort.Result result) {}

    // What happens at daughter disks.

    /** A command has reached a disk's blocks, or a part of it has. */
    default void blocksWritten(DiskNode disk, DiskOpcode opcode, long lba, int count, long epoch) {}

    /** A command ended without success. */
    default void commandRefused(DiskNode disk, DiskOpcode opcode, long epoch, DiskStatus status) {}

    /** A disk is kept for an epoch from now on; {@code aborted}: commands of older ones that were under way. */
    default void diskReserved(DiskNode disk, long epoch, int aborted) {}

    /** A disk's power is gone, with its volatile cache; or it is back. */
    default void diskPower(DiskNode disk, boolean on) {}

    /** Another disk was put in its place. */
    default void diskReplaced(DiskNode disk) {}

    /** A client sent a write of a block of its block volume; {@code writeId} zero: it is to be zeros. */
    default void blockIssued(int personality, long block, long writeId) {}

    /** An operation on a block ended. */
    default void blockEnded(Host host, int personality, long block, long writeId, BlockOutcome outcome) {}

    /** A client read a block; {@code writeId}: the write that it came from, zero: zeros, negative: damaged. */
    default void blockRead(Host host, int personality, long block, long writeId) {}

    /** A client was told that what a block held is lost. */
    default void blockLost(Host host, int personality, long block) {}

    /** Everything that was completed before {@code beforeNs} is on the disks, as a client was told. */
    default void blocksFlushed(Host host, int personality, long beforeNs) {}

    // What hosts do with disks of their own.

    /** A host sent a write of {@code count} sectors of 512 bytes of its own disk. */
    default void hostSectorsIssued(DiskNode disk, long sector, int count, long writeId) {}

    /** That write ended; {@code fua}: with its sectors on the medium, if it is done. */
    default void hostSectorsEnded(
            Host host, DiskNode disk, long sector, int count, long writeId, DiskOutcome outcome, boolean fua) {}

    /** A host read a sector of its own disk, asked for at {@code sinceNs}; {@code writeId} as in {@link #blockRead}. */
    default void hostSectorRead(Host host, DiskNode disk, long sector, long writeId, long sinceNs) {}

    /** A host sent a flush to its own disk. */
    default void hostFlushIssued(DiskNode disk, long flushId) {}

    /** That flush is done. */
    default void hostFlushed(DiskNode disk, long flushId) {}

    // What goes through network controllers in daughter slots.

    /** A frame begins to leave a network controller by its cable; the bytes are valid until this returns. */
    default void nicSent(NicNode nic, byte[] frame, int length) {}

    /** A frame that passes its filter has come to a network controller. */
    default void nicReceived(NicNode nic, byte[] frame, int length) {}

    /** A host gives its driver a frame to be sent. */
    default void nicSubmitted(Host host, NicNode nic, byte[] frame, int length) {}

    /** A host's program got a frame from its driver. */
    default void nicDelivered(Host host, NicNode nic, byte[] frame, int length) {}

    // What clients of a personality see.

    /** A station asks for service; its requests are numbered. */
    default void asked(Station station, int personality, long number) {}

    /**
     * An answer has come to a station.
     *
     * @param card that answers, by the address from which it does
     * @param whole whether what was asked for came back as it was
     */
    default void answered(Station station, int personality, long number, int card, long epoch, boolean whole) {}

    /** A station has got its first answer. */
    default void answerTook(Station station, int personality, long ns) {}

    /** A station gets answers again, after so long without one. */
    default void answersAgain(Station station, int personality, long afterNs) {}

    /** A client sent a write of whole sectors. */
    default void issued(int personality, long writeId, long offset, int length) {}

    /** The write ended. */
    default void ended(Host host, int personality, long writeId, long offset, int length, Outcome outcome) {}

    /** A client read these bytes. */
    default void read(Host host, int personality, long offset, byte[] bytes, int length) {}
}
