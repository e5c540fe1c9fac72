package dev.holdover.firmware.store;

import dev.holdover.firmware.hal.Hal;
import dev.holdover.firmware.hal.Notice;
import dev.holdover.firmware.personality.Personality;
import dev.holdover.model.disk.DiskOpcode;
import dev.holdover.model.disk.DiskStatus;
import dev.holdover.model.layout.NvramLayout;
import dev.holdover.model.layout.WriteLog;

/**
 * Keeps one personality's region up to date, one command at a time.
 *
 * <pre>
 * CLOSED  -> OPENING   there is a disk: both copies of the header are read
 * OPENING -> COPYING   the image goes to the half that does not count, a group of records after each chunk
 * COPYING -> SEALING   everything is flushed, and the journal reaches what the log was when the last block was read
 * SEALING -> KEEPING   both copies of the header are written and flushed, one after the other: that half counts
 * KEEPING -> KEEPING   a group of records is written, and flushed: they are stored
 * KEEPING -> SEALING   there are no more and the header tells of less, or an epoch has begun: before its first record
 * KEEPING -> COPYING   the journal is full, or the log does not go on from what is stored
 * any     -> ERASING -> ERASED    all of it is zeroed ({@link Wiper})
 * any     -> CLOSED    the disk failed or did not answer: anew at the next period
 * </pre>
 *
 * The image may be copied while the log goes on: records hold absolute bytes, and the journal has all since then.
 */
final class Shelf {
    private enum State {
        CLOSED,
        OPENING,
        COPYING,
        SEALING,
        KEEPING,
        ERASING,
        ERASED
    }

    /** What the command that is under way does. */
    private enum Step {
        NONE,
        READ_HEADER,
        WRITE_IMAGE,
        WRITE_GROUP,
        WRITE_HEADER,
        WIPE,
        FLUSH
    }

    /** Told when more is stored, or all is erased. */
    @FunctionalInterface
    interface Listener {
        void progress(Personality personality);
    }

    private static final int RUNS_BITS = 40;

    private final Hal hal;
    private final Medium medium;
    private final StoreMap map;
    private final Pending pending;
    private final Wiper wiper;
    private final Personality personality;
    private final WriteLog log;
    private final Listener listener;
    private final StoreHeader header;
    private final JournalGroup group;
    private final byte[] transfer;
    private final byte[] headerRead = new byte[NvramLayout.BLOCK];
    private final ImageCopy image;
    private State state = State.CLOSED;
    private Step step = Step.NONE;
    private boolean toldFailure;
    private boolean toldStored;
    private boolean sealWanted;

    private long generation;
    private long run;
    private boolean groupDue;
    private long baseLsn;
    private long baseHash;
    private long consistentLsn;
    private boolean flushed;
    private int headerCopy;

    private int place;
    private long journaledLsn;
    private long journaledHash;
    private long headerEpoch;
    private long storedLsn;
    private long storedEpoch;
    private long sealedLsn;
    private long sealedEpoch;

    /** @param transfer room for a chunk; shared, for a write takes it at once */
    Shelf(Hal hal, Medium medium, int cluster, Personality personality, byte[] transfer, Listener listener) {
        this.hal = hal;
        this.medium = medium;
        this.map = StoreMap.of(personality.layout(), personality.slot());
        this.pending = new Pending(hal, medium, personality.slot());
        this.wiper = new Wiper(medium, pending, map);
        this.personality = personality;
        this.log = personality.log();
        this.listener = listener;
        this.header = new StoreHeader(personality, cluster);
        this.transfer = transfer;
        this.group = new JournalGroup(hal.nvram(), transfer);
        this.image = new ImageCopy(hal.nvram(), pending, map, log, transfer);
    }

    Personality personality() {
        return personality;
    }

    /** Whether the region is kept up to date record by record. */
    boolean keeps() {
        return storedEpoch != 0 && storedEpoch == personality.epoch();
    }

    /** Whether the disk takes what it is given, though not all may be there yet; not after a failure, until it is. */
    boolean fills() {
        return switch (state) {
            case OPENING, COPYING, SEALING, KEEPING -> !toldFailure;
            case CLOSED, ERASING, ERASED -> false;
        };
    }

    /** Up to where everything is on the medium; zero: nothing of this epoch. */
    long storedLsn() {
        return keeps() ? storedLsn : 0;
    }

    /** Whether the header says so too: what follows could not be lost without being missed. */
    boolean sealed(long lsn) {
        return sealedLsn >= lsn && sealedEpoch != 0 && sealedEpoch == personality.epoch();
    }

    /** The header is to tell as soon as it can how far the journal goes. */
    void seal() {
        sealWanted = true;
        advance();
    }

