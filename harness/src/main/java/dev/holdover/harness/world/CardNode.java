package dev.holdover.harness.world;

import dev.holdover.driver.core.DriverCore;
import dev.holdover.firmware.Firmware;
import dev.holdover.firmware.FirmwareParts;
import dev.holdover.firmware.hal.Disks;
import dev.holdover.firmware.hal.FirmwareConfig;
import dev.holdover.firmware.hal.Hal;
import dev.holdover.firmware.hal.Notice;
import dev.holdover.firmware.hal.Timer;
import dev.holdover.harness.world.World.Port;
import dev.holdover.model.bus.Completer;
import dev.holdover.model.bus.Completion;
import dev.holdover.model.bus.PcieLink;
import dev.holdover.model.card.CardConfig;
import dev.holdover.model.card.CardTap;
import dev.holdover.model.card.FailoverCard;
import dev.holdover.model.card.Lan;
import dev.holdover.model.card.Processor;
import dev.holdover.model.card.ProcessorState;
import dev.holdover.model.contract.Bar;
import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.PowerDomain;
import dev.holdover.model.contract.Register;
import dev.holdover.model.contract.Side;
import dev.holdover.model.contract.SipHash;
import dev.holdover.model.disk.DiskStatus;
import dev.holdover.model.flash.BootRom;
import dev.holdover.model.layout.NvramAccess;
import dev.holdover.model.layout.NvramLayout;
import dev.holdover.model.layout.Words;
import dev.holdover.model.memory.UngatedNvram;
import java.util.Optional;
import java.util.function.Consumer;

/** One card in the world: its hardware, and the firmware on its processor. */
public final class CardNode {
    private static final Timer[] TIMERS = Timer.values();
    private static final int SLOT_BITS = 3;
    private static final long FACTORY_VERSION = 1;
    private static final int POSTED_CREDITS = 1024;
    private static final long LINK_LATENCY_NS = 250;
    private static final long COMPLETION_TIMEOUT_NS = 1_000_000;

    private final String name;
    private final FirmwareConfig config;
    private final FailoverCard hardware;
    private final CardClock clock;
    private final Witness witness;
    private final SipHash imageKey;
    private final RandomStream entropy;
    private final RandomStream flips;
    private final CardParts parts;
    private final PcieFaults pcie;
    private final Terminal terminal;
    private boolean linkBroken;
    private final Ailments ailments = new Ailments();
    private final byte[] message = new byte[4];
    private final DaughterDisks disks;
    private PcieLink link;
    private Optional<Firmware> firmware = Optional.empty();
    private Optional<Host> host = Optional.empty();
    private int taskOnHost;
    private long boots;
    private Build build = Build.GOOD;

    CardNode(
            World world,
            String name,
            CardConfig hardwareConfig,
            FirmwareConfig config,
            long clockPpm,
            Lan lan,
            Witness witness,
            CardParts parts) {
        this.name = name;
        this.config = config;
        this.witness = witness;
        this.parts = parts;
        this.pcie = new PcieFaults(world.random(name + ".pcie.faults"));
        this.imageKey = hardwareConfig.imageKey();
        this.entropy = world.random(name + ".entropy");
        this.flips = world.random(name + ".flips");
        Port cardPort = world.port(name);
        this.clock = new CardClock(world.port(name + ".clock"), clockPpm);
        Port linkPort = world.port(name + ".pcie");
        this.hardware = new FailoverCard(
                hardwareConfig,
                cardPort,
                clock,
                lan,
                new Tap(),
                card -> new PcieLink(
                        linkPort,
                        new Probed(parts.completer().of(card)),
                        this::upstream,
                        POSTED_CREDITS,
                        LINK_LATENCY_NS,
                        COMPLETION_TIMEOUT_NS),
                card -> new Embedded());
        this.disks = new DaughterDisks(hardware);
        this.terminal = new Terminal(
                world.port(name + ".terminal"),
                hardware.uart(),
                world.random(name + ".terminal"),
                said -> witness.said(this, said));
        this.link = hardware.link();
        cardPort.attach(hardware);
        clock.attach(hardware);
        linkPort.attach(link);
        link.down();
        Firmware.provision(new UngatedNvram(hardware.memory()), config);
        hardware.flash().provision(Build.GOOD.image(FACTORY_VERSION, imageKey));
    }

