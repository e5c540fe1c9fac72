package dev.holdover.firmware.nv;

import dev.holdover.firmware.hal.FirmwareConfig;
import dev.holdover.firmware.hal.Hal;
import dev.holdover.firmware.hal.Notice;
import dev.holdover.firmware.health.FailureCause;
import dev.holdover.firmware.personality.Personality;
import dev.holdover.firmware.power.EnergyBudget;
import dev.holdover.firmware.store.ImageStore;
import dev.holdover.firmware.takeover.TakeOver;
import dev.holdover.firmware.wire.Frame;
import dev.holdover.firmware.wire.MessageType;
import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.Register;
import dev.holdover.model.contract.Role;
import dev.holdover.model.contract.SaveCause;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * The NV state machine (claim 13), in the terms of JESD245. Beside its state it is armed or not.
 *
 * <pre>
 * IDLE -> SAVING          SAVE; or, armed: the mains or the host are lost (CSAVE)
 * SAVING -> IDLE          another place holds everything up to the lsn at the beginning
 * SAVING -> IDLE          it failed: energy, place lost, injected; or ABORT. A CSAVE that failed for its place
 *                         begins again when there is a place
 * IDLE -> ERASING         ERASE, if not armed
 * ERASING -> IDLE         every place is zeroed; or ABORT: each place is as it was, or zeroed
 * </pre>
 *
 * RESTORE runs beside it ({@link Restore}), and gives way to a SAVE. A SAVE goes on where a reset of the processor
 * cut it: the registers of the block outlive that, and a fenced personality's record tells of a CSAVE. ARM waits until
 * another place is in sync.
 */
public final class NvMachine {
    private enum State {
        IDLE,
        SAVING,
        ERASING
    }

    private static final long NOT_SAVED = -1;

    private final Hal hal;
    private final FirmwareConfig config;
    private final List<Personality> personalities;
    private final SaveTarget target;
    private final EnergyBudget energy;
    private final TakeOver takeOver;
    private final BooleanSupplier hostAlive;
    private final NvRegisters registers;
    private final Restore restore;
    private final long[] saveLsn;
    private State state = State.IDLE;
    private SaveCause cause = SaveCause.NONE;
    private boolean armWanted;
    private boolean armed;
    private boolean saveOwed;
    private boolean saveFailed;
    private long alonePeriods;

    public NvMachine(
            Hal hal,
            FirmwareConfig config,
            List<Personality> personalities,
            SaveTarget target,
            EnergyBudget energy,
            TakeOver takeOver,
            BooleanSupplier hostAlive,
            ImageStore store) {
        this.hal = hal;
        this.config = config;
        this.personalities = personalities;
        this.target = target;
        this.energy = energy;
        this.takeOver = takeOver;
        this.hostAlive = hostAlive;
        this.registers = new NvRegisters(hal);
        this.restore = new Restore(hal, personalities, target, hostAlive, registers, store);
        this.saveLsn = new long[personalities.size()];
        Arrays.fill(saveLsn, NOT_SAVED);
    }

    /** Whether a SAVE begins by itself. */
    public boolean armed() {
        return armed;
    }

    /**
     * The personalities know their roles, and nothing has followed from them yet.
     *
     * @param blank whether the NVRAM's contents were lost
     */
    public void boot(boolean blank) {
        if (registers.warm()) {
            armed = registers.shows(Field.NV_ARMED);
            armWanted = armed || config.armsAtBoot() && !registers.shows(Field.NV_ERASED);
        } else {
            // Only a card that was armed can have been fenced for another.
            armed = anyCertified();
            armWanted = config.armsAtBoot();
        }
        if (blank) {
            hal.write(Register.CSAVE_FAIL_INFO, Field.FAIL_NVRAM_LOST.mask());
        }
        if (registers.shows(Field.NV_ERASED) && !armWanted) {
            personalities.forEach(each -> {
                if (erasable(each)) {
                    target.erase(each, true);
                }
            });
        }
        registers.ready();
    }

