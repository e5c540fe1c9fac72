package dev.holdover.harness.workload;

import dev.holdover.harness.story.Happening;
import dev.holdover.harness.story.Storyteller;
import dev.holdover.harness.world.Host;
import dev.holdover.harness.world.StoragePort;
import dev.holdover.harness.world.StoragePort.Result;
import dev.holdover.harness.world.Witness;
import java.util.Arrays;

/**
 * Writes on a personality's volume for as long as its host owns the personality: first it reads back what is there,
 * then it writes tagged sectors and flushes now and then, several commands under way at once. A sector has one write
 * under way at a time, as a file system would have it.
 */
final class VolumeWriter implements StoragePort.Listener {
    private static final int UNDER_WAY = 8;
    private static final int CHUNK = 8;
    private static final long NONE = 0;
    private static final long TIMEOUT_NS = 100_000_000;
    private static final long AFTER_CONFLICT_NS = 2_000_000;

    private final VolumeClient client;
    private final Host host;
    private final StoragePort port;
    private final long epoch;
    private final Witness witness;
    private final Storyteller storyteller;
    private final byte[] sector = new byte[SectorPattern.BYTES];
    private final long[] tags = new long[UNDER_WAY];
    private final int[] sectors = new int[UNDER_WAY];
    private final long[] sentNs = new long[UNDER_WAY];
    private long nextNs;
    private int readAt = -1;

    VolumeWriter(
            VolumeClient client, Host host, StoragePort port, long epoch, Witness witness, Storyteller storyteller) {
        this.client = client;
        this.host = host;
        this.port = port;
        this.epoch = epoch;
        this.witness = witness;
        this.storyteller = storyteller;
        this.nextNs = host.localNs();
        Arrays.fill(sectors, -1);
        if (client.hasWritten()) {
            readAt = 0;
        }
    }

    long nextNs() {
        return nextNs;
    }

    void step(long nowNs) {
        if (nowNs < nextNs) {
            return;
        }
        for (int i = 0; i < UNDER_WAY; i++) {
            if (tags[i] != NONE && nowNs - sentNs[i] >= TIMEOUT_NS) {
                tags[i] = NONE;
            }
        }
        nextNs = nowNs + client.pauseNs();
        int free = 0;
        while (free < UNDER_WAY && tags[free] != NONE) {
            free++;
        }
        if (free == UNDER_WAY) {
            return;
        }
        if (readAt >= 0) {
            if (idle()) {
                int count = Math.min(CHUNK, client.sectors() - readAt);
                sent(free, port.read(client.personality(), epoch, readAt, count), readAt, nowNs);
            }
        } else if (client.wantsFlush()) {
            sent(free, port.flush(client.personality(), epoch), -1, nowNs);
        } else {
            write(free, nowNs);
        }
    }

    private void write(int free, long nowNs) {
        int at = client.anySector();
        for (int i = 0; i < UNDER_WAY; i++) {
            if (tags[i] != NONE && sectors[i] == at) {
                return;
            }
        }
        SectorPattern.fill(sector, 0, client.personality(), at, client.newWriteId());
        sent(free, port.write(client.personality(), epoch, at, sector, 1, client.wantsThrough()), at, nowNs);
    }

    private boolean idle() {
        for (long tag : tags) {
            if (tag != NONE) {
                return false;
            }
        }
        return true;
    }

    private void sent(int free, long tag, int at, long nowNs) {
        tags[free] = tag;
        sectors[free] = at;
        sentNs[free] = nowNs;
    }

    @Override
    public void answered(long tag, Result result, byte[] data, int length) {
        for (int i = 0; i < UNDER_WAY; i++) {
            if (tags[i] == tag) {
                tags[i] = NONE;
                ended(sectors[i], result, data, length);
            }
        }
    }

    private void ended(int at, Result result, byte[] data, int length) {
        witness.volumeAnswered(host, client.personality(), epoch, result);
        if (result != Result.GOOD) {
            storyteller.tell(Happening.VOLUME_REFUSED, host.name(), client.personality(), epoch);
            nextNs = Math.max(nextNs, host.localNs() + AFTER_CONFLICT_NS);
            return;
        }
        if (length == 0) {
            storyteller.tell(Happening.VOLUME_WRITTEN, host.name(), client.personality(), epoch);
            return;
        }
        for (int i = 0; i < length / SectorPattern.BYTES; i++) {
            long write = SectorPattern.writeOf(data, i * SectorPattern.BYTES, client.personality(), at + i);
            witness.volumeRead(host, client.personality(), at + i, write);
        }
        readAt = at + CHUNK;
        if (readAt >= client.sectors()) {
            readAt = -1;
            storyteller.tell(
                    Happening.VOLUME_READ_BACK,
                    host.name(),
                    client.personality(),
                    (long) client.sectors() * SectorPattern.BYTES);
        }
    }
}