    public String name() {
        return name;
    }

    public FailoverCard hardware() {
        return hardware;
    }

    /** The time that its hardware timers and its firmware go by. */
    public CardClock clock() {
        return clock;
    }

    /** Services as the next firmware will have them. */
    public FirmwareParts parts() {
        return parts.firmware().get();
    }

    public FirmwareConfig config() {
        return config;
    }

    public NvramLayout layout() {
        return hardware.layout();
    }

    /** What its firmware images must be signed with. */
    public SipHash imageKey() {
        return imageKey;
    }

    /** Where faults of its memory fall. */
    public RandomStream flips() {
        return flips;
    }

    public PcieLink link() {
        return link;
    }

    /** The firmware that runs now; empty while the processor is held or has crashed. */
    public Optional<Firmware> firmware() {
        return firmware;
    }

    /** The terminal at its console. */
    public Terminal terminal() {
        return terminal;
    }

    /** What is wrong with its firmware. */
    public Ailments ailments() {
        return ailments;
    }

    /** The firmware's task that kicks the watchdog is blocked, or runs again at once. */
    public void starveWatchdog(boolean now) {
        ailments.starve(now);
        if (!now && firmware.isPresent()) {
            hardware.arm(timerId(Timer.WATCHDOG, 0), clock.nowNs());
        }
    }

    /** The firmware kicks the watchdog twice, now. */
    public void kickWatchdogTwice() {
        if (firmware.isPresent()) {
            ailments.kickTwice();
            hardware.arm(timerId(Timer.WATCHDOG, 0), clock.nowNs());
        }
    }

    /**
     * Its host resets it, if it lives: by its driver, in its next turn; or, when the firmware is between two of its
     * stores, with a write that arrives just there.
     */
    public void resetByHost() {
        if (host.isEmpty() || host.get().state() != HostState.RUNNING || !link.up()) {
            return;
        }
        if (hardware.executing()) {
            postFromHost(Bar.CONTROL, Register.RESET_CTRL.offset(), Field.RESET_COMMAND, 4);
        } else {
            host.get().resetCard(taskOnHost);
        }
    }

    /** Its host's driver, if the host lives, gives it an order in its next turn. */
    public void orderByHost(Consumer<DriverCore> what) {
        if (host.isPresent() && host.get().state() == HostState.RUNNING && link.up()) {
            host.get().order(taskOnHost, what);
        }
    }

    /** The firmware's state in one number; every frame that it admits changes it. */
    long firmwareState() {
        return firmware.map(Firmware::stateHash).orElse(0L);
    }

    /** How often the firmware has booted, or a negative number while it does not run. */
    long runningBoot() {
        return hardware.state() == ProcessorState.RUNNING ? boots : -2;
    }

    /** Its host's driver, if the host lives, sends it a firmware image, and resets it once that is activated. */
    public void updateByHost(byte[] image) {
        if (host.isPresent() && host.get().state() == HostState.RUNNING && link.up()) {
            host.get().updateFirmware(taskOnHost, image);
        }
    }

    /** The host that it is plugged into. */
    public Optional<Host> host() {
        return host;
    }

    /** The slot that holds {@code personality}, or -1. */
    public int slotOf(int personality) {
        for (int slot = 0; slot < config.slots().size(); slot++) {
            if (config.slots().get(slot).personality() == personality) {
                return slot;
            }
        }
        return -1;
    }

    void plugInto(Host itsHost, int task) {
        host = Optional.of(itsHost);
        taskOnHost = task;
    }

    void plugIn() {
        if (!link.up() && !linkBroken && hardware.powered(PowerDomain.BRIDGE)) {
            link.train();
            hardware.linkChanged(true);
            witness.pcieLink(this, true);
        }
    }

