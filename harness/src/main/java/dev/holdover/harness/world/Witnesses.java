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

/** Several witnesses as one. */
public final class Witnesses extends Probes implements Witness {
    private Witness[] all = {};
    private Witness[] storeWatchers = {};

    /** Adds one; {@code watchesStores} if it wants the frequent {@link #stored}. */
    public void add(Witness witness, boolean watchesStores) {
        all = append(all, witness);
        if (watchesStores) {
            storeWatchers = append(storeWatchers, witness);
        }
    }

    private static Witness[] append(Witness[] to, Witness one) {
        Witness[] longer = java.util.Arrays.copyOf(to, to.length + 1);
        longer[to.length] = one;
        return longer;
    }

    @Override
    public void gates(CardNode card, boolean cardGateShut, boolean hostGateShut, int windows) {
        for (Witness each : all) {
            each.gates(card, cardGateShut, hostGateShut, windows);
        }
    }

    @Override
    public void stored(CardNode card, Side by, long offset, int length) {
        for (Witness each : storeWatchers) {
            each.stored(card, by, offset, length);
        }
    }

    @Override
    public void notice(CardNode card, Notice notice, int slot, long a, long b) {
        for (Witness each : all) {
            each.notice(card, notice, slot, a, b);
        }
    }

    @Override
    public void said(CardNode card, String line) {
        for (Witness each : all) {
            each.said(card, line);
        }
    }

    @Override
    public void pcieLink(CardNode card, boolean up) {
        for (Witness each : all) {
            each.pcieLink(card, up);
        }
    }

    @Override
    public void processor(CardNode card, ProcessorState state) {
        for (Witness each : all) {
            each.processor(card, state);
        }
    }

    @Override
    public void corrected(CardNode card, long address) {
        for (Witness each : all) {
            each.corrected(card, address);
        }
    }

    @Override
    public void uncorrectable(CardNode card, long address) {
        for (Witness each : all) {
            each.uncorrectable(card, address);
        }
    }

    @Override
    public void poisonOverwritten(CardNode card, long address, long found, long stored) {
        for (Witness each : all) {
            each.poisonOverwritten(card, address, found, stored);
        }
    }

    @Override
    public void energyTold(Host host, CardNode card, EnergyLevel level) {
        for (Witness each : all) {
            each.energyTold(host, card, level);
        }
    }

    @Override
    public void nvTold(Host host, CardNode card, NvHealth health) {
        for (Witness each : all) {
            each.nvTold(host, card, health);
        }
    }

    @Override
    public void poisonedRead(Host host, int window, long offset) {
        for (Witness each : all) {
            each.poisonedRead(host, window, offset);
        }
    }

    @Override
    public void rails(CardNode card, boolean main, boolean battery) {
        for (Witness each : all) {
            each.rails(card, main, battery);
        }
    }

    @Override
    public void domains(CardNode card, int lost, int got) {
        for (Witness each : all) {
            each.domains(card, lost, got);
        }
    }

    @Override
    public void watchdog(CardNode card, int stage) {
        for (Witness each : all) {
            each.watchdog(card, stage);
        }
    }

    @Override
    public void nvramLost(CardNode card) {
        for (Witness each : all) {
            each.nvramLost(card);
        }
    }

    @Override
    public void message(CardNode card) {
        for (Witness each : all) {
            each.message(card);
        }
    }

    @Override
    public void beforeBadFrame(CardNode card) {
        for (Witness each : all) {
            each.beforeBadFrame(card);
        }
    }

    @Override
    public void afterBadFrame(CardNode card) {
        for (Witness each : all) {
            each.afterBadFrame(card);
        }
    }

    @Override
    public void driverState(Host host, CardNode card, DriverState from, DriverState to) {
        for (Witness each : all) {
            each.driverState(host, card, from, to);
        }
    }

    @Override
    public void busErrors(Host host, CardNode card, long errors) {
        for (Witness each : all) {
            each.busErrors(host, card, errors);
        }
    }

    @Override
    public void cardReset(Host host, CardNode card, Set<ResetCause> causes) {
        for (Witness each : all) {
            each.cardReset(host, card, causes);
        }
    }

    @Override
    public void bootFails(Host host, CardNode card, long times) {
        for (Witness each : all) {
            each.bootFails(host, card, times);
        }
    }

