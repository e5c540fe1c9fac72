package dev.holdover.harness.report.capture;

/** One packet; a comment may still be added while it is the last one of its interface. */
final class Packet {
    private final long number;
    private final long timeNs;
    private final boolean inbound;
    private final byte[] bytes;
    private final int length;
    private String comment;

    /**
     * @param number counts all packets of a capture, in their order
     * @param inbound whether it is received, else it is sent
     * @param bytes what is kept of it
     * @param length what it had
     * @param comment empty: none
     */
    Packet(long number, long timeNs, boolean inbound, byte[] bytes, int length, String comment) {
        this.number = number;
        this.timeNs = timeNs;
        this.inbound = inbound;
        this.bytes = bytes;
        this.length = length;
        this.comment = comment;
    }

    void comment(String more) {
        comment = comment.isEmpty() ? more : comment + "; " + more;
    }

    long number() {
        return number;
    }

    long timeNs() {
        return timeNs;
    }

    boolean inbound() {
        return inbound;
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    String comment() {
        return comment;
    }
}