    /** How long it would take to store everything now, in nanoseconds. */
    long unstoredNs() {
        if (state == State.ERASED || state == State.ERASING) {
            return 0;
        }
        // A write and a flush each.
        long commands = 2L * StoreMap.HEADERS;
        if (keeps()) {
            commands += 2 * ((log.lsn() - storedLsn + JournalGroup.MOST - 1) / JournalGroup.MOST);
        } else {
            commands += 2L * (map.imageBlocks() / StoreMap.CHUNK + 1) + map.tableBlocks();
        }
        return sealed(log.lsn()) ? 0 : commands * pending.slowestNs();
    }

    /** Zeroes the region, and stores nothing from then on. */
    void erase() {
        if (state == State.ERASED || state == State.ERASING) {
            return;
        }
        forget();
        state = State.ERASING;
        wiper.begin();
        advance();
    }

    boolean erased() {
        return state == State.ERASED;
    }

    /** It may be filled again. */
    void refill() {
        if (state == State.ERASED || state == State.ERASING) {
            state = State.CLOSED;
            advance();
        }
    }

    /** Something may have been logged. */
    void advance() {
        if (pending.underWay()) {
            return;
        }
        switch (state) {
            case COPYING -> copy();
            case SEALING -> writeHeader();
            case KEEPING -> keep();
            case ERASING -> wipe();
            case CLOSED, OPENING, ERASED -> {
                // They wait for the next period, for what is read, for nothing.
            }
        }
    }

    /** A heartbeat period has passed. */
    void tick() {
        if (pending.givesUp()) {
            fails(DiskStatus.DEVICE_GONE);
        }
        if (state == State.CLOSED && !pending.underWay()) {
            open();
        }
        sealWanted = true;
        advance();
    }

    /** A command has ended. */
    void ended(int tag, DiskStatus status) {
        if (!pending.ends(tag)) {
            return;
        }
        if (state == State.OPENING && status == DiskStatus.UNRECOVERED_READ_ERROR) {
            headerRead(false);
        } else if (status != DiskStatus.SUCCESS) {
            fails(status);
            return;
        } else {
            done(step);
        }
        advance();
    }

    long stateHash() {
        return ((state.ordinal() * 31L + step.ordinal()) * 31 + storedLsn) * 31 + place + 7L * image.blocks();
    }

    private void done(Step was) {
        if (state == State.ERASING) {
            if (was == Step.WIPE) {
                wiper.ended();
            }
            return;
        }
        switch (was) {
            case READ_HEADER -> headerRead(true);
            case WRITE_IMAGE -> image.written();
            case WRITE_GROUP -> {
                if (state == State.KEEPING) {
                    flush();
                }
            }
            case WRITE_HEADER -> flush();
            case FLUSH -> flushed();
            case WIPE, NONE -> {
                // Nothing is erased any more: it may be filled again.
            }
        }
    }

    private void flushed() {
        switch (state) {
            case KEEPING -> stored();
            case SEALING -> {
                headerCopy++;
                if (headerCopy == StoreMap.HEADERS) {
                    state = State.KEEPING;
                    sealedLsn = header.sealedLsn();
                    sealedEpoch = headerEpoch;
                    stored();
                }
            }
            default -> flushed = true;
        }
    }

    private void stored() {
        storedLsn = journaledLsn;
        storedEpoch = headerEpoch;
        toldFailure = false;
        if (!toldStored) {
            toldStored = true;
            hal.journal(Notice.STORE_IN_SYNC, personality.slot(), storedEpoch, storedLsn);
        }
        listener.progress(personality);
    }

    private void open() {
        if (!keepable() || !medium.open()) {
            return;
        }
        if (medium.blocks() < map.first() + map.blocks()) {
            fails(DiskStatus.LBA_OUT_OF_RANGE);
            return;
        }
        state = State.OPENING;
        header.clear();
        headerCopy = 0;
        readHeader();
    }

    private void readHeader() {
        submit(Step.READ_HEADER, DiskOpcode.READ, map.header(headerCopy), 1, headerRead, 0);
    }

    private void headerRead(boolean readable) {
        if (readable) {
            header.take(headerRead, 0);
        }
        headerCopy++;
        if (headerCopy < StoreMap.HEADERS) {
            readHeader();
        } else {
            beginCopy();
        }
    }

    /** Only of what is the state at a position of the log. */
    private boolean keepable() {
        return switch (personality.role()) {
            case ACTIVE, GATED, DRAINING, DRAINED, RETURNING, BACKUP_SYNC -> true;
            case BOOT, RECOVER, CATCHUP, STALE, CLAIMING, REPLAYING, SUPERSEDED, WITNESS, FORKED -> false;
        };
    }