    @Override
    public void owns(Host host, CardNode card, int window, int personality, long epoch) {
        for (Witness each : all) {
            each.owns(host, card, window, personality, epoch);
        }
    }

    @Override
    public void lost(Host host, CardNode card, int window, int personality, long epoch) {
        for (Witness each : all) {
            each.lost(host, card, window, personality, epoch);
        }
    }

    @Override
    public void durability(Host host, CardNode card, int window, int copies) {
        for (Witness each : all) {
            each.durability(host, card, window, copies);
        }
    }

    @Override
    public void lease(CardNode card, int window, long untilNs) {
        for (Witness each : all) {
            each.lease(card, window, untilNs);
        }
    }

    @Override
    public void hostState(Host host, HostState state) {
        for (Witness each : all) {
            each.hostState(host, state);
        }
    }

    @Override
    public void networkState(Network network, boolean up) {
        for (Witness each : all) {
            each.networkState(network, up);
        }
    }

    @Override
    public void networkSplit(Network network, int count) {
        for (Witness each : all) {
            each.networkSplit(network, count);
        }
    }

    @Override
    public void plugState(Plug plug, boolean works) {
        for (Witness each : all) {
            each.plugState(plug, works);
        }
    }

    @Override
    public void addresses(CardNode card, int armed) {
        for (Witness each : all) {
            each.addresses(card, armed);
        }
    }

    @Override
    public void addressLearned(Station station, int personality, long mac) {
        for (Witness each : all) {
            each.addressLearned(station, personality, mac);
        }
    }

    @Override
    public void requestServed(Station station, int personality, long epoch) {
        for (Witness each : all) {
            each.requestServed(station, personality, epoch);
        }
    }

    @Override
    public void diskQueued(StorageArray array, int personality, long tag, boolean flush, boolean write) {
        for (Witness each : all) {
            each.diskQueued(array, personality, tag, flush, write);
        }
    }

    @Override
    public void diskEnded(StorageArray array, int personality, long tag, boolean done) {
        for (Witness each : all) {
            each.diskEnded(array, personality, tag, done);
        }
    }

    @Override
    public void diskWritten(
            StorageArray array, int personality, long epoch, int sector, long writeId, boolean through) {
        for (Witness each : all) {
            each.diskWritten(array, personality, epoch, sector, writeId, through);
        }
    }

    @Override
    public void diskFlushed(StorageArray array, int personality) {
        for (Witness each : all) {
            each.diskFlushed(array, personality);
        }
    }

    @Override
    public void volumeReserved(StorageArray array, int personality, long epoch, int aborted) {
        for (Witness each : all) {
            each.volumeReserved(array, personality, epoch, aborted);
        }
    }

    @Override
    public void arrayPower(StorageArray array, boolean on) {
        for (Witness each : all) {
            each.arrayPower(array, on);
        }
    }

    @Override
    public void volumeRead(Host host, int personality, int sector, long writeId) {
        for (Witness each : all) {
            each.volumeRead(host, personality, sector, writeId);
        }
    }

    @Override
    public void volumeAnswered(Host host, int personality, long epoch, StoragePort.Result result) {
        for (Witness each : all) {
            each.volumeAnswered(host, personality, epoch, result);
        }
    }

    @Override
    public void booted(CardNode card, BootRom choice) {
        for (Witness each : all) {
            each.booted(card, choice);
        }
    }

    @Override
    public void firmwareUpdated(Host host, CardNode card, UpdateResult result) {
        for (Witness each : all) {
            each.firmwareUpdated(host, card, result);
        }
    }

    @Override
    public void firmwareBooted(Host host, CardNode card, FirmwareHealth health) {
        for (Witness each : all) {
            each.firmwareBooted(host, card, health);
        }
    }

    @Override
    public void issued(int personality, long writeId, long offset, int length) {
        for (Witness each : all) {
            each.issued(personality, writeId, offset, length);
        }
    }

    @Override
    public void ended(Host host, int personality, long writeId, long offset, int length, Outcome outcome) {
        for (Witness each : all) {
            each.ended(host, personality, writeId, offset, length, outcome);
        }
    }

    @Override
    public void read(Host host, int personality, long offset, byte[] bytes, int length) {
        for (Witness each : all) {
            each.read(host, personality, offset, bytes, length);
        }
    }