    void unplug() {
        if (link.up()) {
            link.down();
            hardware.linkChanged(false);
            witness.pcieLink(this, false);
        }
    }

    /** What its link to the host does wrong. */
    public PcieFaults pcie() {
        return pcie;
    }

    /** The link fails, with what is under way on it; or it can be trained again, and is if its host has power. */
    public void breakLink(boolean now) {
        linkBroken = now;
        if (now) {
            unplug();
        } else if (host.isPresent() && host.get().state() != HostState.OFF) {
            plugIn();
        }
    }

    /** Posted writes and messages that are under way on the link are lost; the link itself stays up. */
    void losePosted() {
        if (link.up()) {
            link.down();
            link.train();
        }
    }

    /** A doorbell for every window arrives that no driver has rung. */
    public void ringSpuriously() {
        if (link.up()) {
            postFromHost(Bar.CONTROL, Register.PEER_DB.offset(), 0xff, 4);
        }
    }

    /** So many messages reach the host that the card has not sent. */
    public void interruptSpuriously(long times) {
        for (long i = 0; i < times; i++) {
            host.ifPresent(to -> to.interrupt(taskOnHost, pcie.anyVector()));
        }
    }

    /** A write of eight bytes arrives that is {@code beyond} bytes behind the last one of window 0. */
    public void strayWrite(long beyond) {
        if (link.up()) {
            postFromHost(Bar.NVRAM, layout().windowBytes() + beyond, -1, 8);
        }
    }

    /** Every window begins so many bytes too low. */
    public void misplaceWindows(long bytes) {
        for (int window = 0; window < config.slots().size(); window++) {
            long at = hardware.bridge().cardRead(Register.WINDOW_XLAT, window);
            hardware.bridge().poke(Register.WINDOW_XLAT, window, at - bytes);
        }
    }

    private void postFromHost(int bar, long offset, long value, int length) {
        byte[] bytes = new byte[8];
        Words.putLong(bytes, 0, value);
        new Probed(parts.completer().of(hardware)).write(bar, offset, bytes, 0, length);
    }

    /** What has happened on its link to the host. */
    void transacted(BusOperation what, int bar, long address, byte[] data, int at, int length, Completion how) {
        witness.transaction(this, what, bar, address, data, at, length, how);
    }

    private void upstream(long address, int data) {
        boolean lost = pcie.messageLost();
        Words.putInt(message, 0, data);
        transacted(BusOperation.MESSAGE, 0, address, message, 0, 4, lost ? Completion.TIMEOUT : Completion.SUCCESS);
        if (lost) {
            return;
        }
        witness.message(this);
        host.ifPresent(to -> to.interrupt(taskOnHost, data));
    }

    private static int timerId(Timer timer, int slot) {
        return timer.ordinal() << SLOT_BITS | slot;
    }

    /** The card's end of its link. What a host reads is known at the other end, where completions are lost. */
    private final class Probed implements Completer {
        private final Completer completer;

        Probed(Completer completer) {
            this.completer = completer;
        }

        @Override
        public void write(int bar, long offset, byte[] from, int at, int length) {
            transacted(BusOperation.WRITE, bar, offset, from, at, length, Completion.SUCCESS);
            completer.write(bar, offset, from, at, length);
        }

        @Override
        public Completion read(int bar, long offset, byte[] into, int at, int length) {
            return completer.read(bar, offset, into, at, length);
        }
    }

    /** The processor: runs the firmware, forgets it when it stops. */
    private final class Embedded implements Processor {
        @Override
        public void boot(long nowNs) {
            boots++;
            build = Build.of(hardware.flash().payload());
            if (ailments.boots() || build == Build.TRAPS_AT_BOOT) {
                hardware.crashProcessor();
            }
            Firmware fresh =
                    new Firmware(new CardHal(), config, parts.firmware().get());
            firmware = Optional.of(fresh);
            fresh.boot();
        }

