package dev.holdover.firmware;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdover.firmware.hal.Notice;
import dev.holdover.firmware.hal.Timer;
import dev.holdover.firmware.testing.Configs;
import dev.holdover.firmware.testing.Dice;
import dev.holdover.firmware.testing.Node;
import dev.holdover.model.contract.BootState;
import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.Register;
import dev.holdover.model.contract.Role;
import dev.holdover.model.layout.NvramLayout;
import org.junit.jupiter.api.Test;

class FirmwareBootTest {
    @Test
    void aProvisionedCardServesItsOwnHostAndBacksUpTheOther() {
        Node node = new Node(Configs.pair(1)).provisioned();
        node.boot();
        assertEquals(BootState.RUNNING, node.bootState());
        assertEquals(Role.ACTIVE, node.role(0));
        assertEquals(Role.BACKUP_SYNC, node.role(1));
        assertEquals(1, node.record(0).epoch());
        assertTrue(node.gateShut(), "nobody has proved anything");
        assertTrue(node.hal().armed(Timer.WATCHDOG));
        assertTrue(Field.WDT_ENABLE.in(node.hal().get(Register.WDT_CTRL, 0)));
    }

    @Test
    void aBlankNvramClaimsNothing() {
        Dice dice = new Dice(8);
        for (int i = 0; i < 3; i++) {
            Node node = new Node(Configs.pair(1));
            if (i > 0) {
                byte[] noise = dice.bytes(node.nvram().bytes().length);
                System.arraycopy(noise, 0, node.nvram().bytes(), 0, noise.length);
            }
            node.boot();
            assertEquals(BootState.RUNNING, node.bootState(), dice::toString);
            assertEquals(1, node.hal().count(Notice.NVRAM_BLANK));
            for (int slot = 0; slot < 2; slot++) {
                assertEquals(Role.STALE, node.role(slot));
                assertEquals(0, node.record(slot).epoch());
                assertArrayEquals(new byte[(int) node.layout().userBytes()], node.image(slot));
            }
            assertTrue(node.gateShut());
        }
    }

    @Test
    void aTornSuperblockLeavesTheOneBefore() {
        for (int cut = 0; cut < 2 * NvramLayout.BLOCK / 8; cut++) {
            Node node = new Node(Configs.pair(1)).provisioned();
            node.nvram().cutAfter(cut);
            node.bootAsItIs();
            if (!node.wasCut()) {
                assertTrue(cut > 10, "a boot that stores nothing");
                return;
            }
            node.boot();
            assertEquals(BootState.RUNNING, node.bootState(), "cut at store " + cut);
            assertEquals(0, node.hal().count(Notice.NVRAM_BLANK), "cut at store " + cut);
            assertEquals(Role.ACTIVE, node.role(0));
            assertEquals(1, node.record(0).epoch());
        }
        throw new AssertionError("the boot never ended");
    }

    @Test
    void anOwnersLogThatIsNotWholeIsNeverServed() {
        Node node = new Node(Configs.pair(1)).provisioned();
        long headers = node.layout().slot(0) + node.layout().headers();
        node.nvram().bytes()[(int) headers + 30] ^= 1;
        byte[] before = node.nvram().bytes().clone();
        node.boot();
        assertEquals(BootState.FAILED, node.bootState());
        assertEquals(1, node.hal().count(Notice.NVRAM_CORRUPT));
        assertTrue(node.gateShut());
        assertFalse(node.prove(), "proved to a card that has given up");
        byte[] after = node.nvram().bytes();
        for (int i = (int) NvramLayout.SLOTS_AT; i < before.length; i++) {
            assertEquals(before[i], after[i], "byte " + i + " was touched");
        }
    }

    @Test
    void everyBootIsAnotherLife() {
        Node node = new Node(Configs.pair(1)).provisioned();
        long last = 0;
        for (int i = 0; i < 5; i++) {
            node.boot();
            long life = node.hal().last(Notice.CARD_BOOTED).a();
            assertTrue(life > last, life + " after " + last);
            last = life;
        }
        java.util.Arrays.fill(node.nvram().bytes(), (byte) 0);
        node.boot();
        assertTrue(node.hal().last(Notice.CARD_BOOTED).a() > last, "a lost NVRAM brings an old life back");
    }

    @Test
    void waitsOutsideTheHostsGateWithoutAStore() {
        Node node = new Node(Configs.pair(1)).provisioned();
        node.hal().set(Register.HOST_GATE_CTRL, Field.HOST_GATE_SHUT.mask());
        long before = node.nvram().stores();
        node.boot();
        assertEquals(BootState.AWAITING_GATE, node.bootState());
        node.ring(0);
        node.timer(Timer.TICK, 0);
        assertEquals(before, node.nvram().stores());
        node.hal().set(Register.HOST_GATE_CTRL, 0);
        node.interrupt(Field.PROC_HOST_GATE);
        assertEquals(BootState.RUNNING, node.bootState());
    }

    @Test
    void aLinkThatIsDownIsNoFailureOfTheHost() {
        Node node = new Node(Configs.pair(1)).provisioned();
        node.boot();
        assertTrue(node.prove());
        node.interrupt(Field.PROC_LINK);
        assertFalse(node.gateShut());
        assertEquals(0, node.hal().count(Notice.HOST_FAILED));
    }
}
