package dev.holdover.driver.core;

import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.Register;

/**
 * The card's memory as its error correction finds it.
 *
 * @param corrected words corrected since power came on; it stays at 65535
 * @param uncorrectable reads of words that can't be corrected since power came on; it stays at 65535
 * @param lastAddress NVRAM address of the logged error
 * @param syndrome of the logged error
 * @param poisonedReads reads of this driver that were answered by a poisoned completion
 */
public record EccHealth(int corrected, int uncorrectable, long lastAddress, int syndrome, long poisonedReads) {
    static EccHealth read(RegisterReader registers, long poisonedReads) {
        long count = registers.read(Register.ERR_COUNT, 0);
        return new EccHealth(
                (int) Field.ERR_CORRECTED.get(count),
                (int) Field.ERR_UNCORRECTABLE.get(count),
                registers.read(Register.ERR_ADDR_LOG, 0),
                (int) registers.read(Register.SYNDROME, 0),
                poisonedReads);
    }
}
