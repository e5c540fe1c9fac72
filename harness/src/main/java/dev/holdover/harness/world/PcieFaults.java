package dev.holdover.harness.world;

/** What a card's link to its host does wrong; each share in parts per million. */
public final class PcieFaults {
    private final RandomStream random;
    private long timeoutPpm;
    private long doorbellPpm;
    private long messagePpm;

    PcieFaults(RandomStream random) {
        this.random = random;
    }

    /** So many of the host's reads are answered too late, or never. */
    public void loseCompletions(long ppm) {
        timeoutPpm = ppm;
    }

    /** So many of the host's doorbells do not arrive. */
    public void loseDoorbells(long ppm) {
        doorbellPpm = ppm;
    }

    /** So many of the card's messages do not arrive. */
    public void loseMessages(long ppm) {
        messagePpm = ppm;
    }

    boolean completionLost() {
        return random.chance(timeoutPpm);
    }

    boolean doorbellLost() {
        return random.chance(doorbellPpm);
    }

    boolean messageLost() {
        return random.chance(messagePpm);
    }

    /** A vector that nobody raised. */
    int anyVector() {
        return (int) random.between(0, 7);
    }
}
