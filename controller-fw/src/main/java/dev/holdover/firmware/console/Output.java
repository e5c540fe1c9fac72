package dev.holdover.firmware.console;

import dev.holdover.firmware.hal.Hal;
import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.Register;

/** What the console still has to say; it goes out as fast as the line takes it. What finds no room is dropped. */
public final class Output {
    private static final int BYTES = 8192;
    private static final int FIFO = 16;
    private static final String HEX = "0123456789abcdef";

    private final Hal hal;
    private final byte[] ring = new byte[BYTES];
    private int at;
    private int count;

    Output(Hal hal) {
        this.hal = hal;
    }

    void put(int character) {
        if (count < BYTES) {
            ring[(at + count++) % BYTES] = (byte) character;
        }
    }

    public Output text(String text) {
        for (int i = 0; i < text.length(); i++) {
            put(text.charAt(i));
        }
        return this;
    }

    /** A text, and blanks up to {@code width}; at least one. */
    public Output padded(String text, int width) {
        text(text);
        for (int i = text.length(); i < Math.max(width, text.length() + 1); i++) {
            put(' ');
        }
        return this;
    }

    public Output newLine() {
        return text("\r\n");
    }

    public Output line(String text) {
        return text(text).newLine();
    }

    Output hex(long value, int width) {
        return text(digits(value, width));
    }

    static String digits(long value, int width) {
        StringBuilder digits = new StringBuilder();
        for (int i = width - 1; i >= 0; i--) {
            digits.append(HEX.charAt((int) (value >>> 4 * i & 15)));
        }
        return digits.toString();
    }

    /** Fills the transmit FIFO; its interrupt calls again. */
    void send() {
        if (count == 0) {
            return;
        }
        long level = Field.UART_TX_LEVEL.get(hal.read(Register.UART_STATUS));
        while (count > 0 && level < FIFO) {
            hal.write(Register.UART_TX, ring[at] & 0xff);
            at = (at + 1) % BYTES;
            count--;
            level++;
        }
    }
}
