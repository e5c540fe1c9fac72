package dev.holdover.firmware.console;

import dev.holdover.firmware.hal.Hal;
import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.Register;

/** Makes lines of characters: echo, backspace, ^C. */
final class LineEditor {
    /** Characters of the longest line. */
    static final int LONGEST = 120;

    private static final int INTERRUPT = 3;
    private static final int BACKSPACE = 8;
    private static final int DELETE = 0x7f;
    private static final int FIRST_PLAIN = 0x20;
    private static final int FIFO = 16;

    /** What a line is worth. */
    enum Verdict {
        GOOD,
        TOO_LONG,
        DAMAGED,
        ABORTED
    }

    /** Told of each line. */
    @FunctionalInterface
    interface Listener {
        void line(Verdict verdict, byte[] typed, int length);
    }

    private final Hal hal;
    private final Output output;
    private final Listener listener;
    private final byte[] line = new byte[LONGEST];
    private int length;
    private boolean tooLong;
    private boolean damaged;
    private boolean afterReturn;

    LineEditor(Hal hal, Output output, Listener listener) {
        this.hal = hal;
        this.output = output;
        this.listener = listener;
    }

    /** Takes what the UART has. */
    void take() {
        for (int i = 0; i < FIFO; i++) {
            long entry = hal.read(Register.UART_RX);
            if (!Field.UART_VALID.in(entry)) {
                return;
            }
            damaged |= Field.UART_OVERRUN.in(entry);
            if (Field.UART_FRAMING.in(entry) || Field.UART_PARITY.in(entry)) {
                damaged = true;
                output.put('?');
            } else {
                typed((int) Field.UART_CHARACTER.get(entry));
            }
        }
    }

    private void typed(int character) {
        boolean secondEnd = afterReturn && character == '\n';
        afterReturn = character == '\r';
        switch (character) {
            case '\r', '\n' -> {
                if (!secondEnd) {
                    end(damaged ? Verdict.DAMAGED : tooLong ? Verdict.TOO_LONG : Verdict.GOOD);
                }
            }
            case INTERRUPT -> {
                output.text("^C");
                end(Verdict.ABORTED);
            }
            case BACKSPACE, DELETE -> {
                if (length > 0 && !tooLong) {
                    length--;
                    output.text("\b \b");
                }
            }
            default -> {
                if (character < FIRST_PLAIN || character > DELETE) {
                    damaged = true;
                    output.put('?');
                } else if (length == LONGEST) {
                    tooLong = true;
                } else {
                    line[length++] = (byte) character;
                    output.put(character);
                }
            }
        }
    }

    private void end(Verdict verdict) {
        int typed = length;
        length = 0;
        tooLong = false;
        damaged = false;
        output.newLine();
        listener.line(verdict, line, typed);
    }
}