    /** What was under way when the processor was reset goes on. */
    public void resume() {
        boolean fenced = false;
        for (Personality personality : personalities) {
            Role role = personality.role();
            fenced |= role == Role.GATED || role == Role.DRAINING || role == Role.DRAINED && mayHandOver(personality);
        }
        SaveCause before = registers.cause();
        if (fenced && armed) {
            save(before == SaveCause.NONE || before == SaveCause.COMMAND ? certifiedCause() : before);
        } else if (registers.shows(Field.NV_SAVING)) {
            save(before);
        } else if (registers.shows(Field.NV_ERASING)) {
            erase();
        } else if (registers.shows(Field.NV_RESTORING)) {
            restore.resume();
        }
    }

    /** The host has written one of the command registers. */
    public void ordered() {
        long arm = registers.take(Register.NV_ARM_CMD);
        if (Field.NV_DISARM.in(arm)) {
            disarm();
        } else if (Field.NV_ARM.in(arm)) {
            arm();
        }
        long orders = registers.take(Register.NV_FUNC_CMD);
        if (Field.NV_ABORT.in(orders)) {
            abort();
        }
        if (Field.NV_SAVE.in(orders)) {
            orderSave();
        }
        if (Field.NV_RESTORE.in(orders)) {
            orderRestore();
        }
        if (Field.NV_ERASE.in(orders)) {
            orderErase();
        }
    }

    /** The host, or its mains, are lost, and what it owned is fenced. */
    public void hostLost(FailureCause why) {
        if (armed && state != State.ERASING) {
            save(causeOf(why));
        }
    }

    /** Another place may have come nearer. */
    public void progress() {
        switch (state) {
            case SAVING -> {
                if (allHeld()) {
                    saved();
                }
            }
            case ERASING -> {
                if (allErased()) {
                    state = State.IDLE;
                    registers.show(Field.NV_ERASING, false);
                    registers.saved(false, SaveCause.NONE);
                    hal.journal(Notice.NV_ERASED, 0, 0, 0);
                    registers.ended(Field.NV_ERASE_SUCCESS, 0);
                }
            }
            case IDLE -> restore.progress();
        }
    }

    /** KEPT or ERASED came. */
    public void answered(Personality personality, Frame frame) {
        boolean yes = target.answered(personality, frame);
        if (frame.type() == MessageType.KEPT && !yes) {
            restore.notKept();
        } else if (frame.type() == MessageType.KEPT) {
            restore.kept(SaveCause.of(frame.payloadLength() >= 16 ? frame.wordAt(1) : 0));
        }
        progress();
    }

    /** A heartbeat period has passed. */
    public void tick() {
        boolean place = anyPlace();
        registers.health(place, saveFailed);
        if (armWanted && !armed && place) {
            armed = true;
            registers.show(Field.NV_ARMED, true);
            hal.journal(Notice.NV_ARMED, 0, 0, 0);
            registers.ended(Field.NV_ARM_SUCCESS, 0);
        }
        fenceWithoutHost();
        switch (state) {
            case SAVING -> watchSave();
            case ERASING ->
                personalities.forEach(each -> {
                    if (erasable(each)) {
                        target.erase(each, false);
                    }
                });
            case IDLE -> {
                if (saveOwed && place) {
                    save(cause);
                } else {
                    restore.tick();
                }
            }
        }
        progress();
    }

    /** Folds what the machine does into a number. */
    public long stateHash() {
        long hash = (state.ordinal() * 31L + Arrays.hashCode(saveLsn)) * 31 + (armed ? 1 : 0) + alonePeriods * 7;
        return hash * 31 + restore.stateHash();
    }

    // ARM.

    private void arm() {
        armWanted = true;
        registers.begins(Field.NV_ARM_SUCCESS);
        if (registers.shows(Field.NV_ERASED)) {
            registers.show(Field.NV_ERASED, false);
            personalities.forEach(target::refill);
        } else if (armed) {
            registers.ended(Field.NV_ARM_SUCCESS, 0);
        } else if (!anyPlace()) {
            armWanted = false;
            registers.ended(Field.NV_ARM_ERROR, Field.FAIL_NO_PLACE.mask());
        }
        // The next period looks whether a place is in sync.
    }

