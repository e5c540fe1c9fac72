package dev.holdover.harness.workload;

import dev.holdover.driver.core.BlockDevice;
import dev.holdover.driver.core.BlockOutcome;
import dev.holdover.driver.core.DriverCore;
import dev.holdover.harness.story.Happening;
import dev.holdover.harness.story.Storyteller;
import dev.holdover.harness.world.Host;
import dev.holdover.harness.world.Witness;
import dev.holdover.model.layout.BlockState;
import java.util.Arrays;

/**
 * Uses a personality's block volume for as long as its host owns the personality: makes it if there never was one,
 * reads back what is there, then writes tagged blocks, reads, zeroes and flushes, several operations under way at once.
 * A block has one operation under way at a time, as a file system would have it.
 */
final class BlockWriter {
    private static final int BLOCK = 4096;
    private static final int SECTORS = BLOCK / SectorPattern.BYTES;
    private static final int UNDER_WAY = 8;
    private static final long NONE = 0;
    private static final long RETRY_NS = 500_000;
    private static final long NO_BLOCK = -1;

    private enum What {
        CREATE,
        WRITE,
        READ,
        FLUSH
    }

    private final BlockClient client;
    private final Host host;
    private final BlockDevice device;
    private final Witness witness;
    private final Storyteller storyteller;
    private final byte[][] buffers = new byte[UNDER_WAY][BLOCK];
    private final long[] tickets = new long[UNDER_WAY];
    private final What[] whats = new What[UNDER_WAY];
    private final long[] blocks = new long[UNDER_WAY];
    private final long[] ids = new long[UNDER_WAY];
    private final long[] sinceNs = new long[UNDER_WAY];
    private long nextNs;
    private long readBack = NO_BLOCK;
    private long readBackEnd;
    private boolean told;

    BlockWriter(BlockClient client, Host host, BlockDevice device, Witness witness, Storyteller storyteller) {
        this.client = client;
        this.host = host;
        this.device = device;
        this.witness = witness;
        this.storyteller = storyteller;
        this.nextNs = host.localNs();
        Arrays.fill(whats, What.READ);
        Arrays.fill(blocks, NO_BLOCK);
        if (client.hasWritten()) {
            readBack = 0;
        }
    }

    long nextNs() {
        return nextNs;
    }

    void step(long nowNs) {
        if (nowNs < nextNs) {
            return;
        }
        nextNs = nowNs + client.pauseNs();
        int free = 0;
        while (free < UNDER_WAY && tickets[free] != NONE) {
            free++;
        }
        if (free == UNDER_WAY) {
            return;
        }
        if (!client.created()) {
            create(free, nowNs);
        } else if (!device.state().serves() || device.blocks() == 0) {
            nextNs = nowNs + RETRY_NS;
        } else if (readBack >= 0) {
            readBackEnd = Math.min(device.blocks(), client.shape().spanBlocks());
            if (readBack < readBackEnd && read(free, readBack, nowNs)) {
                readBack++;
                nextNs = nowNs;
            } else if (readBack >= readBackEnd) {
                nextNs = nowNs + RETRY_NS;
            }
        } else if (!client.idle()) {
            wish(free, nowNs);
        }
    }

    private void create(int free, long nowNs) {
        nextNs = nowNs + RETRY_NS;
        boolean asked = Arrays.stream(tickets).anyMatch(ticket -> ticket != NONE);
        if (asked || device.state() == BlockState.OPENING) {
            return;
        }
        BlockClient.Shape shape = client.shape();
        begun(free, device.create(shape.level(), shape.members(), shape.chunkBlocks()), What.CREATE, NO_BLOCK, nowNs);
    }

