package dev.holdover.harness.story;

import dev.holdover.driver.core.DriverState;
import dev.holdover.driver.core.FirmwareHealth;
import dev.holdover.driver.core.NvHealth;
import dev.holdover.driver.core.Outcome;
import dev.holdover.driver.core.ResetCause;
import dev.holdover.driver.core.UpdateResult;
import dev.holdover.firmware.hal.Notice;
import dev.holdover.firmware.health.Verdict;
import dev.holdover.harness.world.CardNode;
import dev.holdover.harness.world.DiskNode;
import dev.holdover.harness.world.Host;
import dev.holdover.harness.world.HostState;
import dev.holdover.harness.world.Network;
import dev.holdover.harness.world.Plug;
import dev.holdover.harness.world.Station;
import dev.holdover.harness.world.StorageArray;
import dev.holdover.harness.world.Witness;
import dev.holdover.harness.world.World;
import dev.holdover.model.card.ProcessorState;
import dev.holdover.model.contract.EnergyLevel;
import dev.holdover.model.contract.ServiceAddress;
import dev.holdover.model.flash.BootRom;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/** Writes down what the witnesses see, and folds it into the trace hash. */
public final class Storyteller implements Witness {
    private static final Happening[] OF_NOTICE = Arrays.stream(Notice.values())
            .map(notice -> notice == Notice.DIAGNOSED ? of(Verdict.NONE) : Happening.valueOf(notice.name()))
            .toArray(Happening[]::new);

    private final World world;
    private final Journal journal;
    private final Set<String> waiting = new HashSet<>();

    public Storyteller(World world, Journal journal) {
        this.world = world;
        this.journal = journal;
    }

    @Override
    public void notice(CardNode card, Notice notice, int slot, long a, long b) {
        Happening what = notice == Notice.DIAGNOSED ? of(Verdict.of(a)) : OF_NOTICE[notice.ordinal()];
        tell(what, card.name(), a, b);
    }

    private static Happening of(Verdict verdict) {
        return Happening.valueOf("DIAGNOSED_" + verdict.name());
    }

    @Override
    public void said(CardNode card, String line) {
        for (int i = 0; i < line.length(); i++) {
            world.trace().fold(Happening.CONSOLE_SAID.ordinal(), line.charAt(i));
        }
        journal.said(card.name(), line, world.nowNs());
    }

    @Override
    public void processor(CardNode card, ProcessorState state) {
        switch (state) {
            case RESET -> {
                if (world.nowNs() > 0) {
                    tell(Happening.PROCESSOR_RESET, card.name(), 0, 0);
                }
            }
            case HUNG -> tell(Happening.PROCESSOR_STUCK, card.name(), 0, 0);
            case CRASHED -> tell(Happening.PROCESSOR_STOPPED, card.name(), 0, 0);
            case OFF, RUNNING, HALTED, SLEEPING -> {
                // The rails, the boot ROM and the firmware tell of these.
            }
        }
    }

    /** An ordinary boot is told by the firmware. */
    @Override
    public void booted(CardNode card, BootRom choice) {
        long where = choice.slot();
        long version = where < 0 ? 0 : choice.version(choice.slot());
        switch (choice.result()) {
            case TRIAL -> tell(Happening.IMAGE_ON_TRIAL, card.name(), version, where);
            case FELL_BACK ->
                tell(
                        Happening.IMAGE_FELL_BACK,
                        card.name(),
                        version,
                        where << Byte.SIZE | choice.why().ordinal());
            case HALTED ->
                tell(
                        Happening.NO_IMAGE,
                        card.name(),
                        choice.fault0().ordinal(),
                        choice.fault1().ordinal());
            case NONE, CONFIRMED -> {
                // As ever.
            }
        }
    }

    @Override
    public void firmwareBooted(Host host, CardNode card, FirmwareHealth health) {
        long how = (long) health.result().ordinal() << Byte.SIZE | health.why().ordinal();
        tell(Happening.IMAGE_TOLD, host.name(), health.version(), how);
    }