    private void disarm() {
        armWanted = false;
        armed = false;
        registers.show(Field.NV_ARMED, false);
        hal.journal(Notice.NV_DISARMED, 0, 0, 0);
        registers.ended(Field.NV_ARM_SUCCESS, 0);
    }

    private boolean anyPlace() {
        boolean any = false;
        for (int i = 0; i < personalities.size(); i++) {
            Personality personality = personalities.get(i);
            if (personality.owns() && personality.isHome()) {
                any |= target.inSync(personality);
            }
        }
        return any;
    }

    // SAVE.

    private void orderSave() {
        if (busy() || !anyOwned()) {
            refuse(Field.NV_SAVE_ERROR);
        } else {
            save(SaveCause.COMMAND);
        }
    }

    private void save(SaveCause why) {
        state = State.SAVING;
        cause = why;
        saveOwed = false;
        alonePeriods = 0;
        registers.begins(Field.NV_SAVE_SUCCESS);
        registers.show(Field.NV_SAVING, true);
        restore.interrupted();
        registers.saved(false, why);
        for (int slot = 0; slot < saveLsn.length; slot++) {
            Personality personality = personalities.get(slot);
            boolean included = personality.owns() && !takeOver.keeps(personality);
            saveLsn[slot] = included ? personality.log().lsn() : NOT_SAVED;
            if (included) {
                hal.journal(Notice.NV_SAVING, slot, why.ordinal(), saveLsn[slot]);
            }
        }
        if (registers.injected(Field.INJECT_SAVE)) {
            saveFails(Field.FAIL_INJECTED);
        } else {
            progress();
        }
    }

    private boolean allHeld() {
        for (int slot = 0; slot < saveLsn.length; slot++) {
            if (saveLsn[slot] != NOT_SAVED && !held(personalities.get(slot), saveLsn[slot])) {
                return false;
            }
        }
        return true;
    }

    /** A later owner than this card has claimed with the log's end, or by an operator's force without it. */
    private boolean held(Personality personality, long lsn) {
        if (personality.owns()) {
            return target.holds(personality, lsn);
        }
        int last = personality.record().historySize() - 1;
        return last >= 0 && !personality.record().historyForced(last);
    }

    private void saved() {
        endSave();
        saveFailed = false;
        registers.saved(true, cause);
        for (int slot = 0; slot < saveLsn.length; slot++) {
            if (saveLsn[slot] != NOT_SAVED) {
                hal.journal(Notice.NV_SAVED, slot, cause.ordinal(), saveLsn[slot]);
            }
        }
        Arrays.fill(saveLsn, NOT_SAVED);
        registers.ended(Field.NV_SAVE_SUCCESS, 0);
    }

    private void saveFails(Field why) {
        endSave();
        saveFailed = true;
        Arrays.fill(saveLsn, NOT_SAVED);
        hal.journal(Notice.NV_SAVE_FAILED, 0, why.mask(), 0);
        registers.ended(Field.NV_SAVE_ERROR, why.mask());
    }

    private void endSave() {
        state = State.IDLE;
        registers.show(Field.NV_SAVING, false);
    }

    private void watchSave() {
        boolean reachable = true;
        for (int slot = 0; slot < saveLsn.length; slot++) {
            Personality personality = personalities.get(slot);
            if (saveLsn[slot] != NOT_SAVED && personality.owns()) {
                reachable &= target.reachable(personality);
            }
        }
        alonePeriods = reachable ? 0 : alonePeriods + 1;
        if (!registers.mains() && energy.mustRetain()) {
            saveFails(Field.FAIL_ENERGY);
            saveOwed = cause != SaveCause.COMMAND;
        } else if (alonePeriods > config.missedLimit()) {
            saveFails(Field.FAIL_PLACE_LOST);
            saveOwed = cause != SaveCause.COMMAND;
        }
    }

