package dev.holdover.harness.world;

import java.util.List;

/** A power feed: the hosts on it have the mains together, or not at all. */
public final class PowerFeed {
    private final String name;
    private final List<Host> hosts;

    PowerFeed(String name, List<Host> hosts) {
        this.name = name;
        this.hosts = List.copyOf(hosts);
    }

    public String name() {
        return name;
    }

    /** The cards in its hosts. */
    public List<CardNode> cards() {
        return hosts.stream().flatMap(host -> host.cards().stream()).toList();
    }

    /** The mains fail. */
    public void off() {
        for (Host host : hosts) {
            host.powerOff();
        }
    }

    /** The mains are back; the hosts boot. */
    public void on() {
        for (Host host : hosts) {
            host.powerOn(-1);
        }
    }
}
