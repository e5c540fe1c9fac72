package dev.holdover.model.card;

import dev.holdover.model.bus.PcieLink;
import dev.holdover.model.contract.Bar;
import dev.holdover.model.contract.Register;
import dev.holdover.model.contract.Side;
import dev.holdover.model.flash.FirmwareImage;
import dev.holdover.model.layout.NvramLayout;
import dev.holdover.model.layout.Words;
import dev.holdover.model.testing.EventLoop;
import dev.holdover.model.time.Component;
import dev.holdover.model.time.Scheduler;
import java.util.ArrayList;
import java.util.List;

/** A card with a firmware that only writes down what happens to it, unless a test gives it something to do. */
final class CardRig implements CardTap, Processor {
    static final long MS = 1_000_000;
    static final long US = 1_000;
    static final NvramLayout LAYOUT = new NvramLayout(4096, 8, 1);

    final EventLoop loop = new EventLoop();
    final List<String> said = new ArrayList<>();
    final FailoverCard card;
    final PcieLink link;
    Runnable onBoot = () -> {};
    Runnable onInterrupt = () -> {};
    Runnable onTimer = () -> {};
    Runnable onFrame = () -> {};

    final StringBuilder console = new StringBuilder();

    CardRig(long batteryMj, long loadMw) {
        this(new CardConfig(LAYOUT, batteryMj, loadMw, 1_000, CardConfig.RESET_NS));
    }

    CardRig(CardConfig config) {
        Component[] cardSlot = new Component[1];
        Component[] linkSlot = new Component[1];
        PcieLink[] made = new PcieLink[1];
        Scheduler linkScheduler = loop.schedulerFor(linkSlot);
        card = new FailoverCard(
                config,
                loop.schedulerFor(cardSlot),
                loop.schedulerFor(cardSlot),
                (port, toCard, frame, at, length) -> say("frame to " + toCard + " by port " + port),
                this,
                self -> {
                    made[0] = new PcieLink(
                            linkScheduler, self.bridge(), (address, data) -> say("msi " + data), 8, 300, 50_000);
                    return made[0];
                },
                self -> this);
        link = made[0];
        cardSlot[0] = card;
        card.flash().provision(FirmwareImage.encode(1, new byte[] {1}, config.imageKey()));
        linkSlot[0] = link;
    }

    /** One that runs, on the main rail, with nothing said yet. */
    static CardRig running() {
        CardRig rig = new CardRig(30_000, 5_000);
        rig.card.mainRail(true);
        rig.loop.runFor(3 * MS);
        rig.card.write(Register.PROC_INT_CAUSE, 0, 0xffff_ffffL);
        rig.card.write(Register.BOOT_CONFIRM, 0, 1);
        rig.card.write(Register.HEARTBEAT_PERIOD_US, 0, 1_000);
        rig.card.write(Register.HEARTBEAT_LIMIT, 0, 5);
        rig.said.clear();
        return rig;
    }

    void say(String what) {
        said.add(loop.nowNs() + " " + what);
    }

    List<String> heard(String start) {
        return said.stream()
                .map(line -> line.substring(line.indexOf(' ') + 1))
                .filter(line -> line.startsWith(start))
                .toList();
    }

    void hostWrite(Register register, long value) {
        byte[] bytes = new byte[8];
        Words.putLong(bytes, 0, value);
        card.bridge().write(Bar.CONTROL, register.offset(), bytes, 0, register.width());
    }

    long read(Register register) {
        return card.read(register, 0);
    }

    /** A write to the watchdog that is let in. */
    void watchdog(Register register, long value) {
        card.write(Register.WDT_UNLOCK, 0, 0x80);
        card.write(Register.WDT_UNLOCK, 0, 0x86);
        card.write(register, 0, value);
    }

    @Override
    public void boot(long nowNs) {
        say("boot");
        onBoot.run();
    }

    @Override
    public void interrupt(long nowNs) {
        long causes = card.read(Register.PROC_INT_CAUSE, 0);
        card.write(Register.PROC_INT_CAUSE, 0, causes);
        say("interrupt " + Long.toHexString(causes));
        onInterrupt.run();
    }

    @Override
    public void timer(int id, long nowNs) {
        say("timer " + id);
        onTimer.run();
    }

    @Override
    public void frame(int port, byte[] frame, int at, int length, long nowNs) {
        say("frame " + length);
        onFrame.run();
    }

    @Override
    public void stop() {
        say("stop");
    }

    @Override
    public void gates(boolean cardGateShut, boolean hostGateShut, int windows) {
        say("gates " + (cardGateShut ? "card " : "") + (hostGateShut ? "host " : "") + windows);
    }

    @Override
    public void rails(boolean main, boolean battery) {
        say("rails " + main + " " + battery);
    }

    @Override
    public void processor(ProcessorState state) {
        say("state " + state);
    }

    @Override
    public void watchdog(int stage) {
        say("watchdog " + stage);
    }

    @Override
    public void serial(int character) {
        console.append((char) character);
    }

    @Override
    public void nvramLost() {
        say("nvram lost");
    }

    @Override
    public void stored(Side by, long offset, int length) {}
}
