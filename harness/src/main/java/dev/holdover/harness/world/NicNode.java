package dev.holdover.harness.world;

import dev.holdover.model.card.DaughterCard;
import dev.holdover.model.contract.DaughterType;
import dev.holdover.model.contract.Side;
import dev.holdover.model.ether.Ether;
import dev.holdover.model.ether.NicPort;
import dev.holdover.model.time.Component;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A network controller in the world: in a daughter slot of one card, on its host's side, with its cable on a LAN. The
 * switch knows for which addresses it is programmed, as if every frame of its own had told it just now; to one that is
 * promiscuous it mirrors all.
 */
public final class NicNode implements Plug.Member, Component {
    private static final int SENT = 0;
    /** An EtherType for local experiments (IEEE 802a) that nobody here speaks. */
    private static final int TYPE_STORM = 0x88B6;

    private static final int STORM_BYTES = 60;
    private static final int TYPE_AT = 12;

    /** What a gigabit controller with its transceiver draws. */
    private static final long DRAW_MW = 2_000;

    private final String name;
    private final World.Port clock;
    private final CardNode card;
    private final int slot;
    private final long address;
    private final Witness witness;
    private final Plug plug;
    private final byte[] storm = new byte[STORM_BYTES];
    private final Face face = new Face();
    private final Plugged plugged = new Plugged();
    private NicPort.@Nullable Listener listener;
    private boolean powered;
    private boolean dead;
    private boolean hangs;
    private boolean sending;
    private long era;

    NicNode(World world, String name, CardNode card, int slot, long address, Network network, Witness witness) {
        this.name = name;
        this.card = card;
        this.slot = slot;
        this.address = address;
        this.witness = witness;
        this.clock = world.port(name);
        this.plug = network.join(name, this);
        clock.attach(this);
        card.hardware().daughters().strap(slot, Side.HOST);
        push();
    }

    public String name() {
        return name;
    }

    /** The card that it is in. */
    public CardNode card() {
        return card;
    }

    public int slot() {
        return slot;
    }

    /** Where its cable is plugged in. */
    public Plug plug() {
        return plug;
    }

    // What breaks.

    /** It is pulled without notice. */
    public void pull() {
        card.hardware().daughters().remove(slot);
    }

    /** It is pushed in again. */
    public void push() {
        if (card.hardware().daughters().in(slot).isEmpty()) {
            card.hardware().daughters().insert(slot, plugged);
        }
    }

    /** Its logic dies: no register answers, nothing goes in or out. Only another one helps. */
    public void die() {
        dead = true;
        era++;
    }

    /** The one in its slot is pulled, and a good one put in. */
    public void replace() {
        pull();
        dead = false;
        hangs = false;
        push();
    }

    /** Its transmitter stops, until it is reset. */
    public void hang() {
        hangs = true;
    }

    /** So many broadcasts that mean nothing arrive at once. */
    public void storm(long frames) {
        Ether.announce(storm, address, 0);
        storm[TYPE_AT] = (byte) (TYPE_STORM >>> 8);
        storm[TYPE_AT + 1] = (byte) TYPE_STORM;
        for (long i = 0; i < frames; i++) {
            storm[STORM_BYTES - 2] = (byte) (i >>> 8);
            storm[STORM_BYTES - 1] = (byte) i;
            receive(plug, storm, STORM_BYTES);
        }
    }

    private boolean works() {
        return powered && !dead;
    }

    // Its cable.

    @Override
    public boolean owns(long mac) {
        return listener != null && works() && listener.takes(mac);
    }

    @Override
    public void receive(Plug by, byte[] frame, int length) {
        if (listener != null && works() && listener.takes(Ether.to(frame))) {
            witness.nicReceived(this, frame, length);
            listener.received(frame, length);
        }
    }

    @Override
    public void carrierChanged() {
        if (listener != null && works()) {
            listener.carrierChanged();
        }
    }

    @Override
    public Optional<CardNode> behind() {
        return Optional.of(card);
    }

    @Override
    public void on(int kind, long a, long b, long nowNs) {
        if (a == era && sending && listener != null) {
            sending = false;
            listener.sent();
        }
    }

    /** What its controller drives. */
    private final class Face implements NicPort {
        @Override
        public long address() {
            return address;
        }

        @Override
        public boolean carrier() {
            return works() && plug.hasCarrier();
        }

        @Override
        public void send(byte[] frame, int length) {
            if (!works() || hangs) {
                return;
            }
            witness.nicSent(NicNode.this, frame, length);
            sending = true;
            clock.at(plug.network().send(plug, frame, 0, length), SENT, era, 0);
        }

        @Override
        public void reset() {
            era++;
            sending = false;
            hangs = false;
        }

        @Override
        public void listen(Listener its) {
            listener = its;
        }
    }

    /** It in its slot. */
    private final class Plugged implements DaughterCard {
        private final Optional<NicPort> port = Optional.of(face);

        @Override
        public DaughterType type() {
            return DaughterType.NIC;
        }

        @Override
        public boolean answers() {
            return !dead;
        }

        @Override
        public void power(boolean on) {
            powered = on;
            face.reset();
        }

        @Override
        public long drawMw() {
            return DRAW_MW;
        }

        @Override
        public void reset() {
            face.reset();
        }

        @Override
        public Optional<NicPort> nic() {
            return port;
        }
    }
}
