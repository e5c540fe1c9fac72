package dev.holdover.firmware.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdover.firmware.hal.Notice;
import dev.holdover.firmware.testing.Configs;
import dev.holdover.firmware.testing.Dice;
import dev.holdover.firmware.testing.Node;
import dev.holdover.firmware.testing.Pair;
import dev.holdover.model.contract.BootResult;
import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.ImageFault;
import dev.holdover.model.contract.Register;
import dev.holdover.model.contract.Role;
import dev.holdover.model.contract.UpdateError;
import dev.holdover.model.layout.Words;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an operator sees, and that nothing but a confirmed command does anything. */
class ConsoleTest {
    private final Pair pair = new Pair();
    private final Node one = pair.one();
    private final Node two = pair.two();

    @BeforeEach
    void up() {
        pair.up();
        one.screen();
        two.screen();
    }

    @Test
    void showsWhatThereIsToType() {
        assertEquals("""
                help
                help                this list
                status              who owns what, the peers, the energy
                gate                what the host may reach
                gate shut           fence the host until gate open, as if it had failed
                gate open           vouch for the host: let it in without a proof
                force P             own personality P, whatever the others know
                discard             give up this side of every fork
                return P            send guest P home now
                replace battery N   leave battery N out of the budget, to be pulled
                fetch P             ask a peer for the image of P, and check it
                fetch P O L         the same for L KiB of it from KiB O on
                reset               let the watchdog reset the processor
                update              the firmware images in both slots
                update activate     let the next reset boot the image that was sent
                update abort        give up the update that is under way
                >\s""", one.type("help\r"));
    }

    @Test
    void showsTheStatus() {
        assertEquals("""
                status
                card 1: running, gate open, host alive
                P     role          epoch  owner  fault
                1     active        1      1      -
                2     backup sync   1      2      -
                peer 2: answers by LAN A, host not alive
                energy: enough, 30000000 mJ certain; battery 0 0%; battery 1 0%
                >\s""", one.type("status\r"));
        assertEquals("gate\ngate open, open personalities: 1, refused 0\n> ", one.type("gate\r"));
    }

    @Test
    void showsAFailedHostAndASilentOwner() {
        pair.cutWire(true);
        pair.run(100_000_000);
        String status = two.type("status\r");
        assertTrue(status.contains("1     backup sync   1      1      owner is silent\n"), status);
        assertTrue(status.contains("peer 1: silent\n"), status);
    }

    @Test
    void saysWhatWouldBeRight() {
        assertEquals("fore 1\nno such command; type help\n> ", one.type("fore 1\r"));
        assertEquals("force\ntype: force P\n> ", one.type("force\r"));
        assertEquals("gate ajar\ntype: gate | gate shut | gate open\n> ", one.type("gate ajar\r"));
        assertEquals("force 7\nno such personality here; there are: 1 2\n> ", one.type("force 7\r"));
        assertEquals("force x\nno such personality here; there are: 1 2\n> ", one.type("force x\r"));
        assertEquals("force 1\nthis card owns it already\n> ", one.type("force 1\r"));
        assertEquals("return 1\nit is no guest here\n> ", one.type("return 1\r"));
        assertEquals("discard\nnothing is forked\n> ", one.type("discard\r"));
        assertEquals("gate open\nthe gate is open\n> ", one.type("gate open\r"));
        assertEquals("replace battery 2\nno such battery; there are: 0 1\n> ", one.type("replace battery 2\r"));
        assertEquals("yes 123456\nnothing waits for a yes; type help\n> ", one.type("yes 123456\r"));
    }

    @Test
    void editsALine() {
        assertEquals("gata\b \be\ngate open, open personalities: 1, refused 0\n> ", one.type("gata\be\r"));
        assertEquals("gat^C\n> ", one.type("gat\003"));
        assertEquals("\n> ", one.type("\r\n"));
        String typed = "x".repeat(LineEditor.LONGEST);
        assertEquals(typed + "\nno such command; type help\n> ", one.type(typed + "\r"));
        assertEquals(typed + "\ntoo long: a line has at most 120 characters\n> ", one.type(typed + "x\b\r"));
    }

