package dev.holdover.harness.world;

import dev.holdover.firmware.hal.Hal;
import java.util.Arrays;

/** A host's way to the disk array: commands go out, answers wait until the host's next turn. */
public final class StoragePort implements Plug.Member {
    /** What came of a command. */
    public enum Result {
        GOOD,
        /** The array keeps the volume for another key. */
        RESERVATION_CONFLICT,
        /** It was under way when the array was given to another key. */
        ABORTED
    }

    /** Told of answers, in the host's turn. */
    public interface Listener {
        /**
         * An answer has come.
         *
         * @param data what was read, from its first byte on; valid during the call
         */
        void answered(long tag, Result result, byte[] data, int length);
    }

    static final int PORT = Hal.STORAGE_PORT;

    private static final Result[] RESULTS = Result.values();
    private static final int WAITING = 64;

    private final Host host;
    private final Network paths;
    private final Plug server;
    private final BlockCommand outgoing = new BlockCommand();
    private final BlockCommand incoming = new BlockCommand();
    private final byte[][] waiting = new byte[WAITING][BlockCommand.MAX_BYTES];
    private final int[] lengths = new int[WAITING];
    private final byte[] data = new byte[BlockCommand.MAX_BYTES];
    private Plug[] plug = {};
    private int first;
    private int count;
    private long tags;

    StoragePort(Host host, Network paths, Plug server) {
        this.host = host;
        this.paths = paths;
        this.server = server;
    }

    void plugInto(Plug its) {
        plug = new Plug[] {its};
    }

    /** Writes whole sectors; {@code through}: past the cache (FUA). Gives the tag that its answer will have. */
    public long write(int volume, long epoch, long sector, byte[] bytes, int sectors, boolean through) {
        outgoing.begin(BlockCommand.WRITE, volume, plug[0].index(), epoch, newTag())
                .flag(through ? 1 : 0)
                .sectors(sector, sectors)
                .data(bytes, 0, sectors * BlockCommand.SECTOR_BYTES);
        return send();
    }

    /** Reads whole sectors, at most eight. */
    public long read(int volume, long epoch, long sector, int sectors) {
        outgoing.begin(BlockCommand.READ, volume, plug[0].index(), epoch, newTag())
                .sectors(sector, sectors);
        return send();
    }

    /** What was written before will survive a loss of the array's power. */
    public long flush(int volume, long epoch) {
        outgoing.begin(BlockCommand.FLUSH, volume, plug[0].index(), epoch, newTag());
        return send();
    }

    /** No two hosts have a tag in common. */
    private long newTag() {
        return (long) plug[0].index() << 40 | ++tags;
    }

    private long send() {
        outgoing.seal();
        paths.send(plug[0], server, outgoing.bytes(), outgoing.length());
        return outgoing.tag();
    }

    /** Gives the answers that have come to {@code listener}. */
    public void poll(Listener listener) {
        while (count > 0) {
            int at = first;
            first = (first + 1) % WAITING;
            count--;
            incoming.open(waiting[at], lengths[at]);
            int size = incoming.length() - BlockCommand.HEADER_BYTES;
            System.arraycopy(incoming.bytes(), BlockCommand.HEADER_BYTES, data, 0, size);
            listener.answered(incoming.tag(), RESULTS[incoming.flag()], data, size);
        }
    }

    /** The host's memory is gone. */
    void forget() {
        count = 0;
        Arrays.fill(lengths, 0);
    }

    @Override
    public boolean owns(long mac) {
        return false;
    }

    @Override
    public void receive(Plug by, byte[] frame, int length) {
        boolean listens = host.state() == HostState.RUNNING || host.state() == HostState.HUNG;
        if (listens && count < WAITING && incoming.open(frame, length)) {
            int at = (first + count) % WAITING;
            System.arraycopy(frame, 0, waiting[at], 0, length);
            lengths[at] = length;
            count++;
            host.wantTurn();
        }
    }
}
