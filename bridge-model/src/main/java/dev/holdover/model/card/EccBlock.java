package dev.holdover.model.card;

import dev.holdover.model.bridge.Bridge;
import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.Register;
import dev.holdover.model.contract.Side;
import dev.holdover.model.layout.NvramLayout;
import dev.holdover.model.memory.EccListener;
import dev.holdover.model.memory.EdcMode;
import dev.holdover.model.memory.Nvram;
import dev.holdover.model.time.Scheduler;

/**
 * The registers of the ECC block and the patrol scrubber behind them.
 *
 * <p>The scrubber walks over the whole memory at an even pace, again and again. Where it is follows from
 * the time; it needs an event only at a word that it will have to do something about.
 */
final class EccBlock implements EccListener {
    private static final long PAGE = NvramLayout.BLOCK;
    private static final long NEVER = Long.MAX_VALUE;

    private final Bridge bridge;
    private final Nvram nvram;
    private final CardTap tap;
    private final Scheduler scheduler;
    private final int kind;
    private final Runnable alarm;
    private long startedNs;
    private long wakesNs = NEVER;
    private boolean stuck;

    /**
     * @param kind the event by which the scrubber is called
     * @param alarm an uncorrectable word was logged
     */
    EccBlock(Bridge bridge, Nvram nvram, CardTap tap, Scheduler scheduler, int kind, Runnable alarm) {
        this.bridge = bridge;
        this.nvram = nvram;
        this.tap = tap;
        this.scheduler = scheduler;
        this.kind = kind;
        this.alarm = alarm;
        nvram.listen(this);
    }

    /** Power came on: the registers are as after a reset. */
    void powerOn() {
        startedNs = scheduler.nowNs();
        nvram.mode(EdcMode.CORRECT);
        expectFlaw();
    }

    /** The scrubber stands still, whatever its registers say; or goes on. */
    void stuck(boolean itIs) {
        stuck = itIs;
        startedNs = scheduler.nowNs();
        expectFlaw();
    }

    void written(Register register, long value) {
        switch (register) {
            case EDC_CTRL -> nvram.mode(EdcMode.of(Field.EDC_MODE.get(value)));
            case SCRUB_CTRL, SCRUB_PERIOD_US -> {
                startedNs = scheduler.nowNs();
                expectFlaw();
            }
            case INJECT_DATA -> {
                long address = bridge.peek(Register.INJECT_ADDR, Side.CARD);
                if (address >= 0 && address <= nvram.size() - 8) {
                    flip(address, value, (int) bridge.peek(Register.INJECT_CHECK, Side.CARD));
                }
            }
            default -> {
                // The others act by being read.
            }
        }
    }

    /** Flips bits of the word at {@code address}. */
    void flip(long address, long dataFlips, int checkFlips) {
        nvram.flip(address & -8L, dataFlips, checkFlips);
        expectFlaw();
    }

    void refresh(Register register, long nowNs) {
        if (register == Register.SCRUB_POS) {
            bridge.poke(register, position(nowNs));
        }
    }

    /** The scrubber may have reached a flawed word. */
    void scrub(long askedForNs, long nowNs) {
        if (askedForNs != wakesNs) {
            return;
        }
        wakesNs = NEVER;
        if (walks()) {
            long at = position(nowNs);
            nvram.check(at, (int) Math.min(PAGE, nvram.size() - at));
        }
        expectFlaw();
    }

    @Override
    public void corrected(long address, long data, int syndrome) {
        log(Field.ERR_CORRECTED, Field.ERR_ANY.mask(), address, data, syndrome);
        tap.corrected(address);
    }

    @Override
    public void uncorrectable(long address, long data, int syndrome) {
        log(Field.ERR_UNCORRECTABLE, Field.ERR_ANY.mask() | Field.ERR_MULTI.mask(), address, data, syndrome);
        tap.uncorrectable(address);
        alarm.run();
    }

    @Override
    public void overwritten(long address, long found, long stored) {
        tap.poisonOverwritten(address, found, stored);
    }

    private void log(Field counter, long status, long address, long data, int syndrome) {
        long before = bridge.peek(Register.ERR_STATUS, Side.CARD);
        long count = bridge.peek(Register.ERR_COUNT, Side.CARD);
        long most = counter.mask() >>> counter.lsb();
        bridge.poke(Register.ERR_COUNT, counter.set(count, Math.min(most, counter.get(count) + 1)));
        bridge.poke(Register.ERR_STATUS, before | status);
        boolean worse = !Field.ERR_MULTI.in(before) && Field.ERR_MULTI.in(status);
        if (worse || !Field.ERR_ANY.in(before)) {
            bridge.poke(Register.ERR_ADDR_LOG, address);
            bridge.poke(Register.ERR_DATA_LOG, data);
            bridge.poke(Register.SYNDROME, syndrome);
        }
    }

    private boolean walks() {
        return !stuck && Field.SCRUB_ENABLE.in(bridge.peek(Register.SCRUB_CTRL, Side.CARD)) && periodNs() > 0;
    }

    private long periodNs() {
        return bridge.peek(Register.SCRUB_PERIOD_US, Side.CARD) * 1000;
    }

    /** Beginning of the page that the scrubber has just been over. */
    private long position(long nowNs) {
        if (!walks()) {
            return 0;
        }
        return (nowNs - startedNs) / periodNs() % pages() * PAGE;
    }

    private long pages() {
        return (nvram.size() + PAGE - 1) / PAGE;
    }

    /** Asks to be called when the scrubber comes to the next page with a flaw, the present one left out. */
    private void expectFlaw() {
        wakesNs = NEVER;
        if (!nvram.flawed() || !walks()) {
            return;
        }
        long nowNs = scheduler.nowNs();
        long step = (nowNs - startedNs) / periodNs() + 1;
        long here = step % pages() * PAGE;
        long flaw = nvram.nextFlaw(here);
        long page = (flaw < 0 ? nvram.nextFlaw(0) : flaw) / PAGE;
        long ahead = Math.floorMod(page - here / PAGE, pages());
        wakesNs = startedNs + (step + ahead) * periodNs();
        scheduler.at(wakesNs, kind, wakesNs, 0);
    }
}
