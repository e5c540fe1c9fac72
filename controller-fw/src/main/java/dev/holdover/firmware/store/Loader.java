package dev.holdover.firmware.store;

import dev.holdover.firmware.hal.Hal;
import dev.holdover.firmware.personality.Personality;
import dev.holdover.model.contract.Role;
import dev.holdover.model.disk.DiskOpcode;
import dev.holdover.model.disk.DiskStatus;
import dev.holdover.model.layout.NvramLayout;
import dev.holdover.model.layout.Words;
import java.util.zip.CRC32C;

/**
 * Brings one stored image into a blank NVRAM: header, checksums, image, journal. Nothing counts before all of it was
 * read and is right; what is not right leaves the slot blank.
 *
 * <p>A group that is not whole ends the journal: it was being written when the power went. It is damage if the
 * header, or a group behind it, says that it had been stored.
 */
final class Loader {
    private enum Step {
        HEADER,
        TABLE,
        IMAGE,
        JOURNAL,
        REST,
        ENDED
    }

    /** Whether what was read is what was stored. */
    @FunctionalInterface
    interface Check {
        boolean same(int readCrc, int storedCrc);
    }

    private final Hal hal;
    private final Medium medium;
    private final Pending pending;
    private final Personality personality;
    private final StoreMap map;
    private final StoreHeader header;
    private final Check check;
    private final byte[] transfer;
    private final byte[] table;
    private final JournalGroup group;
    private final CRC32C crc = new CRC32C();
    private Step step = Step.HEADER;
    private LoadResult result = LoadResult.EMPTY;
    private int done;
    private int count;
    private boolean written;

    /** @param check compares a checksum of what was read with the one that was stored */
    Loader(Hal hal, Medium medium, int cluster, Personality personality, byte[] transfer, Check check) {
        this.check = check;
        this.hal = hal;
        this.medium = medium;
        this.pending = new Pending(hal, medium, personality.slot());
        this.personality = personality;
        this.map = StoreMap.of(personality.layout(), personality.slot());
        this.header = new StoreHeader(personality, cluster);
        this.transfer = transfer;
        this.table = new byte[map.tableBlocks() * NvramLayout.BLOCK];
        this.group = new JournalGroup(hal.nvram(), transfer);
    }

    Personality personality() {
        return personality;
    }

    void start() {
        if (!medium.open() || medium.blocks() < map.first() + map.blocks()) {
            end(LoadResult.NO_DISK);
        } else {
            read(map.header(0), 1);
        }
    }

    boolean ended() {
        return step == Step.ENDED;
    }

    LoadResult result() {
        return result;
    }

    /** A heartbeat period has passed. */
    void tick() {
        if (pending.givesUp()) {
            end(LoadResult.NO_DISK);
        }
    }

    void ended(int tag, DiskStatus status) {
        if (!pending.ends(tag)) {
            return;
        }
        if (status != DiskStatus.SUCCESS && status != DiskStatus.UNRECOVERED_READ_ERROR) {
            end(LoadResult.NO_DISK);
            return;
        }
        boolean readable = status == DiskStatus.SUCCESS;
        switch (step) {
            case HEADER -> header(readable);
            case TABLE -> table(readable);
            case IMAGE -> image(readable);
            case JOURNAL -> journal(readable);
            case REST -> rest(readable);
            case ENDED -> throw new IllegalStateException("a command after the end");
        }
    }

    private void header(boolean readable) {
        written |= !readable || StoreHeader.written(transfer);
        if (readable) {
            header.take(transfer, 0);
        }
        done++;
        if (done < StoreMap.HEADERS) {
            read(map.header(done), 1);
        } else if (header.revision() == 0) {
            end(written ? LoadResult.DAMAGED : LoadResult.EMPTY);
        } else {
            begin(Step.TABLE);
            read(map.table(header.generation()), 1);
        }
    }