    @Override
    public void blocksWritten(DiskNode disk, DiskOpcode opcode, long lba, int count, long epoch) {
        for (Witness each : all) {
            each.blocksWritten(disk, opcode, lba, count, epoch);
        }
    }

    @Override
    public void commandRefused(DiskNode disk, DiskOpcode opcode, long epoch, DiskStatus status) {
        for (Witness each : all) {
            each.commandRefused(disk, opcode, epoch, status);
        }
    }

    @Override
    public void diskReserved(DiskNode disk, long epoch, int aborted) {
        for (Witness each : all) {
            each.diskReserved(disk, epoch, aborted);
        }
    }

    @Override
    public void diskPower(DiskNode disk, boolean on) {
        for (Witness each : all) {
            each.diskPower(disk, on);
        }
    }

    @Override
    public void diskReplaced(DiskNode disk) {
        for (Witness each : all) {
            each.diskReplaced(disk);
        }
    }

    @Override
    public void blockIssued(int personality, long block, long writeId) {
        for (Witness each : all) {
            each.blockIssued(personality, block, writeId);
        }
    }

    @Override
    public void blockEnded(Host host, int personality, long block, long writeId, BlockOutcome outcome) {
        for (Witness each : all) {
            each.blockEnded(host, personality, block, writeId, outcome);
        }
    }

    @Override
    public void blockRead(Host host, int personality, long block, long writeId) {
        for (Witness each : all) {
            each.blockRead(host, personality, block, writeId);
        }
    }

    @Override
    public void blockLost(Host host, int personality, long block) {
        for (Witness each : all) {
            each.blockLost(host, personality, block);
        }
    }

    @Override
    public void blocksFlushed(Host host, int personality, long beforeNs) {
        for (Witness each : all) {
            each.blocksFlushed(host, personality, beforeNs);
        }
    }

    @Override
    public void hostSectorsIssued(DiskNode disk, long sector, int count, long writeId) {
        for (Witness each : all) {
            each.hostSectorsIssued(disk, sector, count, writeId);
        }
    }

    @Override
    public void hostSectorsEnded(
            Host host, DiskNode disk, long sector, int count, long writeId, DiskOutcome outcome, boolean fua) {
        for (Witness each : all) {
            each.hostSectorsEnded(host, disk, sector, count, writeId, outcome, fua);
        }
    }

    @Override
    public void hostSectorRead(Host host, DiskNode disk, long sector, long writeId, long sinceNs) {
        for (Witness each : all) {
            each.hostSectorRead(host, disk, sector, writeId, sinceNs);
        }
    }

    @Override
    public void hostFlushIssued(DiskNode disk, long flushId) {
        for (Witness each : all) {
            each.hostFlushIssued(disk, flushId);
        }
    }

    @Override
    public void hostFlushed(DiskNode disk, long flushId) {
        for (Witness each : all) {
            each.hostFlushed(disk, flushId);
        }
    }

    @Override
    public void nicSent(NicNode nic, byte[] frame, int length) {
        for (Witness each : all) {
            each.nicSent(nic, frame, length);
        }
    }

    @Override
    public void nicReceived(NicNode nic, byte[] frame, int length) {
        for (Witness each : all) {
            each.nicReceived(nic, frame, length);
        }
    }

    @Override
    public void nicSubmitted(Host host, NicNode nic, byte[] frame, int length) {
        for (Witness each : all) {
            each.nicSubmitted(host, nic, frame, length);
        }
    }

    @Override
    public void nicDelivered(Host host, NicNode nic, byte[] frame, int length) {
        for (Witness each : all) {
            each.nicDelivered(host, nic, frame, length);
        }
    }

    @Override
    public void asked(Station station, int personality, long number) {
        for (Witness each : all) {
            each.asked(station, personality, number);
        }
    }

    @Override
    public void answered(Station station, int personality, long number, int card, long epoch, boolean whole) {
        for (Witness each : all) {
            each.answered(station, personality, number, card, epoch, whole);
        }
    }

    @Override
    public void answerTook(Station station, int personality, long ns) {
        for (Witness each : all) {
            each.answerTook(station, personality, ns);
        }
    }

    @Override
    public void answersAgain(Station station, int personality, long afterNs) {
        for (Witness each : all) {
            each.answersAgain(station, personality, afterNs);
        }
    }
}