    @Test
    void refusesALineOfWhichACharacterWasDamaged() {
        for (Field wrong : new Field[] {Field.UART_PARITY, Field.UART_FRAMING, Field.UART_OVERRUN}) {
            one.type('h', wrong.mask());
            String screen = one.type("elp\r");
            assertTrue(screen.endsWith("damaged on its way, or not plain text: nothing was done, type it again\n> "));
        }
        assertFalse(one.type("help\r").contains("damaged"));
    }

    @Test
    void forcesOnlyWithItsToken() {
        one.hostBeats(false);
        pair.cutWire(true);
        pair.run(100_000_000);
        String asked = two.type("force 1\r");
        assertTrue(asked.startsWith("force 1\nwill own personality 1: acknowledged writes may be lost"), asked);
        String token = token(asked);
        assertTrue(two.type("yes 000000\r").contains("not the token that was printed: nothing was done"));
        assertTrue(two.type("yes " + token + "\r").contains("nothing waits for a yes"), "a token is good once");
        token = token(two.type("force 1\r"));
        two.type("status\r");
        assertTrue(two.type("yes " + token + "\r").contains("nothing waits"), "another line forgets it");
        assertEquals(0, two.hal().count(Notice.OPERATOR_COMMAND));
        token = token(two.type("force 1\r"));
        two.type("yes " + token + "\r");
        assertEquals(Role.ACTIVE, two.role(Pair.THEIRS));
        assertEquals(
                Command.FORCE,
                Command.at(two.hal().last(Notice.OPERATOR_COMMAND).a()));
    }

    @Test
    void fencesTheHostAndHandsOver() {
        confirmed(one, "gate shut");
        assertTrue(one.gateShut());
        assertTrue(pair.runUntil(() -> two.role(Pair.THEIRS) == Role.ACTIVE, 100_000_000));
        assertEquals(0, one.hal().count(Notice.DIAGNOSED));
    }

    @Test
    void letsAnUnprovenHostIn() {
        assertTrue(two.gateShut());
        confirmed(two, "gate open");
        assertTrue(two.windowOpen(Pair.MINE));
    }

    @Test
    void letsTheWatchdogFire() {
        confirmed(one, "reset");
        one.hal().set(Register.WDT_RELOAD, 0);
        pair.run(100_000_000);
        assertEquals(0, one.hal().get(Register.WDT_RELOAD, 0));
        two.hal().set(Register.WDT_RELOAD, 0);
        pair.run(100_000_000);
        assertEquals(1, two.hal().get(Register.WDT_RELOAD, 0));
    }

    @Test
    void fetchesAnImage() {
        confirmed(two, "fetch 1");
        assertTrue(pair.runUntil(() -> two.hal().count(Notice.FETCHED) == 1, 100_000_000));
    }

    @Test
    void fetchesAPartOfAnImageAndNoneThatIsNotThere() {
        assertTrue(two.type("fetch 1 12 8\r").contains("not within its image: that has 16 KiB"));
        assertTrue(two.type("fetch 1 4 0\r").contains("not within its image"));
        assertTrue(two.type("fetch 1 x 4\r").contains("not within its image"));
        assertTrue(two.type("fetch 3 0 4\r").contains("no such personality here"));
        confirmed(two, "fetch 1 4 8");
        assertTrue(pair.runUntil(() -> two.hal().count(Notice.FETCHED) == 1, 100_000_000));
        assertEquals(8 * 1024, two.hal().last(Notice.FETCHED).a());
        assertEquals(12 * 1024, one.hal().last(Notice.FETCH_SERVED).a());
    }

