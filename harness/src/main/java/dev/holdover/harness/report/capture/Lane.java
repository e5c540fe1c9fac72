package dev.holdover.harness.report.capture;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One interface of a capture, with its last packets. */
final class Lane {
    private final String name;
    private final String description;
    private final LinkType type;
    private final Deque<Packet> packets = new ArrayDeque<>();
    private @Nullable Packet last;
    private long seen;

    /** What the bytes of an interface's packets are (the tcpdump group's list of link-layer header types). */
    enum LinkType {
        ETHERNET(1),
        USER0(147);

        private final int number;

        LinkType(int number) {
            this.number = number;
        }

        int number() {
            return number;
        }
    }

    Lane(String name, String description, LinkType type) {
        this.name = name;
        this.description = description;
        this.type = type;
    }

    String name() {
        return name;
    }

    String description() {
        return description;
    }

    LinkType type() {
        return type;
    }

    void add(Packet packet) {
        seen++;
        last = packet;
        packets.addLast(packet);
    }

    /** A packet came for which there is no room at all. */
    void skip() {
        seen++;
        last = null;
    }

    /** Forgets the oldest packet; says how many bytes that were. */
    int dropOldest() {
        return packets.removeFirst().bytes().length;
    }

    /** Says something of the packet that came last. */
    void commentLast(String comment) {
        if (last != null) {
            last.comment(comment);
        }
    }

    int size() {
        return packets.size();
    }

    /** How many packets have come, kept or not. */
    long seen() {
        return seen;
    }

    List<Packet> packets() {
        return List.copyOf(packets);
    }
}
