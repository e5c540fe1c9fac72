package dev.holdover.model.card;

import dev.holdover.model.bridge.Bridge;
import dev.holdover.model.bridge.Peripheral;
import dev.holdover.model.contract.Block;
import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.Register;
import dev.holdover.model.time.Scheduler;

/**
 * The console's UART (as Arm's PL011): 115200 baud, eight data bits, even parity, a FIFO of 16 characters each way.
 * What was wrong with a character stands beside it in the receive FIFO; one that finds the FIFO full is lost, and the
 * next that is kept says so.
 *
 * <p>The processor is interrupted when a character has come, and when the transmit FIFO has become half empty. While
 * the processor is held in reset or has no power, so is the UART: what arrives then is lost.
 */
public final class Uart implements Peripheral {
    /** Characters in each FIFO. */
    public static final int FIFO = 16;

    private static final int BAUD = 115_200;
    private static final int BITS = 11;

    /** How long a character takes on the line: start bit, eight data bits, parity, stop bit. */
    public static final long CHARACTER_NS = 1_000_000_000L * BITS / BAUD;

    private static final int BYTE = 0xff;

    private final Bridge bridge;
    private final Scheduler scheduler;
    private final int kind;
    private final CardTap tap;
    private final Runnable interrupt;
    private final short[] received = new short[FIFO];
    private final byte[] toSend = new byte[FIFO];
    private int receivedAt;
    private int receivedCount;
    private int toSendAt;
    private int toSendCount;
    private boolean overrun;
    private boolean held = true;
    private long generation;

    /**
     * @param scheduler the card's own clock
     * @param kind the event by which {@link #sent} is called
     * @param interrupt raises the processor's interrupt
     */
    Uart(Bridge bridge, Scheduler scheduler, int kind, CardTap tap, Runnable interrupt) {
        this.bridge = bridge;
        this.scheduler = scheduler;
        this.kind = kind;
        this.tap = tap;
        this.interrupt = interrupt;
        bridge.attach(Block.UART, this);
    }

    /** The processor is held, and with it the UART: both FIFOs are emptied, the line is idle. */
    void hold() {
        held = true;
        overrun = false;
        receivedCount = 0;
        toSendCount = 0;
        generation++;
    }

    void release() {
        held = false;
    }

    /** A character has come in from the line, all its bits. */
    public void receive(int character, boolean badParity, boolean badStopBit) {
        if (held) {
            return;
        }
        if (receivedCount == FIFO) {
            overrun = true;
            return;
        }
        long entry = Field.UART_VALID.mask() | character & BYTE;
        entry |= badParity ? Field.UART_PARITY.mask() : 0;
        entry |= badStopBit ? Field.UART_FRAMING.mask() : 0;
        entry |= overrun ? Field.UART_OVERRUN.mask() : 0;
        overrun = false;
        received[(receivedAt + receivedCount++) % FIFO] = (short) entry;
        interrupt.run();
    }

    /** The line has taken a character; {@code ofGeneration} as it was given to the event. */
    void sent(long ofGeneration) {
        if (ofGeneration != generation) {
            return;
        }
        int character = toSend[toSendAt] & BYTE;
        toSendAt = (toSendAt + 1) % FIFO;
        toSendCount--;
        if (toSendCount > 0) {
            scheduler.after(CHARACTER_NS, kind, generation, 0);
        }
        if (toSendCount == FIFO / 2) {
            interrupt.run();
        }
        tap.serial(character);
    }

    @Override
    public void refresh(Register register) {
        if (register == Register.UART_RX) {
            bridge.poke(register, take());
        } else if (register == Register.UART_STATUS) {
            bridge.poke(register, Field.UART_TX_LEVEL.set(Field.UART_RX_LEVEL.set(0, receivedCount), toSendCount));
        }
    }

    @Override
    public void written(Register register, long value) {
        if (register != Register.UART_TX || held || toSendCount == FIFO) {
            return;
        }
        toSend[(toSendAt + toSendCount++) % FIFO] = (byte) value;
        if (toSendCount == 1) {
            scheduler.after(CHARACTER_NS, kind, generation, 0);
        }
    }

    private long take() {
        if (receivedCount == 0) {
            return 0;
        }
        long entry = received[receivedAt] & 0xffffL;
        receivedAt = (receivedAt + 1) % FIFO;
        receivedCount--;
        return entry;
    }
}