    @Test
    void asksNoCardForAnImageThatDoesNotAnswer() {
        pair.cutWire(true);
        pair.run(100_000_000);
        assertTrue(two.type("fetch 1\r").contains("no other card that answers holds a copy of it"));
    }

    @Test
    void aFencedHostIsNotLetInByItsProofsNorByAResetUntilTheOperatorSaysSo() {
        confirmed(two, "gate open");
        confirmed(two, "gate shut");
        assertFalse(two.prove());
        two.boot();
        pair.run(2 * Configs.HEARTBEAT_NS);
        assertFalse(two.prove(), "forgotten in a reset");
        two.screen();
        confirmed(two, "gate open");
        assertFalse(two.gateShut());
        two.boot();
        pair.run(2 * Configs.HEARTBEAT_NS);
        assertTrue(two.prove(), "the fence was taken back");
    }

    @Test
    void leavesABatteryOutUntilItIsReplaced() {
        confirmed(one, "replace battery 1");
        assertEquals(15_000_000, one.hal().last(Notice.BATTERY_LEFT_OUT).b());
        pair.run(2 * Configs.HEARTBEAT_NS);
        assertTrue(one.screen().contains("\nbattery 1 may be pulled now\n"));
        one.hal().set(Register.CELL_STATUS, 1, 0);
        pair.run(2 * Configs.HEARTBEAT_NS);
        assertTrue(one.type("status\r").contains("15000000 mJ certain; battery 0 0%; battery 1 gone left out"));
        assertTrue(one.type("replace battery 0\r").contains("battery 1 is being replaced: finish that first"));
        one.hal().set(Register.CELL_STATUS, 1, Field.CELL_PRESENT.mask());
        pair.run(2 * Configs.HEARTBEAT_NS);
        assertTrue(one.screen().contains("\nbattery 1 is in its place and counted again\n"));
        assertTrue(one.type("status\r").contains("30000000 mJ certain"));
    }

    @Test
    void anAnnouncedSwapOutlivesAResetOfTheProcessor() {
        confirmed(one, "replace battery 1");
        one.boot();
        pair.run(2 * Configs.HEARTBEAT_NS);
        assertTrue(one.screen().contains("\nbattery 1 may be pulled now\n"), "said again to whoever waits for it");
        assertTrue(one.type("status\r").contains(" 15000000 mJ certain"));
        one.hal().set(Register.CELL_STATUS, 1, 0);
        one.boot();
        pair.run(2 * Configs.HEARTBEAT_NS);
        one.hal().set(Register.CELL_STATUS, 1, Field.CELL_PRESENT.mask());
        pair.run(2 * Configs.HEARTBEAT_NS);
        assertTrue(one.screen().contains("\nbattery 1 is in its place and counted again\n"));
        one.boot();
        pair.run(2 * Configs.HEARTBEAT_NS);
        assertTrue(one.type("status\r").contains(" 30000000 mJ certain"), "it is over");
    }

    @Test
    void holdsABatteryBackThatIsNeeded() {
        one.hal().set(Register.CELL_MV, 0, 9_000);
        confirmed(one, "replace battery 1");
        pair.run(10 * Configs.HEARTBEAT_NS);
        assertEquals(0, one.hal().count(Notice.BATTERY_MAY_BE_PULLED));
        confirmed(one, "replace battery 1");
        assertEquals(1, one.hal().count(Notice.BATTERY_COUNTED));
        assertTrue(one.type("status\r").contains(" 15000000 mJ certain"));
    }