    @Override
    public void firmwareUpdated(Host host, CardNode card, UpdateResult result) {
        if (result instanceof UpdateResult.Activated activated) {
            tell(Happening.UPDATE_READY, host.name(), activated.slot(), 0);
        } else if (result instanceof UpdateResult.Refused refused) {
            tell(
                    Happening.UPDATE_FAILED,
                    host.name(),
                    refused.error().ordinal(),
                    refused.fault().ordinal());
        } else if (result instanceof UpdateResult.Interrupted interrupted) {
            tell(Happening.UPDATE_CUT, host.name(), interrupted.programmedBytes(), 0);
        }
    }

    @Override
    public void rails(CardNode card, boolean main, boolean battery) {
        if (main && world.nowNs() == 0) {
            return;
        }
        if (main) {
            tell(Happening.POWER_GOOD_RETURNED, card.name(), 0, 0);
        } else {
            tell(battery ? Happening.POWER_GOOD_LOST : Happening.BATTERY_EMPTY, card.name(), 0, 0);
        }
    }

    @Override
    public void domains(CardNode card, int lost, int got) {
        if (lost != 0) {
            tell(Happening.POWER_DOMAIN_LOST, card.name(), lost, 0);
        }
        if (got != 0) {
            tell(Happening.POWER_DOMAIN_RETURNED, card.name(), got, 0);
        }
    }

    @Override
    public void watchdog(CardNode card, int stage) {
        Happening what = stage == 1 ? Happening.WATCHDOG_WARNED : Happening.WATCHDOG_FIRED;
        tell(stage == 0 ? Happening.WATCHDOG_KICKED_EARLY : what, card.name(), 0, 0);
    }

    @Override
    public void nvramLost(CardNode card) {
        tell(Happening.NVRAM_LOST, card.name(), 0, 0);
    }

    @Override
    public void corrected(CardNode card, long address) {
        tell(Happening.ECC_CORRECTED, card.name(), address, 0);
    }

    @Override
    public void uncorrectable(CardNode card, long address) {
        tell(Happening.ECC_UNCORRECTABLE, card.name(), address, 0);
    }

    @Override
    public void energyTold(Host host, CardNode card, EnergyLevel level) {
        tell(Happening.ENERGY_TOLD, host.name(), level.ordinal(), 0);
    }

    @Override
    public void nvTold(Host host, CardNode card, NvHealth health) {
        long mask = 0;
        for (NvHealth.Result result : health.results()) {
            mask |= 1L << result.ordinal();
        }
        if (mask != 0) {
            tell(Happening.NV_TOLD, host.name(), mask, 0);
        }
    }

    @Override
    public void poisonedRead(Host host, int window, long offset) {
        tell(Happening.READ_POISONED, host.name(), window, offset);
    }

    @Override
    public void hostState(Host host, HostState state) {
        switch (state) {
            case RUNNING -> tell(Happening.HOST_UP, host.name(), 0, 0);
            case HUNG -> tell(Happening.HOST_STUCK, host.name(), 0, 0);
            case CRASHED, OFF -> tell(Happening.HOST_DOWN, host.name(), 0, 0);
            case BOOTING -> {
                // It is up when its programs run.
            }
        }
    }

    @Override
    public void driverState(Host host, CardNode card, DriverState from, DriverState to) {
        if (from == DriverState.DEGRADED && to == DriverState.WAITING) {
            tell(Happening.CARD_RETURNED, host.name(), 0, 0);
        }
        switch (to) {
            case UP -> {
                waiting.remove(card.name());
                tell(Happening.DRIVER_UP, host.name(), 0, 0);
            }
            case WAITING -> {
                // One that is not let in asks again at every heartbeat.
                if (waiting.add(card.name()) || from != DriverState.PROVING) {
                    tell(Happening.DRIVER_WAITING, host.name(), 0, 0);
                }
            }
            case ABSENT -> tell(Happening.CARD_ABSENT, host.name(), 0, 0);
            case DEGRADED -> {
                tell(Happening.HOST_GATE_SHUT, host.name(), 0, 0);
                tell(Happening.DEGRADED, host.name(), 0, 0);
            }
            case PROVING -> {
                // The card tells how it ends.
            }
        }
    }

    @Override
    public void busErrors(Host host, CardNode card, long errors) {
        tell(Happening.BUS_ERROR, host.name(), errors, 0);
    }

