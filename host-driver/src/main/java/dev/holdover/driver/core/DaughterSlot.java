package dev.holdover.driver.core;

import dev.holdover.model.contract.DaughterType;
import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.Side;

/**
 * What the card says of one of its daughter slots.
 *
 * @param number of the slot
 * @param type what is in it
 * @param powered whether that has power
 * @param fault it does not answer, or its power controller has a fault
 * @param removed one was pulled without notice, and none was put in since
 * @param owner which side drives it
 */
public record DaughterSlot(int number, DaughterType type, boolean powered, boolean fault, boolean removed, Side owner) {
    static DaughterSlot of(int number, long status) {
        return new DaughterSlot(
                number,
                DaughterType.of(Field.DAUGHTER_TYPE.get(status)),
                Field.DAUGHTER_POWERED.in(status),
                Field.DAUGHTER_FAULT.in(status),
                Field.DAUGHTER_REMOVED.in(status),
                Field.DAUGHTER_OWNER.in(status) ? Side.CARD : Side.HOST);
    }

    /** Whether this host drives a card of a type there that has power and answers. */
    boolean hasOur(DaughterType what) {
        return owner == Side.HOST && type == what && powered && !fault;
    }
}
