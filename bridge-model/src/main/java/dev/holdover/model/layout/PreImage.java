package dev.holdover.model.layout;

/**
 * What a copy that is being filled keeps of its old self: each block as it was before the first store to
 * it. However far the filling has come, image and pre-image together are one consistent state.
 *
 * <pre>
 * old block into the pre-image, fence
 * its bit in the map, fence             from here on the pre-image's block counts
 * new bytes into the image
 * </pre>
 *
 * Words of the old self that can't be read travel as they are, and can't be read where they arrive either.
 * Without its map the old self is lost: neither to keep a block again nor to leave it out would be safe.
 */
public final class PreImage {
    private final NvramLayout layout;
    private final NvramAccess nvram;
    private final long slotBase;
    private final DirtyMap kept;

    public PreImage(NvramLayout layout, NvramAccess nvram, long slotBase) {
        this.layout = layout;
        this.nvram = nvram;
        this.slotBase = slotBase;
        this.kept = DirtyMap.ofPreImage(layout, nvram, slotBase);
    }

    /** Keeps a block of the image, unless it is kept already. Call it before every store to the block. */
    public void keep(int block) {
        if (!kept.get(block)) {
            nvram.copy(imageAt(block), keptAt(block), NvramLayout.BLOCK);
            nvram.fence();
            kept.set(block);
            nvram.fence();
        }
    }

    /** Brings the image back to what it was. May be cut at any store and begun again. */
    public void restore() {
        for (int block = kept.next(0); block >= 0; block = kept.next(block + 1)) {
            nvram.copy(keptAt(block), imageAt(block), NvramLayout.BLOCK);
        }
        nvram.fence();
    }

    /** The image is whole: nothing is kept any more. */
    public void drop() {
        kept.clearAll();
        nvram.fence();
    }

    /** Whether the map can be read. It looks at all of it. */
    public boolean readable() {
        try {
            return kept.count() >= 0;
        } catch (UncorrectableError error) {
            return false;
        }
    }

    /** Whether a block is kept. */
    public boolean keeps(int block) {
        return kept.get(block);
    }

    private long imageAt(int block) {
        return slotBase + layout.image() + (long) block * NvramLayout.BLOCK;
    }

    private long keptAt(int block) {
        return slotBase + layout.preImage() + (long) block * NvramLayout.BLOCK;
    }
}
