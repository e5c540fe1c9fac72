package dev.holdover.firmware.nv;

import dev.holdover.firmware.hal.Hal;
import dev.holdover.firmware.hal.Notice;
import dev.holdover.firmware.personality.Personality;
import dev.holdover.firmware.store.ImageStore;
import dev.holdover.firmware.store.LoadResult;
import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.Role;
import dev.holdover.model.contract.SaveCause;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * RESTORE: what is this card's own and is kept elsewhere comes home, with the ownership.
 *
 * <pre>
 * idle -> running    by order, or by itself: the home card owns nothing and another place may keep its bytes
 * running -> idle    the NVRAM holds them and this card is the owner; a SAVE begins; or ABORT
 * </pre>
 *
 * A failure is told once. It is tried again at every period until it succeeds or is aborted.
 */
final class Restore {
    /** Periods after which a home card that hears nobody says that nobody keeps its bytes. */
    private static final long PATIENCE = 50;

    private final Hal hal;
    private final List<Personality> personalities;
    private final SaveTarget target;
    private final BooleanSupplier hostAlive;
    private final NvRegisters registers;
    private final ImageStore store;
    private boolean running;
    private boolean ordered;
    private boolean stopped;
    private boolean failed;
    private long periods;

    Restore(
            Hal hal,
            List<Personality> personalities,
            SaveTarget target,
            BooleanSupplier hostAlive,
            NvRegisters registers,
            ImageStore store) {
        this.hal = hal;
        this.personalities = personalities;
        this.target = target;
        this.hostAlive = hostAlive;
        this.registers = registers;
        this.store = store;
    }

    boolean runs() {
        return running;
    }

    /** It ran when the processor was reset, which may have come between the last step and the word about it. */
    void resume() {
        running = true;
    }

    /** The host orders it; says false if there is nothing to restore. */
    boolean order() {
        if (personalities.stream().noneMatch(this::isElsewhere)) {
            return false;
        }
        stopped = false;
        failed = false;
        ordered = true;
        periods = 0;
        tick();
        return true;
    }

    /** A heartbeat period has passed. */
    void tick() {
        if (!registers.mains()) {
            return;
        }
        for (int i = 0; i < personalities.size(); i++) {
            Personality personality = personalities.get(i);
            if (wants(personality) && stopped) {
                // Any word may be lost, or refused because the keeper's epoch was not known here yet.
                target.giveBack(personality, false);
            } else if (wants(personality)) {
                askBack(personality);
            } else if (running && isStored(personality) && !isPreserved(personality) && personality.follows()) {
                // Another card owns it, and fills this copy.
                interrupted();
            }
        }
    }

    /** Another place may have given back what was asked for, before an ABORT if that came too late. */
    void progress() {
        for (int i = 0; i < personalities.size() && (running || stopped); i++) {
            Personality personality = personalities.get(i);
            if (isRestorable(personality) && personality.role() == Role.ACTIVE) {
                end();
                registers.saved(registers.cause() != SaveCause.NONE, registers.cause());
                hal.journal(
                        Notice.NV_RESTORED,
                        personality.slot(),
                        personality.epoch(),
                        personality.log().lsn());
                registers.ended(Field.NV_RESTORE_SUCCESS, 0);
            }
        }
    }

    /** A place keeps it, and says why it was saved; a card whose NVRAM was lost, with its registers, knows no more. */
    void kept(SaveCause why) {
        if (running && registers.cause() == SaveCause.NONE) {
            registers.saved(false, why);
        }
    }

    /** A place has said that it keeps nothing. */
    void notKept() {
        if (running) {
            fails(Field.FAIL_NO_PLACE);
        }
    }

    /** A SAVE has begun. */
    void interrupted() {
        running = false;
        registers.show(Field.NV_RESTORING, false);
    }

    /** Ends it, and does not begin it again by itself; says whether it ran. */
    boolean abort() {
        if (!running) {
            return false;
        }
        hal.journal(Notice.NV_ABORTED, 0, Field.NV_RESTORE.mask(), 0);
        end();
        stopped = true;
        for (Personality personality : personalities) {
            if (wants(personality)) {
                target.giveBack(personality, false);
            }
        }
        registers.ended(Field.NV_RESTORE_ERROR, Field.FAIL_ABORTED.mask());
        return true;
    }

    /** Folds what it does into a number. */
    long stateHash() {
        return periods * 16 + (running ? 8 : 0) + (ordered ? 4 : 0) + (stopped ? 2 : 0) + (failed ? 1 : 0);
    }

    private static boolean isPreserved(Personality personality) {
        return personality.isHome() && personality.config().preserves();
    }

    private boolean isStored(Personality personality) {
        return personality.isHome() && store.result(personality) != LoadResult.EMPTY;
    }

    private boolean isRestorable(Personality personality) {
        return isPreserved(personality) || isStored(personality);
    }

    private boolean isElsewhere(Personality personality) {
        return isRestorable(personality) && personality.role() != Role.ACTIVE;
    }

    /** Whether what is this card's own should come home now. */
    private boolean wants(Personality personality) {
        if (!isPreserved(personality)) {
            return isStored(personality) && personality.role() == Role.STALE;
        }
        return switch (personality.role()) {
            case STALE, CATCHUP, BACKUP_SYNC, SUPERSEDED -> true;
            // The NVRAM still holds everything: it is enough to ask when there is a host to serve.
            case DRAINING, DRAINED -> personality.record().certified() && (hostAlive.getAsBoolean() || ordered);
            default -> false;
        };
    }

    private void askBack(Personality personality) {
        if (!running) {
            running = true;
            periods = 0;
            registers.begins(Field.NV_RESTORE_SUCCESS);
            registers.show(Field.NV_RESTORING, true);
            hal.journal(Notice.NV_RESTORING, personality.slot(), 0, 0);
        }
        if (registers.injected(Field.INJECT_RESTORE)) {
            fails(Field.FAIL_INJECTED);
            return;
        }
        LoadResult stored = store.result(personality);
        if (personality.isHome() && stored != LoadResult.EMPTY && stored != LoadResult.LOADED) {
            fails(stored == LoadResult.NO_DISK ? Field.FAIL_NO_PLACE : Field.FAIL_DAMAGED);
        }
        if (++periods > PATIENCE && personality.epoch() == 0) {
            fails(Field.FAIL_NO_PLACE);
        }
        target.giveBack(personality, true);
    }

    private void end() {
        running = false;
        stopped = false;
        ordered = false;
        failed = false;
        registers.show(Field.NV_RESTORING, false);
    }

    private void fails(Field why) {
        if (failed) {
            return;
        }
        failed = true;
        hal.journal(Notice.NV_RESTORE_FAILED, 0, why.mask(), 0);
        registers.ended(Field.NV_RESTORE_ERROR, why.mask());
    }
}
