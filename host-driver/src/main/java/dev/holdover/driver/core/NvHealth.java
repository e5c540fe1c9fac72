package dev.holdover.driver.core;

import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.Register;
import dev.holdover.model.contract.SaveCause;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * The card's NV state machine as the host reads it (JESD245).
 *
 * @param ready whether the firmware takes orders; all else means nothing if it does not
 * @param armed whether a SAVE begins by itself when the mains or the host are lost
 * @param busy the operation that runs
 * @param results how the last operation of each kind ended; gone when another of that kind is ordered or begins
 * @param dataValid whether another place holds all that was saved last
 * @param cause why that was saved
 * @param failures why the last operation failed; empty if it did not
 * @param placeInSync whether there is another place to save to now
 * @param memoryInitialized the host's own mark: it is gone when the NVRAM's contents were lost since it was set
 */
public record NvHealth(
        boolean ready,
        boolean armed,
        Operation busy,
        Set<Result> results,
        boolean dataValid,
        SaveCause cause,
        Set<Failure> failures,
        boolean placeInSync,
        boolean memoryInitialized) {
    /** What the state machine does. */
    public enum Operation {
        NONE,
        SAVE,
        RESTORE,
        ERASE
    }

    /** How an operation ended. */
    public enum Result {
        SAVED(Field.NV_SAVE_SUCCESS),
        SAVE_FAILED(Field.NV_SAVE_ERROR),
        RESTORED(Field.NV_RESTORE_SUCCESS),
        RESTORE_FAILED(Field.NV_RESTORE_ERROR),
        ERASED(Field.NV_ERASE_SUCCESS),
        ERASE_FAILED(Field.NV_ERASE_ERROR),
        ABORTED(Field.NV_ABORT_SUCCESS),
        NOTHING_ABORTED(Field.NV_ABORT_ERROR),
        ARM_CHANGED(Field.NV_ARM_SUCCESS),
        ARM_REFUSED(Field.NV_ARM_ERROR);

        private final Field field;

        Result(Field field) {
            this.field = field;
        }
    }

    /** Why an operation failed. */
    public enum Failure {
        /** Too little energy; what is not saved is retained in the NVRAM. */
        ENERGY(Field.FAIL_ENERGY),
        /** No place to save to, or none that keeps what is asked for. */
        NO_PLACE(Field.FAIL_NO_PLACE),
        /** The place went away in the middle. */
        PLACE_LOST(Field.FAIL_PLACE_LOST),
        /** The NVRAM's contents are lost. */
        NVRAM_LOST(Field.FAIL_NVRAM_LOST),
        ABORTED(Field.FAIL_ABORTED),
        /** On purpose, by INJECT_ERROR. */
        INJECTED(Field.FAIL_INJECTED),
        /** The state did not allow it: busy, armed, or nothing to do. */
        REFUSED(Field.FAIL_REFUSED);

        private final Field field;

        Failure(Field field) {
            this.field = field;
        }
    }

    static NvHealth read(RegisterReader registers) {
        long status = registers.read(Register.NV_CMD_STATUS, 0);
        long saved = registers.read(Register.CSAVE_INFO, 0);
        return new NvHealth(
                Field.NV_IS_READY.in(registers.read(Register.NV_READY, 0)),
                Field.NV_ARMED.in(status),
                busy(status),
                results(registers.read(Register.NV_RESULT, 0)),
                Field.CSAVE_VALID.in(saved),
                SaveCause.of(Field.CSAVE_CAUSE.get(saved)),
                failures(registers.read(Register.CSAVE_FAIL_INFO, 0)),
                !Field.HEALTH_NO_PLACE.in(registers.read(Register.MODULE_HEALTH, 0)),
                Field.MEMORY_IS_INITIALIZED.in(registers.read(Register.MEMORY_INITIALIZED, 0)));
    }

    private static Operation busy(long status) {
        if (Field.NV_SAVING.in(status)) {
            return Operation.SAVE;
        }
        if (Field.NV_RESTORING.in(status)) {
            return Operation.RESTORE;
        }
        return Field.NV_ERASING.in(status) ? Operation.ERASE : Operation.NONE;
    }

    private static Set<Result> results(long bits) {
        EnumSet<Result> results = EnumSet.noneOf(Result.class);
        for (Result result : Result.values()) {
            if (result.field.in(bits)) {
                results.add(result);
            }
        }
        return Collections.unmodifiableSet(results);
    }

    private static Set<Failure> failures(long bits) {
        EnumSet<Failure> failures = EnumSet.noneOf(Failure.class);
        for (Failure failure : Failure.values()) {
            if (failure.field.in(bits)) {
                failures.add(failure);
            }
        }
        return Collections.unmodifiableSet(failures);
    }
}
