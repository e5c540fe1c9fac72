package dev.holdover.harness.world;

import dev.holdover.driver.NvramCard;
import dev.holdover.driver.access.DeviceAccess;
import dev.holdover.driver.core.DriverConfig;
import dev.holdover.driver.core.DriverListener;
import dev.holdover.firmware.hal.FirmwareConfig;
import dev.holdover.firmware.hal.FirmwareConfig.FailBack;
import dev.holdover.firmware.hal.FirmwareConfig.LeaseConfig;
import dev.holdover.firmware.hal.FirmwareConfig.SlotConfig;
import dev.holdover.model.card.CardConfig;
import dev.holdover.model.contract.SipHash;
import dev.holdover.model.layout.NvramLayout;
import java.util.List;
import java.util.function.Consumer;

/** One card on a bench, and a program that simply calls the blocking driver: each call lets the world run. */
final class Bench implements NvramCard.Waiter {
    static final NvramLayout LAYOUT = new NvramLayout(16L * NvramLayout.BLOCK, 8, 1);
    static final long TIMEOUT_NS = 500_000_000;

    private final World world;
    private final Host host;
    private final CardNode card;
    private final SimulatedDevice device;
    private boolean deliversMessages = true;
    private boolean messagePending;
    private Consumer<Long> onMessage = nowNs -> {};

    Bench(long seed) {
        this(seed, LAYOUT, List.of());
    }

    /** @param daughterSlots where the disks of a block volume are; none: there is no volume */
    Bench(long seed, NvramLayout layout, List<Integer> daughterSlots) {
        world = new World(seed, () -> {});
        Witness witness = new Witness() {
            @Override
            public void message(CardNode from) {
                messagePending = true;
            }
        };
        host = new Host(world, world.port("alpha"), new Turns(), witness, 1_000_000);
        card = new CardNode(
                world,
                "card",
                hardware(layout),
                firmware(layout, daughterSlots),
                0,
                (port, to, frame, at, length) -> {},
                witness,
                CardParts.product());
        device = new SimulatedDevice(host, card, world.random("card.wc"));
        card.hardware().mainRail(true);
        card.plugIn();
    }

    private static CardConfig hardware(NvramLayout layout) {
        return new CardConfig(layout, 30_000_000, 8_000, 5_000, CardConfig.RESET_NS);
    }

    static FirmwareConfig firmware() {
        return firmware(LAYOUT, List.of());
    }

    private static FirmwareConfig firmware(NvramLayout layout, List<Integer> daughterSlots) {
        return new FirmwareConfig(
                1,
                1,
                layout,
                List.of(SlotConfig.of(1, 1)),
                new SipHash(1, 2),
                new SipHash(3, 4),
                10_000_000,
                5,
                100_000_000,
                true,
                8_000,
                1_000_000_000,
                LeaseConfig.DEFAULT,
                FailBack.NEVER,
                FirmwareConfig.StorageConfig.NONE,
                daughterSlots.isEmpty()
                        ? List.of()
                        : List.of(new FirmwareConfig.VolumeConfig(1, daughterSlots, 100_000_000, 2000)),
                true,
                FirmwareConfig.NO_STORE);
    }

    World world() {
        return world;
    }

    Host host() {
        return host;
    }

    CardNode card() {
        return card;
    }

    DeviceAccess device() {
        return device;
    }

    DriverConfig driverConfig() {
        return new DriverConfig(firmware().unlockKey(), world.random("driver")::next);
    }

    /** A driver that has not been opened. */
    NvramCard driver() {
        return driver(device);
    }

    NvramCard driver(DeviceAccess itsDevice) {
        return driver(itsDevice, TIMEOUT_NS);
    }

    NvramCard driver(DeviceAccess itsDevice, long timeoutNs) {
        return driver(itsDevice, timeoutNs, new DriverListener() {});
    }

    NvramCard driver(DeviceAccess itsDevice, DriverListener events) {
        return driver(itsDevice, TIMEOUT_NS, events);
    }

    private NvramCard driver(DeviceAccess itsDevice, long timeoutNs, DriverListener events) {
        NvramCard driver = new NvramCard(itsDevice, driverConfig(), this, timeoutNs, events);
        onMessage = nowNs -> driver.core().onInterrupt(0, nowNs);
        return driver;
    }

    NvramCard opened() {
        NvramCard driver = driver();
        driver.open(0);
        return driver;
    }

    /** Messages of the card are lost from now on. */
    void loseMessages() {
        deliversMessages = false;
    }

    /** Time passes, with an application that pumps its driver. */
    void idle(NvramCard driver, long ns) {
        long endNs = nowNs() + ns;
        while (nowNs() < endNs) {
            driver.pump();
            await(Math.min(endNs, Math.max(nowNs() + 1, driver.core().nextPollNs())));
        }
    }

    /** Time passes, and nobody pumps. */
    void sleep(long ns) {
        host.waitUntil(nowNs() + ns);
    }

    @Override
    public long nowNs() {
        return Math.max(host.localNs(), world.nowNs());
    }

    @Override
    public void await(long untilNs) {
        while (nowNs() < untilNs && !messagePending) {
            host.waitUntil(Math.min(untilNs, Math.max(nowNs(), world.nextEventNs())));
        }
        if (messagePending) {
            messagePending = false;
            if (deliversMessages) {
                onMessage.accept(nowNs());
            }
        }
    }
}