    private void beginCopy() {
        if (!keepable() || !log.read(log.applied())) {
            state = State.CLOSED;
            return;
        }
        state = State.COPYING;
        generation = header.generation() + 1;
        // Groups of a copy that was cut must not be taken for some of this one.
        run = Math.max(Math.max(run, header.run()), hal.boots() << RUNS_BITS) + 1;
        baseLsn = log.applied();
        baseHash = log.hashRead();
        journaledLsn = baseLsn;
        journaledHash = baseHash;
        place = 0;
        groupDue = false;
        flushed = false;
        image.begin(generation);
    }

    private void copy() {
        if (!keepable()) {
            close();
        } else if (groupDue && journaledLsn < log.lsn()) {
            groupDue = false;
            writeGroup();
        } else if (!image.imageDone()) {
            copyChunk();
        } else if (journaledLsn < consistentLsn) {
            writeGroup();
        } else if (!image.done()) {
            writeImage();
        } else if (!flushed) {
            flush();
        } else {
            header.half(generation, run, baseLsn, baseHash, consistentLsn, image.sum());
            beginSeal();
        }
    }

    private void copyChunk() {
        if (!image.read()) {
            // It is mended from elsewhere, or never stored.
            close();
            return;
        }
        consistentLsn = log.lsn();
        groupDue = true;
        writeImage();
    }

    private void writeImage() {
        step = Step.WRITE_IMAGE;
        flushed = false;
        if (!image.write()) {
            fails(DiskStatus.DEVICE_GONE);
        }
    }

    private void keep() {
        if (!keepable()) {
            return;
        }
        boolean elsewhere = log.lsn() < journaledLsn || log.lsn() == journaledLsn && log.hash() != journaledHash;
        if (elsewhere) {
            forget();
            copyAnew();
        } else if (headerEpoch != personality.epoch()) {
            beginSeal();
        } else if (journaledLsn < log.lsn()) {
            writeGroup();
        } else if (sealWanted && header.outdated(journaledLsn, journaledHash)) {
            beginSeal();
        } else {
            sealWanted = false;
        }
    }

    private void copyAnew() {
        beginCopy();
        if (state == State.COPYING) {
            copy();
        }
    }

    private void writeGroup() {
        group.begin(journaledLsn, journaledHash);
        int room = Math.min(JournalGroup.MOST, map.journalBlocks() - place - 1);
        while (group.count() < room && group.lsn() < log.lsn() && group.add(log)) {
            // As many as there are.
        }
        if (group.count() == 0) {
            // The journal is full, or the log has lost what follows.
            copyAnew();
            return;
        }
        group.seal(run, place);
        int blocks = group.blocks();
        journaledLsn = group.lsn();
        journaledHash = group.hash();
        int at = place;
        place += blocks;
        submit(Step.WRITE_GROUP, DiskOpcode.WRITE, map.journal(generation) + at, blocks, transfer, 0);
    }

    private void beginSeal() {
        sealWanted = false;
        state = State.SEALING;
        headerCopy = 0;
        headerEpoch = personality.epoch();
        header.seal(journaledLsn, journaledHash);
        writeHeader();
    }

    private void writeHeader() {
        submit(Step.WRITE_HEADER, DiskOpcode.WRITE, map.header(headerCopy), 1, header.bytes(), 0);
    }

    private void wipe() {
        if (wiper.done()) {
            state = State.ERASED;
            listener.progress(personality);
            return;
        }
        step = Step.WIPE;
        if (!wiper.step()) {
            wiper.begin();
        }
    }

    private void flush() {
        step = Step.FLUSH;
        if (!pending.submit(DiskOpcode.FLUSH, 0, 0)) {
            fails(DiskStatus.DEVICE_GONE);
        }
    }

    private void submit(Step what, DiskOpcode opcode, long block, int count, byte[] buffer, int at) {
        step = what;
        flushed = false;
        if (!pending.submit(opcode, block, count, buffer, at)) {
            fails(DiskStatus.DEVICE_GONE);
        }
    }

    private void fails(DiskStatus status) {
        if (!toldFailure) {
            toldFailure = true;
            hal.journal(Notice.STORE_FAILED, personality.slot(), status.ordinal(), storedLsn);
        }
        close();
    }

    private void close() {
        if (state == State.ERASING) {
            wiper.begin();
            return;
        }
        forget();
        state = State.CLOSED;
    }

    private void forget() {
        storedLsn = 0;
        storedEpoch = 0;
        sealedLsn = 0;
        sealedEpoch = 0;
        toldStored = false;
    }
}