    private void table(boolean readable) {
        if (!readable) {
            end(LoadResult.UNREADABLE);
            return;
        }
        System.arraycopy(transfer, 0, table, done * NvramLayout.BLOCK, NvramLayout.BLOCK);
        done++;
        if (done < map.tableBlocks()) {
            read(map.table(header.generation()) + done, 1);
        } else if (Words.crc32c(crc, table, 0, table.length) != header.tableCrc()) {
            end(LoadResult.DAMAGED);
        } else {
            begin(Step.IMAGE);
            readImage();
        }
    }

    private void readImage() {
        read(map.image(header.generation()) + done, Math.min(StoreMap.CHUNK, map.imageBlocks() - done));
    }

    private void image(boolean readable) {
        if (!readable) {
            end(LoadResult.UNREADABLE);
            return;
        }
        for (int i = 0; i < count; i++) {
            int sum = Words.crc32c(crc, transfer, i * NvramLayout.BLOCK, NvramLayout.BLOCK);
            if (!check.same(sum, Words.getInt(table, (done + i) * Integer.BYTES))) {
                end(LoadResult.DAMAGED);
                return;
            }
        }
        long at = personality.log().imageAt((long) done * NvramLayout.BLOCK);
        hal.nvram().put(at, transfer, 0, count * NvramLayout.BLOCK);
        done += count;
        if (done < map.imageBlocks()) {
            readImage();
            return;
        }
        begin(Step.JOURNAL);
        group.begin(header.baseLsn(), header.baseHash());
        readJournal();
    }

    private void readJournal() {
        if (done >= map.journalBlocks()) {
            finish();
        } else {
            read(map.journal(header.generation()) + done, Math.min(StoreMap.CHUNK, map.journalBlocks() - done));
        }
    }

    private void journal(boolean readable) {
        if (!readable) {
            end(LoadResult.UNREADABLE);
        } else if (group.follows(header.run(), done, count)) {
            for (int i = 0; i < group.count(); i++) {
                long at = personality.log().imageAt(group.target(i));
                hal.nvram().put(at, transfer, group.payloadAt(i), group.length(i));
            }
            done += group.blocks();
            readJournal();
        } else {
            step = Step.REST;
            done++;
            readRest();
        }
    }

    private void readRest() {
        if (done >= map.journalBlocks()) {
            finish();
        } else {
            readJournal();
        }
    }

    /** What lies behind the end of the journal: nothing of its run. */
    private void rest(boolean readable) {
        for (int i = 0; i < count && readable; i++) {
            if (group.headIsOf(header.run(), i * NvramLayout.BLOCK, done + i)) {
                end(LoadResult.DAMAGED);
                return;
            }
        }
        done += count;
        readRest();
    }

    private void finish() {
        if (group.lsn() < Math.max(header.consistentLsn(), header.sealedLsn())) {
            end(LoadResult.INCOMPLETE);
            return;
        }
        header.restoreRecord();
        personality.record().dropPreImage();
        personality.record().gateOpen(false);
        personality.record().role(Role.STALE);
        personality.log().rebase(group.lsn(), group.hash(), personality.epoch());
        end(LoadResult.LOADED);
    }

    private void begin(Step next) {
        step = next;
        done = 0;
    }

    private void read(long block, int blocks) {
        count = blocks;
        if (!pending.submit(DiskOpcode.READ, block, blocks, transfer, 0)) {
            end(LoadResult.NO_DISK);
        }
    }

    private void end(LoadResult how) {
        result = how;
        step = Step.ENDED;
        if (how != LoadResult.LOADED) {
            zero();
        }
    }

    private void zero() {
        byte[] zeros = new byte[NvramLayout.BLOCK];
        for (int block = 0; block < map.imageBlocks(); block++) {
            long at = personality.log().imageAt((long) block * NvramLayout.BLOCK);
            hal.nvram().put(at, zeros, 0, zeros.length);
        }
    }
}
