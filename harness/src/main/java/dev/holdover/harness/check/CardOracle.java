package dev.holdover.harness.check;

import dev.holdover.harness.world.CardNode;
import dev.holdover.model.contract.Role;
import dev.holdover.model.layout.NvramLayout;
import dev.holdover.model.layout.Superblock;
import dev.holdover.model.layout.WriteLog;
import dev.holdover.model.memory.Nvram;
import java.util.Optional;

/** One card's NVRAM as the oracles read it: directly, past every gate. */
final class CardOracle {
    private final CardNode node;
    private final Nvram memory;
    private final NvramLayout layout;
    private final Superblock superblock;
    private boolean superblockStale = true;
    private boolean whole;
    private final long slotBytes;
    private final long headersAt;
    private final long dirtyMapAt;
    private final long payloadsAt;
    private final long imageAt;
    private final long preImageAt;

    CardOracle(CardNode node) {
        this.node = node;
        this.memory = node.hardware().memory();
        this.layout = node.layout();
        this.slotBytes = layout.slotBytes();
        this.headersAt = layout.headers();
        this.dirtyMapAt = layout.dirtyMap();
        this.payloadsAt = layout.payloads();
        this.imageAt = layout.image();
        this.preImageAt = layout.preImageMap();
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

    /** The slot that an offset lies in; -1: in none. */
    int slotAt(long offset) {
        long rest = offset - NvramLayout.SLOTS_AT;
        int slot = -1;
        while (rest >= 0 && slot < layout.slots()) {
            slot++;
            rest -= slotBytes;
        }
        return slot;
    }

    /** Offset of a slot's beginning. */
    long slotBase(int slot) {
        return NvramLayout.SLOTS_AT + slot * slotBytes;
    }

    /** Offset of the end of what the slot's host may reach; behind it the firmware keeps pre-images. */
    long windowEnd(int slot) {
        return slotBase(slot) + preImageAt;
    }

    /** The part of a slot that an offset lies in. */
    Area areaAt(long offset, int slot) {
        long within = offset - slotBase(slot);
        if (within >= preImageAt) {
            return Area.PRE_IMAGE;
        }
        if (within >= imageAt) {
            return Area.IMAGE;
        }
        if (within >= payloadsAt) {
            return Area.PAYLOADS;
        }
        if (within >= dirtyMapAt) {
            return Area.DIRTY_MAP;
        }
        return within >= headersAt ? Area.HEADERS : Area.RINGS;
    }

    /** Offset of the first log header. */
    long headers(int slot) {
        return slotBase(slot) + headersAt;
    }

    /** Offset of the dirty map. */
    long dirtyMap(int slot) {
        return slotBase(slot) + dirtyMapAt;
    }

    /** The superblock's bytes may have changed. */
    void superblockStored() {
        superblockStale = true;
    }

    /** Size of a copy of the superblock. */
    int superblockBytes() {
        return superblock.size();
    }

    /** Persisted epoch of a slot, zero if there is no superblock. */
    long epoch(int slot) {
        return fresh() ? superblock.slot(slot).epoch() : 0;
    }

    /** Persisted role of a slot. */
    Role role(int slot) {
        return fresh() ? superblock.slot(slot).role() : Role.STALE;
    }

    /** Its number in the cluster. */
    int number() {
        return node.config().card();
    }

    /** The superblock's record of a slot; empty where there is no superblock. */
    Optional<Superblock.Slot> record(int slot) {
        return fresh() ? Optional.of(superblock.slot(slot)) : Optional.empty();
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

    /** Number of words of a dirty map. */
    int mapWords() {
        return (layout.blocks() + 63) / 64;
    }

    /** Which of the slot's peers a card is, as its dirty maps are ordered; -1: none. */
    int peerOf(int slot, CardOracle other) {
        int peer = 0;
        for (int number : node.config().slots().get(slot).copies()) {
            if (number == other.number()) {
                return peer;
            }
            peer += number == number() ? 0 : 1;
        }
        return -1;
    }

    /** Whether a block is marked as dirty for one of the slot's peers. */
    boolean dirty(int slot, int peer, int block) {
        long word = memory.getLong(dirtyMap(slot) + (peer * mapWords() + (block >>> 6)) * 8L);
        return (word >>> block & 1) != 0;
    }

    /** Address of the image. */
    long image(int slot) {
        return slotBase(slot) + imageAt;
    }

    void copyImage(int slot, long offset, byte[] into, int length) {
        memory.get(image(slot) + offset, into, 0, length);
    }

    /** A block as it was before the copy's filling began. */
    void copyOld(int slot, int block, byte[] into) {
        long word = memory.getLong(slotBase(slot) + preImageAt + (block >>> 6) * 8L);
        boolean kept = (word >>> block & 1) != 0;
        long from = kept ? slotBase(slot) + layout.preImage() : image(slot);
        memory.get(from + (long) block * NvramLayout.BLOCK, into, 0, NvramLayout.BLOCK);
    }

    /** Whether a block's content is the same on another card. */
    boolean sameBlock(int slot, int block, CardOracle other, int otherSlot) {
        long mine = image(slot) + (long) block * NvramLayout.BLOCK;
        long theirs = other.image(otherSlot) + (long) block * NvramLayout.BLOCK;
        return memory.matches(mine, other.memory, theirs, NvramLayout.BLOCK);
    }

    /** Position up to which a slot's log was committed, as it lies in the NVRAM now; zero if that is not whole. */
    long committed(int slot) {
        WriteLog log = new WriteLog(layout, new MemoryView(memory), layout.slot(slot));
        return log.open() ? log.lsn() : 0;
    }

    /** Position up to which the image of a slot has its log. */
    long applied(int slot) {
        return memory.getLong(slotBase(slot) + NvramLayout.APPLIED);
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
