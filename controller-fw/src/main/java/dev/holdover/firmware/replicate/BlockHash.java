package dev.holdover.firmware.replicate;

import dev.holdover.model.contract.SipHash;
import dev.holdover.model.layout.NvramAccess;
import dev.holdover.model.layout.NvramLayout;

/** Keyed hash of a block: 64 bits, so that two different blocks pass for equal once in 10^19 comparisons. */
final class BlockHash {
    private final NvramAccess nvram;
    private final SipHash key;
    private final byte[] block = new byte[NvramLayout.BLOCK];

    BlockHash(NvramAccess nvram, SipHash key) {
        this.nvram = nvram;
        this.key = key;
    }

    /** Hash of the block at an offset of the NVRAM. */
    long of(long offset) {
        nvram.get(offset, block, 0, block.length);
        return key.tag(block, 0, block.length);
    }
}
