package dev.holdover.model.disk;

/** What goes wrong with a disk, set from outside. */
@SuppressWarnings("DoNotCallSuggester")
public final class DiskFaults {
    public void die() {
        throw new UnsupportedOperationException();
    }

    public void revive() {
        throw new UnsupportedOperationException();
    }

    public void latentError(long lba, int count) {
        throw new UnsupportedOperationException();
    }
    /** Silent: one to eight bits of the block flip on the medium; the seed says which. */
    public void rot(long lba, long seed) {
        throw new UnsupportedOperationException();
    }

    public void misdirectNextWrite(long byBlocks) {
        throw new UnsupportedOperationException();
    }

    public void tearNextWrite(int sectors) {
        throw new UnsupportedOperationException();
    }

    public void loseNextWrite() {
        throw new UnsupportedOperationException();
    }

    public void failNextWrite() {
        throw new UnsupportedOperationException();
    }

    public void slow(long ns) {
        throw new UnsupportedOperationException();
    }

    public void lieAboutFlush(boolean now) {
        throw new UnsupportedOperationException();
    }
    /** How often it has struck. */
    public long struck(DiskFault fault) {
        throw new UnsupportedOperationException();
    }
}
