package dev.holdover.harness.world;

import dev.holdover.firmware.wire.Frame;
import dev.holdover.firmware.wire.MessageType;
import dev.holdover.firmware.wire.StorageChannel;
import dev.holdover.harness.world.World.Port;
import dev.holdover.model.contract.SipHash;
import dev.holdover.model.layout.Certificate;
import dev.holdover.model.layout.Words;
import dev.holdover.model.time.Component;
import java.util.Arrays;
import java.util.Optional;

/**
 * A disk array with a volume for each personality, reached over paths of its own: by hosts for blocks, by cards for
 * reservations and the mailbox. It has a volatile write cache, FLUSH and FUA, and keeps each volume for one key as
 * PREEMPT AND ABORT with Write Exclusive, Registrants Only does (SPC-4 section 5.13): whose key is older is refused,
 * when it comes and when it is under way.
 */
public final class StorageArray implements Component, Plug.Member {
    /**
     * What an array is like.
     *
     * @param sectors size of each volume, in sectors of 512 bytes
     * @param latencyLowNs shortest time that a command takes; {@code latencyHighNs} longest
     */
    public record Spec(int sectors, long latencyLowNs, long latencyHighNs) {}

    static final int GOOD = 0;
    static final int CONFLICT = 1;
    static final int ABORTED = 2;

    private static final int EXECUTE = 0;
    private static final int TASKS = 256;
    private static final Network.Spec PATHS = new Network.Spec(20_000, 20_000, 10_000_000_000L, 0, 0, 0, 0);

    private final Port port;
    private final Spec spec;
    private final Witness witness;
    private final RandomStream random;
    private final Network paths;
    private final Plug server;
    private final Volume[] volumes;
    private final StorageChannel channel;
    private final BlockCommand incoming = new BlockCommand();
    private final BlockCommand outgoing = new BlockCommand();
    private final byte[] block = new byte[BlockCommand.MAX_BYTES];
    private final byte[][] tasks = new byte[TASKS][BlockCommand.MAX_BYTES];
    private final int[] lengths = new int[TASKS];
    private final boolean[] taken = new boolean[TASKS];
    private final int[] lives = new int[TASKS];
    private boolean powered = true;
    private long slowNs;
    private long answers;

    StorageArray(World world, String name, Spec spec, int volumes, int cluster, SipHash key, Witness witness) {
        this.port = world.port(name);
        this.spec = spec;
        this.witness = witness;
        this.random = world.random(name);
        this.paths = new Network(world, world.port(name + ".paths"), PATHS, StoragePort.PORT, true, witness);
        this.server = paths.join(name, this);
        this.volumes = new Volume[volumes + 1];
        for (int i = 0; i <= volumes; i++) {
            this.volumes[i] = new Volume(spec.sectors());
        }
        this.channel = new StorageChannel(cluster, StorageChannel.ARRAY, key);
        port.attach(this);
    }

    public String name() {
        return port.name();
    }

    /** Sectors of each volume. */
    public int sectors() {
        return spec.sectors();
    }

    /** The path of a host or a card, by its name. */
    public Plug path(String member) {
        return paths.plug(member);
    }

    /** The number of the write that is on the medium in a sector of a personality's volume; zero: none. */
    public long onMedium(int personality, int sector) {
        return volumes[personality].onMedium(sector);
    }

    /** A host's path to it. */
    StoragePort join(Host host) {
        StoragePort initiator = new StoragePort(host, paths, server);
        initiator.plugInto(paths.join(host.name(), initiator));
        return initiator;
    }

    void join(CardNode card) {
        paths.join(card);
    }

    /** The new array knows the first owner of each volume. */
    void provision(int personality, Host home) {
        volumes[personality].keep(1, path(home.name()).index());
    }

    /** A card sends a request. */
    void fromCard(CardNode card, byte[] frame, int at, int length) {
        Optional<Plug> plug = paths.plug(card);
        if (plug.isPresent()) {
            System.arraycopy(frame, at, block, 0, length);
            paths.send(plug.get(), server, block, length);
        }
    }

    /** From now on every command takes this much longer; zero: as usual. */
    public void slow(long ns) {
        slowNs = ns;
    }

    /** Its power fails, with all that waits and with the volatile cache; or it comes back. */
    public void power(boolean on) {
        if (powered == on) {
            return;
        }
        powered = on;
        if (!on) {
            for (Volume each : volumes) {
                each.losePower(random);
            }
            for (int task = 0; task < TASKS; task++) {
                lives[task]++;
            }
            Arrays.fill(taken, false);
        }
        witness.arrayPower(this, on);
    }

    @Override
    public boolean owns(long mac) {
        return false;
    }

    @Override
    public void receive(Plug by, byte[] frame, int length) {
        if (!powered) {
            return;
        }
        if (incoming.open(frame, length)) {
            command();
        } else if (channel.admit(frame, 0, length)) {
            request(channel.incoming());
        }
    }

