package dev.holdover.harness.world;

import dev.holdover.harness.world.World.Port;
import dev.holdover.model.card.Uart;
import dev.holdover.model.time.Component;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * An operator's terminal at a card's console. What he types goes out one character after the other; what the card
 * says is told line by line, from the first time that he types. He reads tokens off the screen: {@code {token}} in
 * what he types is the one that was printed last.
 */
public final class Terminal implements Component {
    private static final int TYPED = 0;
    private static final int NOISE = 1;
    private static final String TOKEN = "{token}";
    private static final String TOKEN_COMES = "to do it type: yes ";
    private static final int FIRST_PLAIN = 0x20;
    private static final int LAST_PLAIN = 0x7e;
    private static final int LONGEST_LINE = 200;
    private static final long MILLION = 1_000_000;

    private final Port port;
    private final Uart uart;
    private final RandomStream random;
    private final Consumer<String> told;
    private final Deque<Byte> toSend = new ArrayDeque<>();
    private final StringBuilder line = new StringBuilder();
    private String token = "";
    private boolean watched;
    private long damagePpm;

    Terminal(Port port, Uart uart, RandomStream random, Consumer<String> told) {
        this.port = port;
        this.uart = uart;
        this.random = random;
        this.told = told;
        port.attach(this);
    }

    /** Types a line and presses Enter. */
    public void type(String text) {
        watched = true;
        boolean idle = toSend.isEmpty();
        for (char each : (text.replace(TOKEN, token) + '\r').toCharArray()) {
            toSend.add((byte) each);
        }
        if (idle) {
            port.after(Uart.CHARACTER_NS, TYPED, 0, 0);
        }
    }

    /** From now on so many of the line's characters are damaged or lost. */
    public void damage(long ppm) {
        damagePpm = ppm;
    }

    /** Characters come in at the card that nobody has typed. */
    public void noise(long characters) {
        watched = true;
        if (characters > 0) {
            port.after(Uart.CHARACTER_NS, NOISE, characters, 0);
        }
    }

    @Override
    public void on(int kind, long a, long b, long nowNs) {
        if (kind == NOISE) {
            boolean clean = random.chance(MILLION / 2);
            uart.receive((int) random.between(0, 255), !clean, false);
            noise(a - 1);
            return;
        }
        damaged(toSend.remove());
        if (!toSend.isEmpty()) {
            port.after(Uart.CHARACTER_NS, TYPED, 0, 0);
        }
    }

    /** One bit wrong breaks the parity, two of them do not; a stop bit may be wrong; or all is lost. */
    private void damaged(int character) {
        if (!random.chance(damagePpm)) {
            uart.receive(character, false, false);
            return;
        }
        int bit = (int) random.between(0, 7);
        int another = (bit + (int) random.between(1, 7)) % Byte.SIZE;
        switch ((int) random.between(0, 3)) {
            case 0 -> uart.receive(character ^ 1 << bit, true, false);
            case 1 -> uart.receive(character ^ 1 << bit ^ 1 << another, false, false);
            case 2 -> uart.receive(character, false, true);
            default -> {
                // Lost on its way.
            }
        }
    }

    /** A character has come from the card. */
    void heard(int character) {
        if (!watched || random.chance(damagePpm)) {
            return;
        }
        if (character == '\n' || line.length() == LONGEST_LINE) {
            tell();
        } else if (character == '\b') {
            line.setLength(Math.max(0, line.length() - 1));
        } else if (character >= FIRST_PLAIN && character <= LAST_PLAIN) {
            line.append((char) character);
        }
    }

    private void tell() {
        String said = line.toString().stripTrailing();
        line.setLength(0);
        if (said.startsWith(TOKEN_COMES)) {
            token = said.substring(TOKEN_COMES.length());
        }
        if (!said.isEmpty()) {
            told.accept(said);
        }
    }
}
