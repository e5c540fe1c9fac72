package dev.holdover.firmware.store;

import dev.holdover.firmware.hal.Hal;
import dev.holdover.firmware.hal.Notice;
import dev.holdover.firmware.personality.Personality;
import dev.holdover.model.disk.DiskOpcode;
import dev.holdover.model.disk.DiskStatus;
import dev.holdover.model.layout.NvramLayout;
import dev.holdover.model.layout.UncorrectableError;
import dev.holdover.model.layout.Words;
import dev.holdover.model.layout.WriteLog;
import java.util.zip.CRC32C;

/**
 * Keeps one personality's region up to date, one command at a time.
 *
 * <pre>
 * CLOSED  -> OPENING   there is a disk: both copies of the header are read
 * OPENING -> COPYING   the image goes to the half that does not count, a group of records after each chunk
 * COPYING -> SEALING   everything is flushed, and the journal reaches what the log was when the last block was read
 * SEALING -> KEEPING   both copies of the header are written and flushed, one after the other: that half counts
 * KEEPING -> KEEPING   a group of records is written, and flushed: they are stored
 * KEEPING -> SEALING   there are no more, and the header tells of less
 * KEEPING -> COPYING   the journal is full, or the log does not go on from what is stored
 * any     -> ERASING -> ERASED    the headers are zeroed and flushed, then all the rest
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
        WRITE_TABLE,
        WRITE_HEADER,
        ZERO,
        FLUSH
    }

    /** Told when more is stored, or all is erased. */
    @FunctionalInterface
    interface Listener {
        void progress(Personality personality);
    }

    private static final int ZEROES_AT_ONCE = 4096;
    private static final long GIVE_UP_NS = 300_000_000;
    private static final int RUNS_BITS = 40;
    private static final byte[] NO_DATA = {};

    private final Hal hal;
    private final Medium medium;
    private final StoreMap map;
    private final Personality personality;
    private final WriteLog log;
    private final Listener listener;
    private final StoreHeader header;
    private final JournalGroup group;
    private final byte[] transfer;
    private final byte[] headerRead = new byte[NvramLayout.BLOCK];
    private final byte[] table;
    private final CRC32C crc = new CRC32C();
    private State state = State.CLOSED;
    private Step step = Step.NONE;
    private int tag;
    private long sinceNs;
    private boolean toldFailure;
    private boolean toldStored;
    private boolean sealWanted;

    private long generation;
    private long run;
    private int copied;
    private boolean groupDue;
    private long baseLsn;
    private long baseHash;
    private long consistentLsn;
    private int tableDone;
    private boolean flushed;
    private int headerCopy;
    private long zeroed;

    private int place;
    private long journaledLsn;
    private long journaledHash;
    private long groupEpoch;
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
        this.personality = personality;
        this.log = personality.log();
        this.listener = listener;
        this.header = new StoreHeader(personality, cluster);
        this.transfer = transfer;
        this.group = new JournalGroup(hal.nvram(), transfer);
        this.table = new byte[map.tableBlocks() * NvramLayout.BLOCK];
    }

    Personality personality() {
        return personality;
    }

    /** Whether the region is kept up to date record by record. */
    boolean keeps() {
        return storedEpoch != 0 && storedEpoch == personality.epoch();
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

    /** Bytes that would have to be written if everything had to be stored now. */
    long unstoredBytes() {
        if (state == State.ERASED || state == State.ERASING) {
            return 0;
        }
        return keeps() ? 2 * (log.lsn() - storedLsn) * NvramLayout.BLOCK : map.blocks() / 2 * NvramLayout.BLOCK;
    }

    /** Zeroes the region, and stores nothing from then on. */
    void erase() {
        if (state == State.ERASED || state == State.ERASING) {
            return;
        }
        forget();
        state = State.ERASING;
        zeroed = 0;
        flushed = false;
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
        if (step != Step.NONE) {
            return;
        }
        switch (state) {
            case CLOSED -> open();
            case COPYING -> copy();
            case SEALING -> writeHeader();
            case KEEPING -> keep();
            case ERASING -> zero();
            case OPENING, ERASED -> {
                // The first waits for what it reads, the other for nothing.
            }
        }
    }

    /** A heartbeat period has passed. */
    void tick() {
        if (step != Step.NONE && (hal.nowNs() - sinceNs > GIVE_UP_NS || !medium.present())) {
            medium.reset();
            fails(DiskStatus.DEVICE_GONE);
        }
        sealWanted = true;
        advance();
    }

    /** Whatever was under way is dropped: another life of the disk begins. */
    void dropped() {
        if (step != Step.NONE) {
            step = Step.NONE;
            close();
        }
    }

    /** The command with this tag has ended. */
    void ended(int itsTag, DiskStatus status) {
        if (step == Step.NONE || itsTag != tag) {
            return;
        }
        Step was = step;
        step = Step.NONE;
        if (was == Step.READ_HEADER && status == DiskStatus.UNRECOVERED_READ_ERROR) {
            headerRead(false);
        } else if (status != DiskStatus.SUCCESS) {
            fails(status);
            return;
        } else {
            done(was);
        }
        advance();
    }

    long stateHash() {
        return ((state.ordinal() * 31L + step.ordinal()) * 31 + storedLsn) * 31 + place + 7L * copied;
    }

    private void done(Step was) {
        if (state == State.ERASING && was != Step.FLUSH) {
            return;
        }
        switch (was) {
            case READ_HEADER -> headerRead(true);
            case WRITE_IMAGE -> copied += Math.min(StoreMap.CHUNK, map.imageBlocks() - copied);
            case WRITE_TABLE -> tableDone++;
            case WRITE_GROUP -> {
                if (state == State.KEEPING) {
                    submit(Step.FLUSH, DiskOpcode.FLUSH, 0, 0, NO_DATA, 0);
                }
            }
            case WRITE_HEADER -> submit(Step.FLUSH, DiskOpcode.FLUSH, 0, 0, NO_DATA, 0);
            case FLUSH -> flushed();
            case ZERO, NONE -> {
                // The next follows.
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
        storedEpoch = groupEpoch;
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
        run = Math.max(run, hal.boots() << RUNS_BITS) + 1;
        baseLsn = log.applied();
        baseHash = log.hashRead();
        journaledLsn = baseLsn;
        journaledHash = baseHash;
        groupEpoch = personality.epoch();
        place = 0;
        copied = 0;
        groupDue = false;
        tableDone = 0;
        flushed = false;
    }

    private void copy() {
        if (!keepable()) {
            close();
        } else if (groupDue && journaledLsn < log.lsn()) {
            groupDue = false;
            writeGroup();
        } else if (copied < map.imageBlocks()) {
            writeImage();
        } else if (journaledLsn < consistentLsn) {
            writeGroup();
        } else if (tableDone < map.tableBlocks()) {
            int at = tableDone * NvramLayout.BLOCK;
            submit(Step.WRITE_TABLE, DiskOpcode.WRITE, map.table(generation) + tableDone, 1, table, at);
        } else if (!flushed) {
            submit(Step.FLUSH, DiskOpcode.FLUSH, 0, 0, NO_DATA, 0);
        } else {
            int sum = Words.crc32c(crc, table, 0, table.length);
            header.half(generation, run, baseLsn, baseHash, consistentLsn, sum);
            beginSeal();
        }
    }

    private void writeImage() {
        int count = Math.min(StoreMap.CHUNK, map.imageBlocks() - copied);
        long at = log.imageAt((long) copied * NvramLayout.BLOCK);
        try {
            hal.nvram().get(at, transfer, 0, count * NvramLayout.BLOCK);
        } catch (UncorrectableError error) {
            // It is mended from elsewhere, or never stored.
            close();
            return;
        }
        for (int i = 0; i < count; i++) {
            int sum = Words.crc32c(crc, transfer, i * NvramLayout.BLOCK, NvramLayout.BLOCK);
            Words.putInt(table, (copied + i) * Integer.BYTES, sum);
        }
        consistentLsn = log.lsn();
        groupDue = true;
        submit(Step.WRITE_IMAGE, DiskOpcode.WRITE, map.image(generation) + copied, count, transfer, 0);
    }

    private void keep() {
        boolean elsewhere = log.lsn() < journaledLsn || log.lsn() == journaledLsn && log.hash() != journaledHash;
        if (!keepable()) {
            return;
        }
        if (elsewhere) {
            beginCopy();
            copyIfBegun();
        } else if (journaledLsn < log.lsn()) {
            writeGroup();
        } else if (sealWanted && header.outdated(journaledLsn, journaledHash)) {
            beginSeal();
        } else {
            sealWanted = false;
        }
    }

    private void copyIfBegun() {
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
            beginCopy();
            copyIfBegun();
            return;
        }
        groupEpoch = personality.epoch();
        group.seal(run, place, groupEpoch);
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
        groupEpoch = personality.epoch();
        headerEpoch = groupEpoch;
        header.seal(journaledLsn, journaledHash);
        writeHeader();
    }

    private void writeHeader() {
        submit(Step.WRITE_HEADER, DiskOpcode.WRITE, map.header(headerCopy), 1, header.bytes(), 0);
    }

    private void zero() {
        if (!medium.open()) {
            return;
        }
        if (zeroed >= map.blocks() && flushed) {
            state = State.ERASED;
            listener.progress(personality);
        } else if (zeroed >= StoreMap.HEADERS && !flushed && (zeroed == StoreMap.HEADERS || zeroed >= map.blocks())) {
            submit(Step.FLUSH, DiskOpcode.FLUSH, 0, 0, NO_DATA, 0);
        } else {
            flushed = false;
            long most = zeroed < StoreMap.HEADERS ? StoreMap.HEADERS : ZEROES_AT_ONCE;
            int count = (int) Math.min(most, map.blocks() - zeroed);
            long from = map.first() + zeroed;
            zeroed += count;
            submit(Step.ZERO, DiskOpcode.WRITE_ZEROES, from, count, NO_DATA, 0);
        }
    }

    private void submit(Step what, DiskOpcode opcode, long block, int count, byte[] buffer, int at) {
        tag = tag + StoreTags.STEP & StoreTags.MASK | personality.slot();
        step = what;
        sinceNs = hal.nowNs();
        if (!medium.submit(opcode, block, count, buffer, at, tag)) {
            step = Step.NONE;
            fails(DiskStatus.DEVICE_GONE);
        }
    }

    private void fails(DiskStatus status) {
        step = Step.NONE;
        if (!toldFailure) {
            toldFailure = true;
            hal.journal(Notice.STORE_FAILED, personality.slot(), status.ordinal(), storedLsn);
        }
        close();
    }

    private void close() {
        if (state == State.ERASING) {
            zeroed = 0;
            flushed = false;
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