    /** That power came on is told by the card. */
    @Override
    public void cardReset(Host host, CardNode card, Set<ResetCause> causes) {
        long mask = 0;
        for (ResetCause cause : causes) {
            mask |= cause == ResetCause.POWER_ON ? 0 : 1L << cause.ordinal();
        }
        if (mask != 0) {
            tell(Happening.RESET_TOLD, host.name(), mask, 0);
        }
    }

    @Override
    public void bootFails(Host host, CardNode card, long times) {
        tell(Happening.BOOT_FAILS, host.name(), times, 0);
    }

    @Override
    public void owns(Host host, CardNode card, int window, int personality, long epoch) {
        boolean guest =
                card.config().slots().get(window).homeCard() != card.config().card();
        tell(guest ? Happening.TAKEN_OVER : Happening.OWNED, host.name(), personality, epoch);
    }

    @Override
    public void lost(Host host, CardNode card, int window, int personality, long epoch) {
        tell(Happening.OWNERSHIP_LOST, host.name(), personality, epoch);
    }

    @Override
    public void networkState(Network network, boolean up) {
        if (network.switched()) {
            tell(up ? Happening.SWITCH_UP : Happening.SWITCH_DOWN, network.name(), 0, 0);
        } else {
            tell(up ? Happening.WIRE_UP : Happening.WIRE_DOWN, network.name(), 0, 0);
        }
    }

    @Override
    public void networkSplit(Network network, int count) {
        tell(count == 0 ? Happening.SWITCH_UP : Happening.SWITCH_SPLIT, network.name(), count, 0);
    }

    @Override
    public void plugState(Plug plug, boolean works) {
        tell(works ? Happening.PORT_UP : Happening.PORT_DOWN, plug.name(), 0, 0);
    }

    @Override
    public void volumeReserved(StorageArray array, int personality, long epoch, int aborted) {
        if (aborted > 0) {
            tell(Happening.WRITES_PREEMPTED, array.name(), personality, aborted);
        }
    }

    @Override
    public void arrayPower(StorageArray array, boolean on) {
        tell(on ? Happening.ARRAY_UP : Happening.ARRAY_DOWN, array.name(), 0, 0);
    }

    @Override
    public void diskReserved(DiskNode disk, long epoch, int aborted) {
        if (aborted > 0) {
            tell(Happening.DISK_WRITES_PREEMPTED, disk.name(), epoch, aborted);
        }
    }

    @Override
    public void diskPower(DiskNode disk, boolean on) {
        tell(on ? Happening.DISK_UP : Happening.DISK_DOWN, disk.name(), 0, 0);
    }

    @Override
    public void diskReplaced(DiskNode disk) {
        tell(Happening.DISK_REPLACED, disk.name(), 0, 0);
    }

    @Override
    public void addressLearned(Station station, int personality, long mac) {
        tell(Happening.ADDRESS_LEARNED, station.name(), personality, ServiceAddress.card(mac));
    }

    @Override
    public void requestServed(Station station, int personality, long epoch) {
        tell(Happening.CLIENT_REQUEST_SERVED, station.name(), personality, epoch);
    }

    @Override
    public void answerTook(Station station, int personality, long ns) {
        tell(Happening.CLIENT_ANSWERED, station.name(), personality, ns);
    }

    @Override
    public void answersAgain(Station station, int personality, long afterNs) {
        tell(Happening.CLIENT_ANSWERED_AGAIN, station.name(), personality, afterNs);
    }

    @Override
    public void ended(Host host, int personality, long writeId, long offset, int length, Outcome outcome) {
        boolean durable = outcome == Outcome.DURABLE;
        tell(
                durable ? Happening.WRITE_ACKNOWLEDGED : Happening.WRITE_REFUSED,
                host.name(),
                personality,
                durable ? length : outcome.ordinal());
    }

    /** Something that only a program knows. */
    public void tell(Happening happening, String who, long a, long b) {
        world.trace().fold((long) happening.ordinal() << 32 | a & 0xffff_ffffL, b);
        journal.happened(happening, who, a, b, world.nowNs());
    }
}