    /** Without a host nobody finds out that the mains are lost: what its card owns is saved all the same. */
    private void fenceWithoutHost() {
        if (!armed || registers.mains() || hostAlive.getAsBoolean()) {
            return;
        }
        for (int i = 0; i < personalities.size(); i++) {
            Personality personality = personalities.get(i);
            if (personality.role() == Role.ACTIVE && personality.config().preserves()) {
                takeOver.hostFailed(FailureCause.POWER_LOST);
                hostLost(FailureCause.POWER_LOST);
                return;
            }
        }
    }

    /** What a save that follows such a failure is called. */
    static SaveCause causeOf(FailureCause why) {
        return switch (why) {
            case POWER_LOST -> SaveCause.POWER_LOST;
            case TOLD_SHUTDOWN -> SaveCause.HOST_STOPPED;
            case HEARTBEAT_LOST, PANICKED, PROCESS_LOST, OPERATOR -> SaveCause.HOST_LOST;
            case RETURNED -> SaveCause.NONE;
        };
    }

    private SaveCause certifiedCause() {
        for (Personality personality : personalities) {
            if (personality.owns() && personality.record().certified()) {
                return causeOf(
                        FailureCause.of(personality.record().certificate().cause()));
            }
        }
        return SaveCause.HOST_LOST;
    }

    private boolean mayHandOver(Personality personality) {
        return personality.record().certified() && personality.isHome();
    }

    private boolean anyCertified() {
        for (Personality personality : personalities) {
            if (personality.owns() && mayHandOver(personality)) {
                return true;
            }
        }
        return false;
    }

    private boolean anyOwned() {
        for (Personality personality : personalities) {
            if (personality.owns() && !takeOver.keeps(personality)) {
                return true;
            }
        }
        return false;
    }

    // RESTORE, ERASE and ABORT.

    private void orderRestore() {
        if (state != State.IDLE || !restore.order()) {
            refuse(Field.NV_RESTORE_ERROR);
        }
    }

    private void orderErase() {
        if (busy() || armed || armWanted || !anyOwned()) {
            refuse(Field.NV_ERASE_ERROR);
        } else if (registers.injected(Field.INJECT_ERASE)) {
            hal.journal(Notice.NV_ERASE_FAILED, 0, Field.FAIL_INJECTED.mask(), 0);
            registers.ended(Field.NV_ERASE_ERROR, Field.FAIL_INJECTED.mask());
        } else {
            erase();
        }
    }

    private void erase() {
        state = State.ERASING;
        registers.begins(Field.NV_ERASE_SUCCESS);
        registers.show(Field.NV_ERASING, true);
        registers.show(Field.NV_ERASED, true);
        registers.saved(false, SaveCause.NONE);
        hal.journal(Notice.NV_ERASING, 0, 0, 0);
        for (Personality personality : personalities) {
            if (erasable(personality)) {
                target.erase(personality, true);
            }
        }
    }

    private boolean allErased() {
        for (int i = 0; i < personalities.size(); i++) {
            Personality personality = personalities.get(i);
            if (erasable(personality) && !target.erased(personality)) {
                return false;
            }
        }
        return true;
    }

    private static boolean erasable(Personality personality) {
        return personality.owns() && personality.isHome();
    }

    private void abort() {
        switch (state) {
            case SAVING -> {
                hal.journal(Notice.NV_ABORTED, 0, Field.NV_SAVE.mask(), 0);
                saveFails(Field.FAIL_ABORTED);
            }
            case ERASING -> {
                hal.journal(Notice.NV_ABORTED, 0, Field.NV_ERASE.mask(), 0);
                state = State.IDLE;
                registers.show(Field.NV_ERASING, false);
                registers.ended(Field.NV_ERASE_ERROR, Field.FAIL_ABORTED.mask());
            }
            case IDLE -> {
                if (!restore.abort()) {
                    registers.ended(Field.NV_ABORT_ERROR, Field.FAIL_REFUSED.mask());
                    return;
                }
            }
        }
        registers.ended(Field.NV_ABORT_SUCCESS, Field.FAIL_ABORTED.mask());
    }

    private boolean busy() {
        return state != State.IDLE || restore.runs();
    }

    private void refuse(Field result) {
        registers.ended(result, Field.FAIL_REFUSED.mask());
    }
}
