package dev.holdover.harness.check;

import dev.holdover.harness.world.CardNode;
import dev.holdover.model.contract.Role;
import dev.holdover.model.layout.NvramLayout;
import dev.holdover.model.layout.Superblock;
import dev.holdover.model.layout.WriteLog;
import dev.holdover.model.memory.Nvram;

/** One card's NVRAM as the oracles read it: directly, past every gate. */
final class CardOracle {
    private final CardNode node;
    private final Nvram memory;
    private final NvramLayout layout;
    private final Superblock superblock;
    private boolean superblockStale = true;
    private boolean whole;

    CardOracle(CardNode node) {
        this.node = node;
        this.memory = node.hardware().memory();
        this.layout = node.layout();
        this.superblock = Superblock.create(
                new MemoryView(memory),
                layout,
                node.config().cluster(),
                node.config().card());
    }

    CardNode node() {
        return node;
    }

    NvramLayout layout() {
        return layout;
    }

    /** The superblock's bytes may have changed. */
    void superblockStored() {
        superblockStale = true;
    }

    /** Persisted epoch of a slot, zero if there is no superblock. */
    long epoch(int slot) {
        return fresh() ? superblock.slot(slot).epoch() : 0;
    }

    /** Persisted role of a slot. */
    Role role(int slot) {
        return fresh() ? superblock.slot(slot).role() : Role.STALE;
    }

    int personality(int slot) {
        return node.config().slots().get(slot).personality();
    }

    int slots() {
        return layout.slots();
    }

    boolean isHome(int slot) {
        return node.config().slots().get(slot).homeCard() == node.config().card();
    }

    /** Whether a block is marked as dirty. */
    boolean dirty(int slot, int block) {
        long word = memory.getLong(layout.slot(slot) + layout.dirtyMap() + (block >>> 6) * 8L);
        return (word >>> block & 1) != 0;
    }

    /** Address of the image. */
    long image(int slot) {
        return layout.slot(slot) + layout.image();
    }

    void copyImage(int slot, long offset, byte[] into, int length) {
        memory.get(image(slot) + offset, into, 0, length);
    }

    /** Whether a block's content is the same on another card. */
    boolean sameBlock(int slot, int block, CardOracle other, int otherSlot) {
        long mine = image(slot) + (long) block * NvramLayout.BLOCK;
        long theirs = other.image(otherSlot) + (long) block * NvramLayout.BLOCK;
        return memory.matches(mine, other.memory, theirs, NvramLayout.BLOCK);
    }

    /** The log of a slot, opened; its position and hash are those in the NVRAM now. */
    WriteLog log(int slot) {
        WriteLog log = new WriteLog(layout, new MemoryView(memory), layout.slot(slot));
        log.open();
        return log;
    }

    private boolean fresh() {
        if (superblockStale) {
            superblockStale = false;
            whole = superblock.load();
        }
        return whole;
    }
}
