package dev.holdover.harness.world;

import dev.holdover.model.card.DaughterCard;
import dev.holdover.model.contract.DaughterType;
import dev.holdover.model.contract.Side;
import dev.holdover.model.disk.Disk;
import dev.holdover.model.disk.DiskOpcode;
import dev.holdover.model.disk.DiskPort;
import dev.holdover.model.disk.DiskSpec;
import dev.holdover.model.disk.DiskStatus;
import dev.holdover.model.disk.DiskTap;
import java.util.List;
import java.util.Optional;

/**
 * A disk in the world: in a daughter slot of one card, or with its two ports in slots of two. It lives while either
 * card gives it power.
 */
public final class DiskNode {
    /** Where a port is plugged in. */
    public record Bay(CardNode card, int slot) {}

    private final String name;
    private final World world;
    private final DiskSpec spec;
    private final Witness witness;
    private final List<Bay> bays;
    private final boolean[] powers;
    private final RandomStream random;
    private int lives;
    private boolean struck;
    private boolean spoiled;
    private boolean cut;
    private Disk disk;

    /** @param owner which side drives it after power-on */
    DiskNode(World world, String name, DiskSpec spec, List<Bay> bays, Side owner, Witness witness) {
        this.world = world;
        this.name = name;
        this.spec = spec;
        this.bays = List.copyOf(bays);
        this.powers = new boolean[bays.size()];
        this.witness = witness;
        this.random = world.random(name + ".disk");
        this.disk = make();
        for (Bay bay : bays) {
            bay.card().hardware().daughters().strap(bay.slot(), owner);
        }
        insert();
    }

    public String name() {
        return name;
    }

    /** The slots that it is in. */
    public List<Bay> bays() {
        return bays;
    }

    /** The disk that is there now. */
    public Disk disk() {
        return disk;
    }

    public DiskSpec spec() {
        return spec;
    }

    /** Where its faults fall. */
    public RandomStream random() {
        return random;
    }

    /** How often another disk was put in its place. */
    public int lives() {
        return lives;
    }

    /** Something is done to it, or has been: what it holds can't be counted on any more. */
    public void strike() {
        struck = true;
    }

    /** Whether something was ever done to it. */
    public boolean struck() {
        return struck;
    }

    /** A fault alters what it holds, or drops what it has promised. */
    public void spoil() {
        spoiled = true;
    }

    /** Whether such a fault ever struck it; loss of power and surprise removal are none. */
    public boolean spoiled() {
        return spoiled;
    }

    /** Its own power fails, whatever its slots give; or it is back. */
    public void cutPower(boolean now) {
        cut = now;
        settle(disk);
    }

    private void settle(Disk its) {
        boolean any = false;
        for (boolean each : powers) {
            any |= each;
        }
        its.power(any && !cut);
    }

    /** It is pulled without notice. */
    public void pull() {
        disk.remove();
        for (Bay bay : bays) {
            bay.card().hardware().daughters().remove(bay.slot());
        }
    }

    /** It is pushed in again. */
    public void push() {
        disk.insert();
        insert();
    }

    /** A new one is pushed into its place. */
    public void replace() {
        if (bays.stream()
                .anyMatch(
                        bay -> bay.card().hardware().daughters().in(bay.slot()).isPresent())) {
            pull();
        }
        disk = make();
        witness.diskReplaced(this);
        insert();
    }

    private void insert() {
        for (int port = 0; port < bays.size(); port++) {
            bays.get(port).card().hardware().daughters().insert(bays.get(port).slot(), new Plugged(disk, port));
        }
    }

    private Disk make() {
        World.Port port = world.port(name + (lives == 0 ? "" : "." + lives));
        lives++;
        Disk made = new Disk(spec, port, random::between, new Tap());
        port.attach(made);
        return made;
    }

    /** One port in its slot. */
    private final class Plugged implements DaughterCard {
        private final Disk its;
        private final int port;
        private final Optional<DiskPort> face;

        Plugged(Disk its, int port) {
            this.its = its;
            this.port = port;
            this.face = Optional.of(its.port(port));
        }

        @Override
        public DaughterType type() {
            return DaughterType.DISK;
        }

        @Override
        public boolean answers() {
            return its.port(port).present();
        }

        @Override
        public void power(boolean on) {
            powers[port] = on;
            settle(its);
            if (!on) {
                its.port(port).powerLost();
            }
        }

        @Override
        public long drawMw() {
            return spec.drawMw();
        }

        @Override
        public void reset() {
            its.port(port).reset();
        }

        @Override
        public Optional<DiskPort> disk() {
            return face;
        }
    }

    private final class Tap implements DiskTap {
        @Override
        public void executed(DiskOpcode opcode, long lba, int count, long epoch, boolean fua) {
            witness.blocksWritten(DiskNode.this, opcode, lba, count, epoch);
        }

        @Override
        public void cut(DiskOpcode opcode, long lba, int count, long epoch, boolean fua) {
            witness.blocksWritten(DiskNode.this, opcode, lba, count, epoch);
        }

        @Override
        public void refused(DiskOpcode opcode, long lba, int count, long epoch, DiskStatus status) {
            witness.commandRefused(DiskNode.this, opcode, epoch, status);
        }

        @Override
        public void reserved(long epoch, int abortedCount) {
            witness.diskReserved(DiskNode.this, epoch, abortedCount);
        }

        @Override
        public void powered(boolean on) {
            witness.diskPower(DiskNode.this, on);
        }
    }
}
