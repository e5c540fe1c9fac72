package dev.holdover.firmware.store;

import dev.holdover.model.disk.DiskOpcode;
import dev.holdover.model.layout.NvramAccess;
import dev.holdover.model.layout.NvramLayout;
import dev.holdover.model.layout.UncorrectableError;
import dev.holdover.model.layout.Words;
import dev.holdover.model.layout.WriteLog;
import java.util.zip.CRC32C;

/** An image on its way to one half of the region, chunk by chunk, and its checksums after it. */
final class ImageCopy {
    private final NvramAccess nvram;
    private final Pending pending;
    private final StoreMap map;
    private final WriteLog log;
    private final byte[] transfer;
    private final byte[] table;
    private final CRC32C crc = new CRC32C();
    private long generation;
    private int blocks;
    private int tableBlocks;

    /** @param transfer room for a chunk; shared, for a write takes it at once */
    ImageCopy(NvramAccess nvram, Pending pending, StoreMap map, WriteLog log, byte[] transfer) {
        this.nvram = nvram;
        this.pending = pending;
        this.map = map;
        this.log = log;
        this.transfer = transfer;
        this.table = new byte[map.tableBlocks() * NvramLayout.BLOCK];
    }

    /** To the half of a generation, from its first block on. */
    void begin(long itsGeneration) {
        generation = itsGeneration;
        blocks = 0;
        tableBlocks = 0;
    }

    /** Blocks of the image that were written. */
    int blocks() {
        return blocks;
    }

    boolean imageDone() {
        return blocks == map.imageBlocks();
    }

    boolean done() {
        return imageDone() && tableBlocks == map.tableBlocks();
    }

    /** CRC32C of all checksums. */
    int sum() {
        return Words.crc32c(crc, table, 0, table.length);
    }

    /** Reads the next chunk of the image; says false if it can't be corrected. */
    boolean read() {
        int count = chunk();
        try {
            nvram.get(log.imageAt((long) blocks * NvramLayout.BLOCK), transfer, 0, count * NvramLayout.BLOCK);
        } catch (UncorrectableError error) {
            return false;
        }
        for (int i = 0; i < count; i++) {
            int each = Words.crc32c(crc, transfer, i * NvramLayout.BLOCK, NvramLayout.BLOCK);
            Words.putInt(table, (blocks + i) * Integer.BYTES, each);
        }
        return true;
    }

    /** Gives the disk the chunk that was read, or the next block of checksums; says false if it takes none. */
    boolean write() {
        if (!imageDone()) {
            return pending.submit(DiskOpcode.WRITE, map.image(generation) + blocks, chunk(), transfer, 0);
        }
        int at = tableBlocks * NvramLayout.BLOCK;
        return pending.submit(DiskOpcode.WRITE, map.table(generation) + tableBlocks, 1, table, at);
    }

    /** What was given last is on the disk. */
    void written() {
        if (imageDone()) {
            tableBlocks++;
        } else {
            blocks += chunk();
        }
    }

    private int chunk() {
        return Math.min(StoreMap.CHUNK, map.imageBlocks() - blocks);
    }
}