    /** Words of the grammar among them, so that not all is refused at the first character. */
    @Test
    void whatIsNotConfirmedChangesNothing() {
        Dice dice = new Dice(11);
        String[] words = {
            "force 1", "yes ", "gate shut", "reset", "discard", "replace battery 1", "return 2", "\b", "\r"
        };
        long before = two.firmware().stateHash();
        long stores = two.nvram().stores();
        for (int i = 0; i < 20_000; i++) {
            if (dice.below(3) == 0) {
                two.type(words[dice.below(words.length)]);
            } else {
                two.type(dice.below(256), dice.below(8) == 0 ? Field.UART_PARITY.mask() : 0);
            }
            two.hal().takeSaid();
        }
        assertEquals(before, two.firmware().stateHash(), dice::toString);
        assertEquals(stores, two.nvram().stores());
        assertEquals(0, two.hal().count(Notice.OPERATOR_COMMAND));
        two.type("\003");
        assertTrue(two.type("status\r").contains("card 2: running"));
    }

    @Test
    void showsTheFirmwareImages() {
        one.hal().set(Register.FW_VERSION, 0, 3);
        one.hal().set(Register.FW_VERSION, 1, 4);
        one.hal().set(Register.FW_SLOTS, Field.FW_RUNNING.set(Field.FW_TRIAL.mask(), 1));
        one.hal().set(Register.FW_BOOT, Field.FW_BOOT_RESULT.set(0, BootResult.TRIAL.ordinal()));
        assertEquals("""
                update
                slot 0: version 3, boots next
                slot 1: version 4, runs on trial
                last boot: trial; update: idle
                >\s""", one.type("update\r"));
        one.hal().set(Register.FW_VERSION, 1, 0);
        one.hal().set(Register.FW_SLOTS, 0);
        long fellBack = Field.FW_BOOT_RESULT.set(0, BootResult.FELL_BACK.ordinal());
        one.hal().set(Register.FW_BOOT, Field.FW_BOOT_FAULT.set(fellBack, ImageFault.CRC.ordinal()));
        assertEquals("""
                update
                slot 0: version 3, runs, boots next
                slot 1: no image
                last boot: fell back: crc; update: idle
                >\s""", one.type("update\r"));
    }

    @Test
    void activatesAnUpdateThatIsVerifiedAndAbortsOneThatIsNot() {
        one.hostBeats(true);
        assertTrue(one.type("update activate\r").contains("no image was sent and verified"));
        assertTrue(one.type("update abort\r").contains("no update is under way"));
        order(Register.FW_LENGTH, 0, Field.FW_START);
        order(Register.FW_LENGTH, 8, Field.FW_START);
        confirmed(one, "update abort");
        assertEquals(UpdateError.ABORTED.ordinal(), Field.FW_ERROR.get(one.hal().get(Register.FW_STATUS, 0)));
        order(Register.FW_LENGTH, 8, Field.FW_START);
        one.interrupt(Field.PROC_FLASH);
        one.interrupt(Field.PROC_FLASH);
        order(Register.FW_BLOCK_CRC, Words.crc32c(new CRC32C(), new byte[8], 0, 8) & 0xffff_ffffL, Field.FW_BLOCK);
        one.interrupt(Field.PROC_FLASH);
        order(Register.FW_OFFSET, 0, Field.FW_VERIFY);
        one.interrupt(Field.PROC_FLASH);
        confirmed(one, "update activate");
        assertEquals(Field.FLASH_PEND.mask(), one.hal().get(Register.FLASH_CTRL, 0));
        one.interrupt(Field.PROC_FLASH);
        assertTrue(one.type("update abort\r").contains("the next reset boots it"));
    }

    private void order(Register register, long value, Field order) {
        one.hal().set(register, value);
        one.hal().set(Register.FW_CMD, order.mask());
        one.interrupt(Field.PROC_UPDATE);
    }

    private static void confirmed(Node node, String command) {
        node.type("yes " + token(node.type(command + "\r")) + "\r");
        assertTrue(node.hal().count(Notice.OPERATOR_COMMAND) > 0, command);
    }

    private static String token(String screen) {
        String before = "to do it type: yes ";
        int at = screen.indexOf(before);
        assertTrue(at >= 0, screen);
        return screen.substring(at + before.length(), at + before.length() + 6);
    }
}