    private void command() {
        boolean known = incoming.volume() > 0 && incoming.volume() < volumes.length;
        long end = incoming.first() + incoming.count();
        if (!known || incoming.first() < 0 || end > spec.sectors() || incoming.operation() == BlockCommand.ANSWER) {
            return;
        }
        Volume volume = volumes[incoming.volume()];
        int task = freeTask();
        if (!volume.mayWrite(incoming.epoch(), incoming.initiator())) {
            answer(incoming, CONFLICT, 0);
        } else if (task >= 0) {
            long ns = random.between(spec.latencyLowNs(), spec.latencyHighNs()) + slowNs;
            boolean flush = incoming.operation() == BlockCommand.FLUSH;
            System.arraycopy(incoming.bytes(), 0, tasks[task], 0, incoming.length());
            lengths[task] = incoming.length();
            taken[task] = true;
            witness.diskQueued(this, incoming.volume(), incoming.tag(), flush, isWrite(incoming));
            long endNs = flush ? volume.flushEndNs(port.nowNs(), ns) : volume.endNs(port.nowNs(), ns);
            port.at(endNs, EXECUTE, task, lives[task]);
        }
    }

    private static boolean isWrite(BlockCommand command) {
        return command.operation() == BlockCommand.WRITE;
    }

    private int freeTask() {
        for (int task = 0; task < TASKS; task++) {
            if (!taken[task]) {
                return task;
            }
        }
        return -1;
    }

    @Override
    public void on(int kind, long a, long b, long nowNs) {
        int task = (int) a;
        if (lives[task] != b || !powered) {
            return;
        }
        lives[task]++;
        taken[task] = false;
        incoming.open(tasks[task], lengths[task]);
        Volume volume = volumes[incoming.volume()];
        int size = 0;
        switch (incoming.operation()) {
            case BlockCommand.WRITE -> {
                boolean through = incoming.flag() != 0;
                volume.write(incoming.first(), incoming.count(), incoming.bytes(), BlockCommand.HEADER_BYTES, through);
                for (int i = 0; i < incoming.count(); i++) {
                    long id =
                            Words.getLong(incoming.bytes(), BlockCommand.HEADER_BYTES + i * BlockCommand.SECTOR_BYTES);
                    witness.diskWritten(
                            this, incoming.volume(), incoming.epoch(), (int) incoming.first() + i, id, through);
                }
            }
            case BlockCommand.READ -> {
                volume.read(incoming.first(), incoming.count(), block);
                size = incoming.count() * BlockCommand.SECTOR_BYTES;
            }
            default -> {
                volume.flush();
                witness.diskFlushed(this, incoming.volume());
            }
        }
        witness.diskEnded(this, incoming.volume(), incoming.tag(), true);
        answer(incoming, GOOD, size);
    }

    private void answer(BlockCommand to, int status, int size) {
        Plug plug = paths.plug(to.initiator());
        outgoing.begin(BlockCommand.ANSWER, to.volume(), to.initiator(), to.epoch(), to.tag())
                .flag(status)
                .sectors(to.first(), to.count())
                .data(block, 0, size)
                .seal();
        paths.send(server, plug, outgoing.bytes(), outgoing.length());
    }

    private void request(Frame frame) {
        int personality = frame.personality();
        if (personality <= 0 || personality >= volumes.length) {
            return;
        }
        Volume volume = volumes[personality];
        switch (frame.type()) {
            case RESERVE -> {
                reserve(volume, frame);
                reply(frame, MessageType.RESERVED, volume.keptEpoch(), volume, false);
            }
            case MAILBOX_PUT -> {
                if (frame.payloadLength() >= Certificate.BYTES) {
                    volume.mail(frame.bytes(), frame.payloadAt(0));
                    reply(frame, MessageType.MAILBOX, frame.epoch(), volume, true);
                }
            }
            case MAILBOX_GET -> reply(frame, MessageType.MAILBOX, frame.epoch(), volume, volume.mailed());
            default -> {
                // Cards say nothing else to an array.
            }
        }
    }

    private void reserve(Volume volume, Frame frame) {
        int personality = frame.personality();
        if (frame.epoch() <= volume.keptEpoch()) {
            return;
        }
        volume.keep(frame.epoch(), paths.hostOf(frame.sender()));
        int aborted = 0;
        for (int task = 0; task < TASKS; task++) {
            if (taken[task]) {
                incoming.open(tasks[task], lengths[task]);
                if (incoming.volume() == personality && incoming.epoch() < frame.epoch()) {
                    taken[task] = false;
                    lives[task]++;
                    aborted++;
                    witness.diskEnded(this, personality, incoming.tag(), false);
                    answer(incoming, ABORTED, 0);
                }
            }
        }
        witness.volumeReserved(this, personality, frame.epoch(), aborted);
    }

    private void reply(Frame to, MessageType type, long epoch, Volume volume, boolean mail) {
        int sender = to.sender();
        Frame frame = channel.begin(type, sender, to.personality(), epoch).word(channel.request());
        if (mail) {
            System.arraycopy(volume.mailbox(), 0, frame.bytes(), frame.room(Certificate.BYTES), Certificate.BYTES);
        }
        Frame sealed = channel.seal(++answers);
        paths.send(server, paths.plugOf(sender), sealed.bytes(), sealed.length());
    }
}