    private void wish(int free, long nowNs) {
        BlockClient.Wish wish = client.wish();
        if (wish == BlockClient.Wish.FLUSH) {
            begun(free, device.flush(), What.FLUSH, NO_BLOCK, nowNs);
            return;
        }
        long block = client.anyBlock(device.blocks());
        for (int i = 0; i < UNDER_WAY; i++) {
            if (tickets[i] != NONE && blocks[i] == block) {
                return;
            }
        }
        if (wish == BlockClient.Wish.READ) {
            read(free, block, nowNs);
            return;
        }
        boolean zero = wish == BlockClient.Wish.ZERO;
        long id = zero ? 0 : client.newWriteId();
        for (int i = 0; i < SECTORS && !zero; i++) {
            SectorPattern.fill(buffers[free], i * SectorPattern.BYTES, client.personality(), block * SECTORS + i, id);
        }
        witness.blockIssued(client.personality(), block, id);
        long ticket = zero ? device.zero(block) : device.write(block, buffers[free], 0);
        ids[free] = id;
        if (!begun(free, ticket, What.WRITE, block, nowNs)) {
            witness.blockEnded(host, client.personality(), block, id, BlockOutcome.UNAVAILABLE);
        }
    }

    private boolean read(int free, long block, long nowNs) {
        return begun(free, device.read(block, buffers[free], 0), What.READ, block, nowNs);
    }

    private boolean begun(int free, long ticket, What what, long block, long nowNs) {
        if (ticket == DriverCore.BUSY) {
            nextNs = Math.max(nextNs, nowNs + RETRY_NS);
            return false;
        }
        tickets[free] = ticket;
        whats[free] = what;
        blocks[free] = block;
        sinceNs[free] = nowNs;
        return true;
    }

    void ended(long ticket, BlockOutcome outcome) {
        for (int i = 0; i < UNDER_WAY; i++) {
            if (tickets[i] == ticket) {
                tickets[i] = NONE;
                ended(i, outcome);
            }
        }
    }

    private void ended(int i, BlockOutcome outcome) {
        int personality = client.personality();
        switch (whats[i]) {
            case CREATE -> {
                if (outcome == BlockOutcome.DONE) {
                    client.hasCreated();
                    storyteller.tell(
                            Happening.VOLUME_CREATED,
                            host.name(),
                            personality,
                            client.shape().level());
                }
            }
            case WRITE -> {
                witness.blockEnded(host, personality, blocks[i], ids[i], outcome);
                if (outcome == BlockOutcome.DONE) {
                    storyteller.tell(Happening.BLOCK_WRITTEN, host.name(), personality, blocks[i]);
                }
            }
            case READ -> readEnded(i, outcome);
            case FLUSH -> {
                if (outcome == BlockOutcome.DONE) {
                    witness.blocksFlushed(host, personality, sinceNs[i]);
                    storyteller.tell(Happening.BLOCKS_FLUSHED, host.name(), personality, 0);
                }
            }
        }
    }

    private void readEnded(int i, BlockOutcome outcome) {
        int personality = client.personality();
        if (outcome == BlockOutcome.DONE) {
            witness.blockRead(host, personality, blocks[i], writeOf(buffers[i], blocks[i]));
        } else if (outcome == BlockOutcome.LOST) {
            witness.blockLost(host, personality, blocks[i]);
            storyteller.tell(Happening.BLOCK_READ_LOST, host.name(), personality, blocks[i]);
        } else if (readBack >= 0) {
            readBack = Math.min(readBack, blocks[i]);
        }
        boolean reading = false;
        for (int each = 0; each < UNDER_WAY; each++) {
            reading |= tickets[each] != NONE && whats[each] == What.READ;
        }
        if (readBack >= 0 && readBack >= readBackEnd && readBackEnd > 0 && !reading) {
            readBack = NO_BLOCK;
            if (!told) {
                told = true;
                storyteller.tell(Happening.BLOCKS_READ_BACK, host.name(), personality, readBackEnd);
            }
        }
    }

    /** The write that a block came from; zero: it is all zeros; negative: it is not as any write left it. */
    private long writeOf(byte[] bytes, long block) {
        long id = SectorPattern.writeOf(bytes, 0, client.personality(), block * SECTORS);
        for (int i = 1; i < SECTORS; i++) {
            long other =
                    SectorPattern.writeOf(bytes, i * SectorPattern.BYTES, client.personality(), block * SECTORS + i);
            if (other != id) {
                return SectorPattern.DAMAGED;
            }
        }
        return id;
    }
}
