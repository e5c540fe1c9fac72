package dev.holdover.harness.world;

import java.util.ArrayList;
import java.util.List;

/** A power feed: the hosts and switches on it have the mains together, or not at all. */
public final class PowerFeed {
    private final String name;
    private final List<Host> hosts;
    private final List<Network> switches = new ArrayList<>();

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

    /** Whether LANs' switches are on it. */
    public boolean hasSwitches() {
        return !switches.isEmpty();
    }

    /** Puts a LAN's switch on this feed; it has no battery. */
    void power(Network lan) {
        switches.add(lan);
    }

    /** The mains fail. */
    public void off() {
        switches.forEach(each -> each.powered(false));
        for (Host host : hosts) {
            host.powerOff();
        }
    }

    /** The mains are back; the hosts boot. */
    public void on() {
        switches.forEach(each -> each.powered(true));
        for (Host host : hosts) {
            host.powerOn(-1);
        }
    }
}
