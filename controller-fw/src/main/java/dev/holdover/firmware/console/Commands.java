package dev.holdover.firmware.console;

/** Does what the console was told, and knows what it shows. */
public interface Commands {
    /** Who speaks here. */
    void banner(Output output);

    void status(Output output);

    void gate(Output output);

    void update(Output output);

    /** Why {@code order} can't be done, in one line that says what would be right; or nothing. */
    String objection(Order order);

    /** What {@code order} would do now. */
    void intent(Output output, Order order);

    /** A heartbeat period has passed: what the operator must hear of, in one line; mostly nothing. */
    String news();

    /** Does it; gives what came of it, in one line. */
    String perform(Order order);
}
