package dev.holdover.model.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The register map as a whole: that it can be built. */
class RegisterMapTest {
    @Test
    void noTwoRegistersOverlap() {
        Register[] owner = new Register[Register.BAR0_BYTES];
        for (Register register : Register.values()) {
            for (int at = register.offset(); at < end(register); at++) {
                assertEquals(null, owner[at], register + " at " + Integer.toHexString(at));
                owner[at] = register;
            }
        }
    }

    @Test
    void noTwoBlocksOverlap() {
        Block[] owner = new Block[Register.BAR0_BYTES];
        for (Block block : Block.values()) {
            for (int at = block.offset(); at < block.offset() + block.size(); at++) {
                assertEquals(null, owner[at], block + " at " + Integer.toHexString(at));
                owner[at] = block;
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyBlockHoldsRegisters(Block block) {
        assertTrue(Arrays.stream(Register.values()).anyMatch(register -> register.block() == block));
    }

    @ParameterizedTest
    @EnumSource
    void everyRegisterLiesInsideItsBlock(Register register) {
        Block block = register.block();
        assertTrue(register.offset() >= block.offset());
        assertTrue(end(register) <= block.offset() + block.size());
    }

    @ParameterizedTest
    @EnumSource
    void everyRegisterIsAlignedToItsWidth(Register register) {
        assertTrue(register.width() == 4 || register.width() == 8);
        for (int n = 0; n < register.count(); n++) {
            assertEquals(0, register.offset(n) % register.width());
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyResetValueFits(Register register) {
        assertEquals(0, register.width() == 4 ? register.resetValue() >>> 32 : 0);
    }

    @ParameterizedTest
    @EnumSource
    void everyRegisterIsThereForSomeone(Register register) {
        assertTrue(register.access(Side.HOST) != Access.NONE || register.access(Side.CARD) != Access.NONE);
        assertNotEquals("", register.doc());
    }

    @ParameterizedTest
    @EnumSource
    void everyFieldFitsItsRegisterAndOverlapsNoOther(Field field) {
        assertTrue(field.bits() > 0 && field.lsb() >= 0);
        assertTrue(field.lsb() + field.bits() <= field.register().width() * 8);
        for (Field other : Field.values()) {
            if (other != field && other.register() == field.register()) {
                assertEquals(0, other.mask() & field.mask(), other.name());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyFieldTakesWhatIsSetAndLeavesTheRest(Field field) {
        long all = field.mask() >>> field.lsb();
        assertEquals(all, field.get(field.set(0, all)));
        assertEquals(field.mask(), field.set(0, -1));
        assertEquals(~field.mask(), field.set(-1, 0));
        assertTrue(field.in(field.mask()));
        assertTrue(!field.in(~field.mask()));
    }

    @Test
    void anArrayEndsWithItsLastElement() {
        for (Register register : Register.values()) {
            for (int n : List.of(-1, register.count())) {
                assertTrue(failsAt(register, n), register + "[" + n + "]");
            }
        }
    }

    private static boolean failsAt(Register register, int n) {
        try {
            register.offset(n);
            return false;
        } catch (IndexOutOfBoundsException expected) {
            return true;
        }
    }

    private static int end(Register register) {
        return register.offset() + register.count() * register.width();
    }
}
