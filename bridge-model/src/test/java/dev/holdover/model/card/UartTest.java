package dev.holdover.model.card;

import static dev.holdover.model.card.CardRig.MS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.Register;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The console's UART, from both of its ends. */
class UartTest {
    private final CardRig rig = new CardRig(30_000, 5_000);

    @BeforeEach
    void up() {
        rig.card.mainRail(true);
        rig.loop.runFor(20 * MS);
    }

    @Test
    void givesCharactersInOrderWithWhatWasWrong() {
        rig.card.uart().receive('a', false, false);
        rig.card.uart().receive('b', true, false);
        rig.card.uart().receive('c', false, true);
        assertEquals(3, Field.UART_RX_LEVEL.get(rig.card.read(Register.UART_STATUS, 0)));
        assertEquals(Field.UART_VALID.mask() | 'a', rig.card.read(Register.UART_RX, 0));
        assertEquals(Field.UART_VALID.mask() | Field.UART_PARITY.mask() | 'b', rig.card.read(Register.UART_RX, 0));
        assertEquals(Field.UART_VALID.mask() | Field.UART_FRAMING.mask() | 'c', rig.card.read(Register.UART_RX, 0));
        assertEquals(0, rig.card.read(Register.UART_RX, 0));
    }

    @Test
    void interruptsTheProcessorForEachCharacter() {
        rig.card.uart().receive('a', false, false);
        assertTrue(Field.PROC_UART.in(rig.card.read(Register.PROC_INT_CAUSE, 0)));
    }

    @Test
    void losesWhatFindsTheFifoFullAndSaysSoWithTheNext() {
        for (int i = 0; i <= Uart.FIFO; i++) {
            rig.card.uart().receive(i, false, false);
        }
        assertEquals(Uart.FIFO, Field.UART_RX_LEVEL.get(rig.card.read(Register.UART_STATUS, 0)));
        for (int i = 0; i < Uart.FIFO; i++) {
            assertEquals(Field.UART_VALID.mask() | i, rig.card.read(Register.UART_RX, 0));
        }
        rig.card.uart().receive('z', false, false);
        assertTrue(Field.UART_OVERRUN.in(rig.card.read(Register.UART_RX, 0)));
        rig.card.uart().receive('z', false, false);
        assertFalse(Field.UART_OVERRUN.in(rig.card.read(Register.UART_RX, 0)));
    }

    @Test
    void sendsAsFastAsTheLineIs() {
        for (int i = 0; i <= Uart.FIFO; i++) {
            rig.card.write(Register.UART_TX, 0, 'a' + i);
        }
        assertEquals(Uart.FIFO, Field.UART_TX_LEVEL.get(rig.card.read(Register.UART_STATUS, 0)));
        rig.loop.runFor(Uart.FIFO / 2 * Uart.CHARACTER_NS - 1);
        assertFalse(Field.PROC_UART.in(rig.card.read(Register.PROC_INT_CAUSE, 0)));
        rig.loop.runFor(1);
        assertTrue(Field.PROC_UART.in(rig.card.read(Register.PROC_INT_CAUSE, 0)));
        rig.loop.runFor(Uart.FIFO / 2 * Uart.CHARACTER_NS);
        assertEquals("abcdefghijklmnop", rig.console.toString());
    }

    @Test
    void forgetsEverythingInReset() {
        rig.card.uart().receive('a', false, false);
        rig.card.write(Register.UART_TX, 0, 'b');
        rig.card.processorReset();
        rig.card.uart().receive('c', false, false);
        rig.loop.runFor(20 * MS);
        assertEquals(ProcessorState.RUNNING, rig.card.state());
        assertEquals(0, rig.card.read(Register.UART_STATUS, 0));
        assertEquals("", rig.console.toString());
        rig.card.write(Register.UART_TX, 0, 'd');
        rig.loop.runFor(Uart.CHARACTER_NS);
        assertEquals("d", rig.console.toString());
    }
}
