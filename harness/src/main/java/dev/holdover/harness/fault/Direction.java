package dev.holdover.harness.fault;

/**
 * A plug, and in which directions it is meant: {@code lan-a/alpha.card} both, with {@code /rx} what comes
 * to the member, with {@code /tx} what it sends.
 */
record Direction(String plug, boolean receives, boolean sends) {
    private static final String RX = "/rx";
    private static final String TX = "/tx";

    static Direction of(String name) {
        boolean rx = name.endsWith(RX);
        boolean tx = name.endsWith(TX);
        String plug = rx || tx ? name.substring(0, name.length() - RX.length()) : name;
        return new Direction(plug, !tx, !rx);
    }
}
