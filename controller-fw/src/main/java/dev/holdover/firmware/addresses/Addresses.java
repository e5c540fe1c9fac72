package dev.holdover.firmware.addresses;

import dev.holdover.firmware.hal.FirmwareConfig;
import dev.holdover.firmware.hal.Hal;
import dev.holdover.firmware.hal.Notice;
import dev.holdover.firmware.hal.Timer;
import dev.holdover.firmware.personality.Personality;
import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.Register;
import dev.holdover.model.contract.Role;
import dev.holdover.model.contract.ServiceAddress;
import dev.holdover.model.ether.Announcements;
import dev.holdover.model.ether.Ether;
import java.util.List;

/**
 * The network addresses of the personalities that this card owns (claim 14). The order of a take-over
 * is: replay, gate, addresses. So an address is armed only where the gate is open and the personality
 * is ACTIVE, and withdrawn with the gate. The hardware answers for an armed address as long as its
 * window is open; caches on the LANs are told by gratuitous ARP (RFC 5227 section 2.3), five at once,
 * again after one second and after five, because any of them may be lost.
 *
 * <pre>
 * WITHDRAWN -> ARMED      the gate has opened on an ACTIVE personality
 * ARMED -> WITHDRAWN      the gate has shut, or the personality is another card's
 * </pre>
 */
public class Addresses {
    private final Hal hal;
    private final FirmwareConfig config;
    private final List<Personality> personalities;
    private final int[] round;
    private final long[] armedNs;
    private final byte[] frame = new byte[Ether.ARP_BYTES];

    public Addresses(Hal hal, FirmwareConfig config, List<Personality> personalities) {
        this.hal = hal;
        this.config = config;
        this.personalities = personalities;
        this.round = new int[personalities.size()];
        this.armedNs = new long[personalities.size()];
    }

    /** The gate or a role moved: brings the armed addresses in line with both. */
    public void refresh() {
        long gate = hal.read(Register.GATE_CTRL);
        long windows = Field.GATE_SHUT.in(gate) ? 0 : Field.GATE_WINDOWS.get(gate);
        for (int i = 0; i < personalities.size(); i++) {
            Personality personality = personalities.get(i);
            boolean serves = personality.role() == Role.ACTIVE && (windows >>> personality.slot() & 1) != 0;
            if (serves && !armed(personality)) {
                arm(personality);
            } else if (!serves && armed(personality)) {
                withdraw(personality);
            }
        }
    }

    /** ANNOUNCE is due. */
    public void announceAgain(Personality personality) {
        if (armed(personality)) {
            announce(personality);
        }
    }

    public long stateHash() {
        long hash = 0;
        for (int i = 0; i < round.length; i++) {
            hash = (hash * 31 + round[i]) * 31 + armedNs[i];
        }
        return hash;
    }

    /** No host answers for the personality's address through this card any more. */
    protected void withdraw(Personality personality) {
        long armed = Field.ADDR_ARMED.get(hal.read(Register.ADDR_CTRL));
        hal.write(Register.ADDR_CTRL, Field.ADDR_ARMED.set(0, armed & ~(1L << personality.slot())));
        hal.disarm(Timer.ANNOUNCE, personality.slot());
        hal.journal(Notice.ADDRESS_WITHDRAWN, personality.slot(), ipv4(personality), 0);
    }

    private void arm(Personality personality) {
        int slot = personality.slot();
        hal.write(Register.ADDR_IPV4, slot, ipv4(personality));
        hal.write(Register.ADDR_MAC, slot, mac(personality));
        long armed = Field.ADDR_ARMED.get(hal.read(Register.ADDR_CTRL));
        hal.write(Register.ADDR_CTRL, Field.ADDR_ARMED.set(0, armed | 1L << slot));
        Notice notice = personality.isHome() ? Notice.ADDRESS_ARMED : Notice.ADDRESS_TAKEN_OVER;
        hal.journal(notice, slot, ipv4(personality), personality.epoch());
        round[slot] = 0;
        armedNs[slot] = hal.nowNs();
        announce(personality);
    }

    private void announce(Personality personality) {
        int slot = personality.slot();
        Ether.announce(frame, mac(personality), ipv4(personality));
        for (int i = 0; i < Announcements.REPETITIONS; i++) {
            for (int port = 0; port < Hal.PORTS; port++) {
                hal.transmit(port, Hal.EVERYBODY, frame, 0, frame.length);
            }
        }
        round[slot]++;
        if (round[slot] < Announcements.ROUNDS) {
            hal.arm(Timer.ANNOUNCE, slot, armedNs[slot] + Announcements.afterNs(round[slot]));
        }
    }

    private boolean armed(Personality personality) {
        return (Field.ADDR_ARMED.get(hal.read(Register.ADDR_CTRL)) >>> personality.slot() & 1) != 0;
    }

    private static int ipv4(Personality personality) {
        return ServiceAddress.ipv4(personality.config().personality());
    }

    private long mac(Personality personality) {
        return ServiceAddress.mac(personality.config().personality(), config.card());
    }
}
