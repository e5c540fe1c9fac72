package dev.holdover.firmware.console;

import dev.holdover.firmware.hal.Hal;
import dev.holdover.firmware.hal.Notice;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The command line. What changes something is done only when it is confirmed: the console says what it is about to do
 * and prints a token, and the next line must be {@code yes} and that token. Any other line forgets it.
 *
 * <pre>
 * IDLE -> WAITS      a command that changes something was typed
 * WAITS -> IDLE      yes and the token: it is done; any other line, or ^C: it is not
 * </pre>
 *
 * A line is done whole or not at all: one with a damaged character in it is refused. Nothing that is typed, short of a
 * confirmed command, changes what the firmware knows.
 */
public final class Console {
    private static final String PROMPT = "> ";
    private static final int TOKEN_BITS = 24;
    private static final int TOKEN_DIGITS = TOKEN_BITS / 4;

    private final Hal hal;
    private final Commands commands;
    private final Output output;
    private final LineEditor editor;
    private Order waiting = new Order(Command.NONE, Command.NONE.numbers(new String[1]));
    private long token;

    /** @param commands does what was typed */
    public Console(Hal hal, Commands commands) {
        this.hal = hal;
        this.commands = commands;
        this.output = new Output(hal);
        this.editor = new LineEditor(hal, output, this::line);
    }

    /** The firmware boots: says who it is. */
    public void start() {
        output.newLine();
        commands.banner(output);
        output.text(PROMPT).send();
    }

    /** The UART has something, or room for something. */
    public void interrupt() {
        editor.take();
        output.send();
    }

    /** A heartbeat period has passed: says what nobody has typed for. */
    public void tick() {
        String news = commands.news();
        if (!news.isEmpty()) {
            output.newLine().line(news).text(PROMPT).send();
        }
    }

    private void line(LineEditor.Verdict verdict, byte[] typed, int length) {
        long expected = token;
        token = 0;
        switch (verdict) {
            case GOOD -> obey(words(typed, length), expected);
            case TOO_LONG -> output.line("too long: a line has at most " + LineEditor.LONGEST + " characters");
            case DAMAGED -> output.line("damaged on its way, or not plain text: nothing was done, type it again");
            case ABORTED -> {
                // Its end is on the screen already.
            }
        }
        output.text(PROMPT);
    }

    private static String[] words(byte[] typed, int length) {
        String line = new String(typed, 0, length, StandardCharsets.US_ASCII).strip();
        return line.isEmpty() ? new String[0] : line.split(" +", -1);
    }

    private void obey(String[] words, long expected) {
        if (words.length == 0) {
            return;
        }
        if (words[0].equals("yes")) {
            confirm(words, expected);
            return;
        }
        Command command = Command.of(words);
        if (command == Command.NONE) {
            output.line(Command.hint(words));
            return;
        }
        switch (command) {
            case HELP -> help();
            case STATUS -> commands.status(output);
            case GATE -> commands.gate(output);
            case UPDATE -> commands.update(output);
            default -> ask(new Order(command, command.numbers(words)));
        }
    }

    private void ask(Order order) {
        String objection = commands.objection(order);
        if (!objection.isEmpty()) {
            output.line(objection);
            return;
        }
        waiting = order;
        token = hal.entropy() >>> Long.SIZE - TOKEN_BITS | 1;
        commands.intent(output, order);
        output.text("to do it type: yes ").hex(token, TOKEN_DIGITS).newLine();
    }

    private void confirm(String[] words, long expected) {
        if (expected == 0) {
            output.line("nothing waits for a yes; type help");
        } else if (words.length != 2 || !words[1].equals(Output.digits(expected, TOKEN_DIGITS))) {
            output.line("not the token that was printed: nothing was done");
        } else if (!commands.objection(waiting).isEmpty()) {
            output.line(commands.objection(waiting));
        } else {
            hal.journal(Notice.OPERATOR_COMMAND, 0, waiting.command().ordinal(), waiting.number());
            output.line(commands.perform(waiting));
        }
    }

    private void help() {
        Arrays.stream(Command.values())
                .filter(command -> command != Command.NONE)
                .forEach(command -> output.padded(command.usage(), Command.USAGE_WIDTH)
                        .text(command.help())
                        .newLine());
    }
}