        @Override
        public void interrupt(long nowNs) {
            firmware.orElseThrow().interrupt();
        }

        @Override
        public void timer(int id, long nowNs) {
            Timer timer = TIMERS[id >>> SLOT_BITS];
            int times = timer == Timer.WATCHDOG ? ailments.kicks() : 1;
            for (int i = 0; i < times; i++) {
                firmware.orElseThrow().timer(timer, id & (1 << SLOT_BITS) - 1);
            }
        }

        @Override
        public void frame(int port, byte[] frame, int at, int length, long nowNs) {
            firmware.orElseThrow().frame(port, frame, at, length);
        }

        @Override
        public void disk(int slot, int tag, DiskStatus status, long nowNs) {
            firmware.orElseThrow().disk(slot, tag, status);
        }

        @Override
        public void stop() {
            firmware = Optional.empty();
        }
    }

    private final class CardHal implements Hal {
        @Override
        public long nowNs() {
            return clock.nowNs();
        }

        @Override
        public void arm(Timer timer, int slot, long atNs) {
            hardware.arm(timerId(timer, slot), atNs);
        }

        @Override
        public void disarm(Timer timer, int slot) {
            hardware.disarm(timerId(timer, slot));
        }

        @Override
        public long read(Register register, int n) {
            return hardware.read(register, n);
        }

        @Override
        public void write(Register register, int n, long value) {
            witness.registerWritten(CardNode.this, register, n, value);
            boolean confirms = register == Register.FLASH_CTRL && Field.FLASH_CONFIRM.in(value);
            if (!confirms || build != Build.NEVER_CONFIRMS) {
                hardware.write(register, n, value);
            }
        }

        @Override
        public NvramAccess nvram() {
            return hardware.nvram();
        }

        @Override
        public Disks disks() {
            return disks;
        }

        @Override
        public void transmit(int port, int toCard, byte[] frame, int at, int length) {
            hardware.transmit(port, toCard, frame, at, length);
        }

        @Override
        public long boots() {
            return boots;
        }

        @Override
        public long entropy() {
            return entropy.next();
        }

        @Override
        public void journal(Notice notice, int slot, long a, long b) {
            witness.notice(CardNode.this, notice, slot, a, b);
        }
    }

    private final class Tap implements CardTap {
        @Override
        public void stored(Side by, long offset, int length) {
            witness.stored(CardNode.this, by, offset, length);
        }

        @Override
        public void gates(boolean cardGateShut, boolean hostGateShut, int windows) {
            witness.gates(CardNode.this, cardGateShut, hostGateShut, windows);
        }

        @Override
        public void addresses(int armed) {
            witness.addresses(CardNode.this, armed);
        }

        @Override
        public void rails(boolean main, boolean battery) {
            witness.rails(CardNode.this, main, battery);
        }

        @Override
        public void domains(int lost, int got) {
            witness.domains(CardNode.this, lost, got);
            if ((got & PowerDomain.BRIDGE.bit()) != 0
                    && host.isPresent()
                    && host.get().state() != HostState.OFF) {
                plugIn();
            }
        }

        @Override
        public void processor(ProcessorState state) {
            witness.processor(CardNode.this, state);
        }

        @Override
        public void watchdog(int stage) {
            witness.watchdog(CardNode.this, stage);
        }

        @Override
        public void booted(BootRom choice) {
            witness.booted(CardNode.this, choice);
        }

        @Override
        public void serial(int character) {
            terminal.heard(character);
        }

        @Override
        public void lease(int window, long untilNs) {
            witness.lease(CardNode.this, window, untilNs);
        }

        @Override
        public void corrected(long address) {
            witness.corrected(CardNode.this, address);
        }

        @Override
        public void uncorrectable(long address) {
            witness.uncorrectable(CardNode.this, address);
        }

        @Override
        public void poisonOverwritten(long address, long found, long stored) {
            witness.poisonOverwritten(CardNode.this, address, found, stored);
        }

        @Override
        public void nvramLost() {
            witness.nvramLost(CardNode.this);
        }
    }
}
